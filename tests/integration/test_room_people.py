"""The people of a room, as those in charge manage them."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bucketing.actions.errors import Refused
from bucketing.actions.seats import take_facilitator_seat
from bucketing.models import Lease, Seat
from bucketing.queries.progress import load_progress
from tests.factories.people import make_member
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    member = make_member("facilitator")
    workshop = make_workshop(organisation=member.organisation, by=member.user)
    client = Client()
    client.force_login(member.user)
    return workshop, client, member


def act(client, workshop, seat, what):
    return client.post(
        reverse("workshop-seat-act", args=[workshop.pk, seat.pk]), {"act": what}, follow=True
    )


def test_removed_person_keeps_answers_and_comes_back_with_the_same_seat(room):
    workshop, client, _ = room
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        round, seat = open_rating(workshop), make_assessor(workshop)
        answer(seat, round, workshop.projects.first(), 100, 0, 0, 0)
        act(client, workshop, seat, "remove")
        progress = load_progress(workshop, NOW)
        assert (len(progress.assessors), progress.ledger.rated_count) == (0, 1)
        act(client, workshop, seat, "restore")
    seat.refresh_from_db()
    assert seat.removed_at is None


def test_excluded_answers_leave_every_figure_and_come_back(room):
    workshop, client, _ = room
    round, seat = open_rating(workshop), make_assessor(workshop)
    project = workshop.projects.first()
    answer(seat, round, project, 100, 0, 0, 0)
    act(client, workshop, seat, "exclude")
    assert load_progress(workshop, NOW).ledger.rated_count == 0
    assert round.queue.get(workshop_project=project).ratings_count == 0
    act(client, workshop, seat, "include")
    assert load_progress(workshop, NOW).ledger.rated_count == 1
    assert round.queue.get(workshop_project=project).ratings_count == 1


def test_last_facilitator_cannot_be_taken_out(room):
    workshop, client, _ = room
    said = act(client, workshop, workshop.seats.get(), "remove")
    assert "The room needs a facilitator" in said.content.decode()


def test_personal_link_is_shown_once_and_opens_the_seat(room):
    workshop, client, _ = room
    html = client.post(
        reverse("workshop-personal-links", args=[workshop.pk]),
        {"names": "Ada\n Bea \n\nAda", "role": "observer"},
    ).content.decode()
    links = [part.split('"')[0] for part in html.split('readonly value="')[1:]]
    assert len(links) == 2
    assert {seat.name for seat in workshop.seats.filter(role="observer")} == {"Ada", "Bea"}
    assert Client().get(links[0]).status_code == 200
    again = client.get(reverse("workshop-people", args=[workshop.pk])).content.decode()
    assert links[0] not in again


def test_seat_kept_for_somebody_is_not_here_yet(room):
    workshop, client, _ = room
    client.post(
        reverse("workshop-personal-links", args=[workshop.pk]), {"names": "Ada", "role": "assessor"}
    )
    (ada,) = load_progress(workshop, NOW).assessors
    assert ada.presence.words == "not here yet"


def test_interest_takes_the_project_out_of_the_hand(room):
    workshop, client, _ = room
    round, seat = open_rating(workshop), make_assessor(workshop)
    project = workshop.projects.first()
    Lease.objects.create(
        round=round,
        seat=seat,
        workshop_project=project,
        leased_at=NOW,
        expires_at=NOW + timedelta(minutes=1),
    )
    client.post(
        reverse("workshop-seat", args=[workshop.pk, seat.pk]), {"reference": project.reference}
    )
    assert not Lease.objects.exists()
    assert seat.interests.get().workshop_project == project


def test_interest_in_nothing_is_asked_for(room):
    workshop, client, _ = room
    seat = make_assessor(workshop)
    response = client.post(reverse("workshop-seat", args=[workshop.pk, seat.pk]), {"of": ""})
    assert response.status_code == 422
    assert "Choose a provider or directorate" in response.content.decode()


def test_handed_over_room_belongs_to_the_other_alone(room):
    workshop, client, member = room
    other = make_member("facilitator", member.organisation)
    client.post(reverse("workshop-hand-over", args=[workshop.pk]), {"to": other.user.pk})
    running = workshop.seats.present().filter(role="facilitator")
    assert [seat.user for seat in running] == [other.user]
    assert client.get(reverse("workshop-board", args=[workshop.pk])).status_code == 403


def test_room_is_not_handed_to_a_stranger_or_a_reader(room):
    workshop, client, member = room
    stranger, reader = make_member("facilitator"), make_member("commissioner", member.organisation)
    address = reverse("workshop-hand-over", args=[workshop.pk])
    assert client.post(address, {"to": stranger.user.pk}).status_code == 404
    client.post(address, {"to": reader.user.pk})
    assert workshop.seats.get(role="facilitator").user == member.user


def test_assessor_who_has_judged_cannot_become_facilitator(room):
    workshop, _, member = room
    judge = make_member("facilitator", member.organisation)
    round, seat = open_rating(workshop), make_assessor(workshop)
    Seat.objects.filter(pk=seat.pk).update(user=judge.user)
    answer(seat, round, workshop.projects.first(), 100, 0, 0, 0)
    with pytest.raises(Refused, match="somebody else has to run it"):
        take_facilitator_seat(workshop=workshop, user=judge.user, now=NOW)


def test_closed_door_lets_only_those_with_a_seat_in(room):
    workshop, client, _ = room
    client.post(reverse("workshop-door", args=[workshop.pk]), {"door": "closed"})
    said = Client().post(reverse("workshop-join", args=[workshop.join_code]), {"name": "Late"})
    assert "The door is closed" in said.content.decode()
    assert workshop.seats.count() == 1
