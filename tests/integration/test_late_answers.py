"""Answers that arrive after the close: all are kept, and none changes what is known already."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bucketing.actions.allocations import Answer, record_allocation
from bucketing.actions.leases import claim_leases
from bucketing.actions.reconciling import decide_by_chair, discuss_project, open_re_vote
from bucketing.actions.seats import mark_seen
from bucketing.actions.stages import (
    close_workshop,
    go_back_one_stage,
    open_next_stage,
    reveal_round,
)
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.domain.shares import Shares
from bucketing.models import Allocation
from tests.factories.people import make_user
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
CLOSE = NOW + 600 * SECOND
WITHIN, AFTER_GRACE = CLOSE + 60 * SECOND, CLOSE + 91 * SECOND
CALIBRATION = (PlannedStage("calibration", 10), PlannedStage("rating", 50))


def send(seat, round, project, *, chosen, now, tier=3):
    """An answer that puts everything in one tier."""
    return record_allocation(
        seat=seat,
        round=round,
        workshop_project_id=project.pk,
        answer=Answer(
            shares=Shares(*(10_000 if each == tier else 0 for each in range(4))),
            idempotency_key=uuid4(),
            answered_at=chosen,
        ),
        now=now,
    )


def hold(seat, round, now=CLOSE - 30 * SECOND):
    """Leases of everything there is, given at `now`."""
    return [
        lease.workshop_project for lease in claim_leases(seat=seat, round=round, now=now, count=9)
    ]


@pytest.fixture
def calibration():
    amounts = [str(30_000 - 1000 * number) for number in range(20)]
    workshop = make_workshop(*amounts, running_order=CALIBRATION, plan=Plan(lease_size=9))
    stage = open_next_stage(workshop=workshop, by=None, now=NOW)
    return workshop, stage.rounds.get(), make_assessor(workshop)


@pytest.fixture
def rating():
    workshop = make_workshop(plan=Plan(lease_size=9))
    return workshop, open_rating(workshop), make_assessor(workshop)


def test_answer_chosen_after_the_reveal_changes_nothing(calibration):
    _, round, seat = calibration
    first, second, *_ = hold(seat, round)
    answer(seat, round, second, 100, 0, 0, 0, now=CLOSE - SECOND)
    reveal_round(round=round, by=None, now=CLOSE)
    for project in (first, second):
        assert send(seat, round, project, chosen=CLOSE + SECOND, now=CLOSE + SECOND).is_late
    (counted,) = Allocation.objects.counted()
    assert (counted.workshop_project, counted.shares.upstream) == (second, 10_000)


def test_answer_chosen_before_the_reveal_counts_whenever_it_arrives(calibration):
    _, round, seat = calibration
    first, *_ = hold(seat, round)
    reveal_round(round=round, by=None, now=CLOSE)
    sent = send(seat, round, first, chosen=CLOSE - SECOND, now=CLOSE + timedelta(hours=2))
    assert (sent.is_late, sent.answered_at) == (False, CLOSE - SECOND)


def test_two_answers_on_one_project_that_were_on_their_way_both_count(calibration):
    _, round, seat = calibration
    project, *_ = hold(seat, round)
    reveal_round(round=round, by=None, now=CLOSE)
    send(seat, round, project, chosen=CLOSE - 9 * SECOND, now=AFTER_GRACE)
    corrected = send(seat, round, project, chosen=CLOSE - SECOND, now=AFTER_GRACE + SECOND, tier=0)
    assert list(Allocation.objects.counted()) == [corrected]


def test_attack_by_a_forged_age_after_the_reveal_is_kept_and_not_counted(calibration):
    """Somebody holds a card until the reveal, looks, then says to have chosen just before it."""
    _, round, seat = calibration
    first, second, *_ = hold(seat, round)
    mark_seen(seat=seat, now=CLOSE - 20 * SECOND)
    reveal_round(round=round, by=None, now=CLOSE)
    on_its_way = send(seat, round, first, chosen=CLOSE - SECOND, now=CLOSE + 30 * SECOND)
    forged = send(seat, round, second, chosen=CLOSE - SECOND, now=CLOSE + 31 * SECOND)
    assert (on_its_way.is_late, on_its_way.answered_at) == (False, CLOSE - SECOND)
    assert (forged.is_late, forged.answered_at) == (True, CLOSE + 31 * SECOND)
    assert list(Allocation.objects.counted()) == [on_its_way]


def test_attack_is_not_helped_by_signs_of_life_after_the_close(calibration):
    _, round, seat = calibration
    project, *_ = hold(seat, round)
    mark_seen(seat=seat, now=CLOSE - SECOND)
    reveal_round(round=round, by=None, now=CLOSE)
    for seconds in (10, 40, 80):
        mark_seen(seat=seat, now=CLOSE + seconds * SECOND)
        claim_leases(seat=seat, round=round, now=CLOSE + seconds * SECOND)
    late = CLOSE + 81 * SECOND
    assert send(seat, round, project, chosen=CLOSE - SECOND, now=late).is_late


def test_forged_age_cannot_reach_past_the_time_a_card_can_be_held_without_contact(calibration):
    _, round, seat = calibration
    project, *_ = hold(seat, round, now=CLOSE - 600 * SECOND)
    reveal_round(round=round, by=None, now=CLOSE)
    assert send(seat, round, project, chosen=CLOSE - SECOND, now=CLOSE + SECOND).is_late


def test_rating_cut_off_in_the_last_second_counts_two_minutes_later(rating):
    workshop, round, seat = rating
    project, *_ = hold(seat, round)
    mark_seen(seat=seat, now=CLOSE - 2 * SECOND)
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    sent = send(seat, round, project, chosen=CLOSE - SECOND, now=CLOSE + 121 * SECOND)
    assert (sent.is_late, sent.answered_at) == (False, CLOSE - SECOND)


def test_going_back_to_the_round_lifts_the_bound(rating):
    workshop, round, seat = rating
    project, *_ = hold(seat, round)
    mark_seen(seat=seat, now=CLOSE - SECOND)
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    go_back_one_stage(workshop=workshop, by=None, now=CLOSE + SECOND)
    assert not send(seat, round, project, chosen=CLOSE - SECOND, now=AFTER_GRACE).is_late
    round.refresh_from_db()
    assert round.in_contact == []


def test_changed_answer_cannot_claim_to_be_older_than_the_reveal(calibration):
    _, round, seat = calibration
    project, *_ = hold(seat, round)
    before = answer(seat, round, project, 100, 0, 0, 0, now=CLOSE - 20 * SECOND)
    reveal_round(round=round, by=None, now=CLOSE)
    assert send(seat, round, project, chosen=CLOSE - SECOND, now=CLOSE + SECOND).is_late
    assert list(Allocation.objects.counted()) == [before]


def test_seat_that_never_had_the_card_cannot_claim_to_have_chosen_in_time(rating):
    workshop, round, seat = rating
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    project = workshop.projects.first()
    assert send(seat, round, project, chosen=CLOSE - SECOND, now=WITHIN).is_late


def test_answer_is_never_older_than_the_lease(rating):
    workshop, round, seat = rating
    project, *_ = hold(seat, round)
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    sent = send(seat, round, project, chosen=NOW, now=WITHIN)
    assert (sent.is_late, sent.answered_at) == (False, CLOSE - 30 * SECOND)


@pytest.mark.parametrize(("arrives", "is_late"), [(WITHIN, False), (AFTER_GRACE, True)])
def test_rating_in_hand_at_the_close_counts_within_the_grace_only(rating, arrives, is_late):
    workshop, round, seat = rating
    project, *_ = hold(seat, round)
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    assert send(seat, round, project, chosen=arrives, now=arrives).is_late is is_late


def test_lease_that_ran_out_before_the_close_was_not_in_hand(rating):
    workshop, round, seat = rating
    project, *_ = hold(seat, round, now=CLOSE - 100 * SECOND)
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    assert send(seat, round, project, chosen=WITHIN, now=WITHIN).is_late
    assert Allocation.objects.get().received_at == WITHIN


def test_rating_is_late_once_its_project_is_discussed_or_settled(rating):
    workshop, round, seat = rating
    chair = make_user()
    first, second, third = hold(seat, round)
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    workshop.refresh_from_db()
    decide_by_chair(
        workshop_projects=[first],
        shares=Shares(10_000, 0, 0, 0),
        reason="The room agreed.",
        by=chair,
        now=CLOSE + SECOND,
    )
    discuss_project(workshop=workshop, workshop_project=second, by=chair, now=CLOSE + SECOND)
    late = [send(seat, round, each, chosen=WITHIN, now=WITHIN).is_late for each in (first, second)]
    assert [*late, send(seat, round, third, chosen=WITHIN, now=WITHIN).is_late] == [
        True,
        True,
        False,
    ]


def test_re_vote_takes_nothing_chosen_after_its_close(rating):
    workshop, round, seat = rating
    project = hold(seat, round)[0]
    send(seat, round, project, chosen=CLOSE - SECOND, now=CLOSE - SECOND)
    open_next_stage(workshop=workshop, by=None, now=CLOSE)
    workshop.refresh_from_db()
    re_vote = open_re_vote(
        workshop=workshop, workshop_projects=[project], minutes=3, by=make_user(), now=CLOSE
    )
    hold(seat, re_vote, now=CLOSE + SECOND)
    answer(seat, re_vote, project, 0, 100, 0, 0, now=CLOSE + 10 * SECOND)
    reveal_round(round=re_vote, by=None, now=CLOSE + 20 * SECOND)
    changed = send(
        seat, re_vote, project, chosen=CLOSE + 30 * SECOND, now=CLOSE + 30 * SECOND, tier=0
    )
    assert changed.is_late
    assert Allocation.objects.counted().get(round=re_vote).shares.midstream == 10_000


def test_nothing_chosen_after_the_workshop_closed_counts(rating):
    workshop, round, seat = rating
    first, second, _ = hold(seat, round)
    close_workshop(workshop=workshop, by=None, now=CLOSE)
    assert send(seat, round, first, chosen=CLOSE + SECOND, now=CLOSE + SECOND).is_late
    assert not send(seat, round, second, chosen=CLOSE - SECOND, now=WITHIN).is_late
