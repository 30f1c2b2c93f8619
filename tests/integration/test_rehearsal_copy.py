"""The rehearse button: a copy of the workshop, played by scripted assessors."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from assessors.models import AuditEntry
from bucketing.actions.errors import Refused
from bucketing.actions.reconciling import decide_by_chair
from bucketing.actions.rehearsals import copy_for_rehearsal, delete_rehearsal
from bucketing.actions.stages import close_workshop, open_next_stage
from bucketing.domain.running_order import DEFAULT_RUNNING_ORDER
from bucketing.domain.shares import Shares
from bucketing.models import Allocation, Workshop
from bucketing.rehearsal import starting
from bucketing.rehearsal.inside import RehearsalRoom
from tests.factories.people import make_member
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    member = make_member("facilitator")
    return make_workshop(
        *[str(1000 + number) for number in range(40)],
        organisation=member.organisation,
        by=member.user,
        running_order=DEFAULT_RUNNING_ORDER,
    )


class Time:
    """Passes only when the room waits."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def room_of(copy: Workshop, time: Time) -> RehearsalRoom:
    return RehearsalRoom(copy, rng=Random(5), now=time.now, wait=time.wait)


def test_copy_has_the_choices_of_the_workshop_and_a_short_running_order(workshop):
    workshop.projects.filter(rank=40).update(left_out="overheads")
    copy = copy_for_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    assert [stage.minutes for stage in copy.stages.all()] == [1, 1, 3, 1, 1]
    assert copy.projects.get(rank=40).left_out == "overheads"
    chosen = copy.projects.filter(is_for_calibration=True).values_list("reference", flat=True)
    original = workshop.projects.filter(is_for_calibration=True)
    assert list(chosen) == list(original.values_list("reference", flat=True))
    assert copy.join_code != workshop.join_code


def test_scripted_assessors_answer_while_a_round_runs_and_wait_otherwise(workshop):
    copy = copy_for_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    time = Time(NOW)
    room = room_of(copy, time)
    room.play(2)
    assert copy.seats.assessors().count() == 10
    assert not Allocation.objects.exists()
    for _ in range(2):
        open_next_stage(workshop=copy, by=None, now=time.now())
    room.play(30)
    assert Allocation.objects.filter(round__workshop=copy).count() >= 55
    assert not Allocation.objects.filter(round__workshop=workshop).exists()


def test_rehearsal_ends_when_it_is_closed_or_forgotten(workshop):
    copy = copy_for_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    assert not room_of(copy, Time(NOW + timedelta(minutes=31))).play(5)
    close_workshop(workshop=copy, by=None, now=NOW)
    assert not room_of(copy, Time(NOW)).play(5)


def test_rehearse_button_makes_a_copy_and_starts_it(
    workshop, monkeypatch, django_capture_on_commit_callbacks
):
    started = []
    monkeypatch.setattr(starting, "_start_process", started.append)
    client = Client()
    client.force_login(workshop.created_by)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("workshop-rehearse", args=[workshop.pk]))
    copy = Workshop.objects.get(rehearsal_of=workshop)
    assert response["Location"] == reverse("workshop-board", args=[copy.pk])
    assert started == [copy.pk]


def test_rehearsal_of_a_rehearsal_is_refused(workshop):
    copy = copy_for_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    client = Client()
    client.force_login(workshop.created_by)
    said = client.post(reverse("workshop-rehearse", args=[copy.pk]), follow=True)
    assert "This is a rehearsal already" in said.content.decode()


def finished_rehearsal(workshop: Workshop) -> Workshop:
    """A copy in which one answer was given and settled, closed again."""
    copy = copy_for_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    round, seat = open_rating(copy), make_assessor(copy)
    project = copy.projects.judged().filter(is_for_calibration=False).order_by("rank")[0]
    answer(seat, round, project, 100, 0, 0, 0)
    open_next_stage(workshop=copy, by=None, now=NOW + timedelta(minutes=3))
    decide_by_chair(
        workshop_projects=[project],
        shares=Shares(10_000, 0, 0, 0),
        reason="The room agreed.",
        by=workshop.created_by,
        now=NOW + timedelta(minutes=3),
    )
    return close_workshop(workshop=copy, by=None, now=NOW + timedelta(minutes=4))


def test_rehearsal_is_deleted_with_all_that_was_said_in_it_and_on_record(workshop):
    copy = finished_rehearsal(workshop)
    kept = answer(
        make_assessor(workshop), open_rating(workshop), workshop.projects.last(), 100, 0, 0, 0
    )
    delete_rehearsal(workshop=copy, by=workshop.created_by, now=NOW + timedelta(minutes=5))
    assert list(Workshop.objects.all()) == [workshop]
    assert list(Allocation.objects.all()) == [kept]
    entry = AuditEntry.objects.filter(kind="rehearsal_deleted").get()
    assert entry.about == copy.name


def test_nothing_but_a_rehearsal_can_be_deleted(workshop):
    close_workshop(workshop=workshop, by=None, now=NOW)
    with pytest.raises(Refused, match="Only a rehearsal"):
        delete_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    assert Workshop.objects.count() == 1


def test_rehearsal_under_way_is_not_deleted_but_one_that_was_left_is(workshop):
    copy = copy_for_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    with pytest.raises(Refused, match="still in the room"):
        delete_rehearsal(workshop=copy, by=workshop.created_by, now=NOW + timedelta(minutes=29))
    delete_rehearsal(workshop=copy, by=workshop.created_by, now=NOW + timedelta(minutes=31))
    assert list(Workshop.objects.all()) == [workshop]


def test_deleting_asks_first_and_old_rehearsals_stand_apart(workshop, client):
    copy = finished_rehearsal(workshop)
    client.force_login(workshop.created_by)
    address = reverse("workshop-delete", args=[copy.pk])
    home = client.get("/").content.decode()
    assert "Old rehearsals: 1" in home
    assert address in home
    assert "1 answer of scripted assessors" in client.get(address).content.decode()
    assert Workshop.objects.count() == 2
    board = client.get(reverse("workshop-board", args=[copy.pk])).content.decode()
    assert address in board
    assert client.post(address).url == "/"
    assert list(Workshop.objects.all()) == [workshop]
    assert "Old rehearsals" not in client.get("/").content.decode()


def test_players_leave_a_rehearsal_that_is_gone(workshop):
    copy = finished_rehearsal(workshop)
    room = room_of(copy, Time(NOW))
    delete_rehearsal(workshop=copy, by=workshop.created_by, now=NOW + timedelta(minutes=5))
    assert not RehearsalRoom(Workshop(pk=room.workshop.pk, created_at=NOW)).goes_on
