import pytest

from bucketing.access import seat_by_token
from bucketing.actions.errors import Refused
from bucketing.actions.seats import (
    declare_interest,
    join_workshop,
    remove_seat,
    rename_seat,
    renew_seat_token,
    restore_seat,
    set_answers_counted,
    take_facilitator_seat,
    withdraw_interest,
)
from bucketing.actions.stages import close_workshop
from bucketing.models import Allocation, Interest, Seat
from tests.factories.people import make_user
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return make_workshop()


def test_guest_gets_a_seat_and_a_token_that_is_stored_only_as_its_digest(workshop):
    seat, token = join_workshop(workshop=workshop, name="  Sam   Okoro ", now=NOW)
    assert (seat.name, seat.code, seat.role) == ("Sam Okoro", "B", "assessor")
    assert seat_by_token(workshop.join_code, token) == seat
    assert not Seat.objects.filter(token_hash__contains=token).exists()


def test_token_opens_no_other_workshop_and_an_empty_one_opens_none(workshop):
    _, token = join_workshop(workshop=workshop, name="Sam", now=NOW)
    assert seat_by_token(make_workshop().join_code, token) is None
    assert seat_by_token(workshop.join_code, "") is None


def test_name_that_is_taken_or_empty_is_refused(workshop):
    join_workshop(workshop=workshop, name="Sam", now=NOW)
    with pytest.raises(Refused, match="Somebody is here as sam"):
        join_workshop(workshop=workshop, name="sam", now=NOW)
    with pytest.raises(Refused, match="Enter your name"):
        join_workshop(workshop=workshop, name="   ", now=NOW)


def test_closed_door_and_closed_workshop_refuse_in_words(workshop):
    workshop.door = "closed"
    workshop.save()
    with pytest.raises(Refused, match="door is closed"):
        join_workshop(workshop=workshop, name="Sam", now=NOW)
    close_workshop(workshop=workshop, by=None, now=NOW)
    with pytest.raises(Refused, match="is over"):
        join_workshop(workshop=workshop, name="Sam", now=NOW)


def test_renewed_link_ends_the_old_one(workshop):
    seat, old = join_workshop(workshop=workshop, name="Sam", now=NOW)
    new = renew_seat_token(seat=seat, now=NOW)
    assert seat_by_token(workshop.join_code, old) is None
    assert seat_by_token(workshop.join_code, new) == seat


def test_last_facilitator_cannot_be_removed(workshop):
    only = workshop.seats.get()
    with pytest.raises(Refused, match="needs a facilitator"):
        remove_seat(seat=only, by=None, now=NOW)
    take_facilitator_seat(workshop=workshop, user=make_user(), now=NOW)
    assert remove_seat(seat=only, by=None, now=NOW).removed_at == NOW


def test_removed_person_can_come_back_under_the_same_letter(workshop):
    seat = make_assessor(workshop)
    remove_seat(seat=seat, by=None, now=NOW)
    assert make_assessor(workshop).code != seat.code
    assert restore_seat(seat=seat, by=None, now=NOW).removed_at is None


def test_answers_left_out_on_purpose_can_be_taken_back_in(workshop):
    round, seat = open_rating(workshop), make_assessor(workshop)
    answer(seat, round, workshop.projects.first(), 100, 0, 0, 0)
    set_answers_counted(seat=seat, counted=False, by=None, now=NOW)
    assert not Allocation.objects.counted().exists()
    assert round.queue.get(position=1).ratings_count == 0
    set_answers_counted(seat=seat, counted=True, by=None, now=NOW)
    assert Allocation.objects.counted().count() == 1
    assert round.queue.get(position=1).ratings_count == 1


def test_answers_left_out_stay_out_when_others_answer_the_same_project(workshop):
    round, out, other = open_rating(workshop), make_assessor(workshop), make_assessor(workshop)
    project = workshop.projects.get(rank=1)
    answer(out, round, project, 100, 0, 0, 0)
    set_answers_counted(seat=out, counted=False, by=None, now=NOW)
    answer(other, round, project, 0, 0, 0, 100)
    assert round.queue.get(workshop_project=project).ratings_count == 1


def test_interest_is_declared_once_and_can_be_withdrawn(workshop):
    seat = make_assessor(workshop)
    first = declare_interest(seat=seat, kind="provider", value="Valley Trust", now=NOW)
    assert declare_interest(seat=seat, kind="provider", value="Valley Trust", now=NOW) == first
    with pytest.raises(Refused, match="which project"):
        declare_interest(seat=seat, kind="project", now=NOW)
    withdraw_interest(interest=first, by=None, now=NOW)
    assert not Interest.objects.exists()


def test_rename_is_logged_with_both_names(workshop):
    seat = make_assessor(workshop, "Sam")
    rename_seat(seat=seat, name="Samira", by=None, now=NOW)
    event = workshop.events.last()
    assert (event.kind, event.detail) == ("seat_renamed", {"before": "Sam", "after": "Samira"})
