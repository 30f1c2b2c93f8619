from datetime import timedelta

import pytest

from bucketing.actions.errors import Refused
from bucketing.actions.reconciling import settle_by_rule
from bucketing.actions.stages import (
    close_workshop,
    end_stage_softly,
    extend_stage,
    go_back_one_stage,
    open_next_stage,
    open_stage,
    pause_stage,
    reopen_workshop,
    resume_stage,
    reveal_round,
    set_running_order,
)
from bucketing.domain.clock import Phase
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import DEFAULT_RUNNING_ORDER
from bucketing.models import Round
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TWENTY = tuple(str(1000 * number) for number in range(1, 21))


@pytest.fixture
def workshop():
    return make_workshop(*TWENTY, running_order=DEFAULT_RUNNING_ORDER, plan=Plan(lease_size=1))


def step(workshop, now=NOW, **kwargs):
    return open_next_stage(workshop=workshop, by=None, now=now, **kwargs)


def test_stages_open_one_after_the_other_and_only_one_is_open(workshop):
    kinds = [step(workshop, NOW + n * MINUTE).kind for n in range(5)]
    assert kinds == ["welcome", "calibration", "rating", "reconciling", "close"]
    assert open_stage(workshop).kind == "close"
    with pytest.raises(Refused, match="last stage"):
        step(workshop)


def test_two_presses_of_one_button_open_one_stage(workshop):
    step(workshop, after=0)
    with pytest.raises(Refused, match="moved on already"):
        step(workshop, after=0)
    assert open_stage(workshop).kind == "welcome"


def test_round_keeps_the_time_of_its_stage_through_every_lever():
    workshop = make_workshop()
    round = open_rating(workshop)
    pause_stage(workshop=workshop, by=None, now=NOW + 10 * MINUTE)
    resume_stage(workshop=workshop, by=None, now=NOW + 15 * MINUTE)
    extend_stage(workshop=workshop, minutes=5, by=None, now=NOW + 16 * MINUTE)
    round.refresh_from_db()
    assert round.due_at == NOW + 60 * MINUTE == open_stage(workshop).due_at
    end_stage_softly(workshop=workshop, by=None, now=NOW + 20 * MINUTE)
    round.refresh_from_db()
    assert round.phase(NOW + 20 * MINUTE) is Phase.TIME_UP
    assert [event.kind for event in workshop.events.all()][-4:] == [
        "stage_paused", "stage_resumed", "stage_extended", "stage_ended_softly",
    ]  # fmt: skip


def test_lever_that_does_not_fit_is_refused_in_words(workshop):
    with pytest.raises(Refused, match="No stage is open"):
        pause_stage(workshop=workshop, by=None, now=NOW)
    step(workshop)
    with pytest.raises(Refused, match="not paused"):
        resume_stage(workshop=workshop, by=None, now=NOW)


def test_calibration_asks_everybody_and_rating_leaves_those_projects_out(workshop):
    step(workshop)
    calibration = step(workshop).rounds.get()
    assert calibration.queue.count() == 6
    seat = make_assessor(workshop)
    for entry in calibration.queue.all():
        answer(seat, calibration, entry.workshop_project, 100, 0, 0, 0)
    rating = step(workshop, NOW + 10 * MINUTE).rounds.get()
    assert rating.queue.count() == 14
    assert [entry.workshop_project.amount for entry in rating.queue.all()] == sorted(
        (entry.workshop_project.amount for entry in rating.queue.all()), reverse=True
    )


def test_reveal_closes_the_round_and_happens_once(workshop):
    step(workshop)
    calibration = step(workshop).rounds.get()
    revealed = reveal_round(round=calibration, by=None, now=NOW + 5 * MINUTE)
    again = reveal_round(round=Round.objects.get(pk=calibration.pk), by=None, now=NOW + 9 * MINUTE)
    assert revealed.revealed_at == again.revealed_at == NOW + 5 * MINUTE
    assert again.phase(NOW + 9 * MINUTE) is Phase.CLOSED


def test_going_back_opens_the_stage_before_with_its_round():
    workshop = make_workshop()
    rating = open_rating(workshop)
    seat = make_assessor(workshop)
    answer(seat, rating, workshop.projects.first(), 100, 0, 0, 0)
    step(workshop, NOW + 50 * MINUTE)
    assert go_back_one_stage(workshop=workshop, by=None, now=NOW + 52 * MINUTE).kind == "rating"
    rating.refresh_from_db()
    assert rating.clock.remaining(NOW + 52 * MINUTE) == 5 * MINUTE


def test_going_back_behind_answers_or_settlements_is_refused():
    workshop = make_workshop()
    rating = open_rating(workshop)
    with pytest.raises(Refused, match="first stage"):
        go_back_one_stage(workshop=workshop, by=None, now=NOW)
    answer(make_assessor(workshop), rating, workshop.projects.first(), 100, 0, 0, 0)
    step(workshop, NOW + 50 * MINUTE)
    everything = list(workshop.projects.values_list("pk", flat=True))
    settle_by_rule(workshop=workshop, project_ids=everything, by=None, now=NOW + 51 * MINUTE)
    with pytest.raises(Refused, match="settled"):
        go_back_one_stage(workshop=workshop, by=None, now=NOW + 52 * MINUTE)


def test_changed_running_order_moves_the_open_clock(workshop):
    step(workshop)
    set_running_order(workshop=workshop, minutes={1: 8, 3: 40}, by=None, now=NOW + MINUTE)
    assert open_stage(workshop).due_at == NOW + 8 * MINUTE
    assert workshop.stages.get(position=3).minutes == 40


def test_closed_workshop_can_be_reopened(workshop):
    step(workshop)
    closed = close_workshop(workshop=workshop, by=None, now=NOW + MINUTE)
    assert closed.closed_at == NOW + MINUTE
    assert open_stage(workshop) is None
    with pytest.raises(Refused, match="closed already"):
        close_workshop(workshop=workshop, by=None, now=NOW + MINUTE)
    reopen_workshop(workshop=workshop, by=None, now=NOW + 2 * MINUTE)
    assert open_stage(workshop).kind == "welcome"


def test_every_lever_raises_both_counters(workshop):
    step(workshop)
    before = (workshop.revision, workshop.room_revision)
    pause_stage(workshop=workshop, by=None, now=NOW + MINUTE)
    workshop.refresh_from_db()
    assert (workshop.revision, workshop.room_revision) > before


def test_answer_raises_only_the_counter_that_seats_do_not_see():
    workshop = make_workshop()
    rating, seat = open_rating(workshop), make_assessor(workshop)
    workshop.refresh_from_db()
    before = (workshop.revision, workshop.room_revision)
    answer(seat, rating, workshop.projects.first(), 100, 0, 0, 0)
    workshop.refresh_from_db()
    assert workshop.revision > before[0]
    assert workshop.room_revision == before[1]
