from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

import pytest
from django.db import connection

from bucketing.actions.allocations import Answer, record_allocation, record_pass
from bucketing.actions.errors import Refused
from bucketing.actions.leases import claim_leases
from bucketing.actions.seats import declare_interest, remove_seat, set_answers_counted
from bucketing.actions.stages import end_stage_softly, open_next_stage, pause_stage
from bucketing.actions.workshops import change_plan
from bucketing.domain.plan import Plan
from bucketing.domain.shares import Shares
from bucketing.models import Allocation, Lease, Round, Workshop
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def held_references(seat, round, now=NOW, **kwargs):
    leases = claim_leases(seat=seat, round=round, now=now, rng=Random(1), **kwargs)
    return {lease.workshop_project.reference for lease in leases}


def test_two_people_never_hold_the_same_project_while_there_are_others():
    workshop = make_workshop(*(str(amount) for amount in range(1, 21)), plan=Plan(lease_size=3))
    round = open_rating(workshop)
    first, second = make_assessor(workshop), make_assessor(workshop)
    assert len(held_references(first, round) | held_references(second, round)) == 6


def test_claiming_again_renews_and_gives_the_same_projects():
    workshop = make_workshop()
    round, seat = open_rating(workshop), None
    seat = make_assessor(workshop)
    before = held_references(seat, round)
    assert held_references(seat, round, now=NOW + 80 * SECOND) == before
    assert Lease.objects.get().expires_at == NOW + 170 * SECOND


def test_lease_renewed_a_moment_ago_is_left_alone():
    workshop = make_workshop("1000")
    round, seat = open_rating(workshop), make_assessor(workshop)
    ends = []
    for seconds in (0, 5, 6):
        held_references(seat, round, now=NOW + seconds * SECOND)
        ends.append((Lease.objects.get().expires_at - NOW).seconds)
    assert ends == [90, 90, 96]


def test_absent_person_holds_nothing():
    workshop = make_workshop("1000")
    round = open_rating(workshop)
    gone, present = make_assessor(workshop), make_assessor(workshop)
    claim_leases(seat=gone, round=round, now=NOW)
    assert held_references(present, round, now=NOW + 91 * SECOND) == {"P1"}
    assert not Lease.objects.filter(seat=gone).held(NOW + 91 * SECOND).exists()


def test_person_is_never_given_a_project_twice_in_a_round():
    workshop = make_workshop("2000", "1000", plan=Plan(second_count=2, lease_size=1))
    round, seat = open_rating(workshop), make_assessor(workshop)
    for _ in range(2):
        (lease,) = claim_leases(seat=seat, round=round, now=NOW)
        answer(seat, round, lease.workshop_project, 100, 0, 0, 0)
    assert claim_leases(seat=seat, round=round, now=NOW) == []
    assert round.queue.filter(ratings_count=1, ratings_wanted=2).count() == 2


def test_person_with_an_interest_is_never_given_the_project():
    workshop = make_workshop("3000", "2000", "1000", provider="Valley Trust")
    round, seat = open_rating(workshop), make_assessor(workshop)
    declare_interest(
        seat=seat, kind="project", workshop_project=workshop.projects.get(rank=1), now=NOW
    )
    assert held_references(seat, round, count=3) == {"P2", "P3"}
    declare_interest(seat=seat, kind="provider", value="Valley Trust", now=NOW)
    assert Lease.objects.count() == 0
    assert held_references(seat, round) == set()


def test_passed_project_goes_to_somebody_else():
    workshop = make_workshop("1000")
    round = open_rating(workshop)
    seat, other = make_assessor(workshop), make_assessor(workshop)
    (lease,) = claim_leases(seat=seat, round=round, now=NOW)
    record_pass(
        seat=seat,
        round=round,
        workshop_project_id=lease.workshop_project_id,
        reason="needs_information",
        note="Who is it for?",
        now=NOW,
    )
    assert held_references(seat, round) == set()
    assert held_references(other, round) == {"P1"}


def test_pass_for_an_interest_declares_it():
    workshop = make_workshop("1000")
    round, seat = open_rating(workshop), make_assessor(workshop)
    project = workshop.projects.get()
    record_pass(
        seat=seat, round=round, workshop_project_id=project.pk, reason="interest", note="", now=NOW
    )
    assert seat.interests.get().workshop_project == project


@pytest.mark.parametrize("lever", [pause_stage, end_stage_softly])
def test_nothing_new_is_handed_out_unless_the_round_runs(lever):
    workshop = make_workshop()
    round, seat, late = open_rating(workshop), make_assessor(workshop), make_assessor(workshop)
    held = held_references(seat, round)
    lever(workshop=workshop, by=None, now=NOW + SECOND)
    round.refresh_from_db()
    assert held_references(seat, round, now=NOW + 2 * SECOND) == held
    assert held_references(late, round, now=NOW + 2 * SECOND) == set()


def test_second_rating_goes_to_another_person_after_every_first():
    workshop = make_workshop("2000", "1000", plan=Plan(second_count=1, lease_size=1))
    round = open_rating(workshop)
    first, second = make_assessor(workshop), make_assessor(workshop)
    answer(first, round, workshop.projects.get(rank=1), 100, 0, 0, 0)
    assert held_references(second, round) == {"P2"}
    answer(second, round, workshop.projects.get(rank=2), 100, 0, 0, 0)
    assert held_references(second, round) == {"P1"}
    assert held_references(first, round) == set()


def test_third_rating_is_wanted_only_where_two_differ_by_enough_money():
    plan = Plan(second_count=2, third_where_differ_above=Decimal(500), lease_size=1)
    workshop = make_workshop("1000", "990", plan=plan)
    round = open_rating(workshop)
    first, second = make_assessor(workshop), make_assessor(workshop)
    for project in workshop.projects.all():
        answer(first, round, project, 100, 0, 0, 0)
        answer(second, round, project, 50, 50, 0, 0)
    wanted = dict(round.queue.values_list("workshop_project__reference", "ratings_wanted"))
    assert wanted == {"P1": 3, "P2": 2}


def test_retried_answer_is_recorded_once():
    workshop = make_workshop()
    round, seat = open_rating(workshop), make_assessor(workshop)
    project, key = workshop.projects.first(), uuid4()
    again = Answer(shares=Shares(10000, 0, 0, 0), idempotency_key=key, answered_at=NOW)
    for _ in range(2):
        record_allocation(
            seat=seat, round=round, workshop_project_id=project.pk, answer=again, now=NOW
        )
    assert Allocation.objects.count() == 1
    assert round.queue.get(workshop_project=project).ratings_count == 1
    with pytest.raises(Refused, match="another project"):
        record_allocation(
            seat=seat,
            round=round,
            workshop_project_id=workshop.projects.last().pk,
            answer=again,
            now=NOW,
        )


def test_changed_answer_adds_a_row_and_counts_as_one_rating():
    workshop = make_workshop()
    round, seat = open_rating(workshop), make_assessor(workshop)
    project = workshop.projects.first()
    answer(seat, round, project, 100, 0, 0, 0)
    answer(seat, round, project, 0, 100, 0, 0)
    assert Allocation.objects.count() == 2
    assert round.queue.get(workshop_project=project).ratings_count == 1


def test_answer_in_hand_when_the_round_closed_counts_and_any_other_is_kept_as_late():
    workshop = make_workshop()
    round, seat = open_rating(workshop), make_assessor(workshop)
    (lease,) = claim_leases(seat=seat, round=round, now=NOW)
    open_next_stage(workshop=workshop, by=None, now=NOW + SECOND)
    round.refresh_from_db()
    after = NOW + 80 * SECOND
    in_hand = answer(seat, round, lease.workshop_project, 100, 0, 0, 0, now=after)
    other = workshop.projects.exclude(pk=lease.workshop_project_id).first()
    late = answer(seat, round, other, 100, 0, 0, 0, now=after)
    changed = answer(seat, round, lease.workshop_project, 0, 0, 0, 100, now=after)
    assert [in_hand.is_late, late.is_late, changed.is_late] == [False, True, True]
    assert list(Allocation.objects.counted()) == [in_hand]


def test_changed_plan_keeps_every_answer_and_reorders_what_is_left():
    workshop = make_workshop("3000", "2000", "1000")
    round, seat = open_rating(workshop), make_assessor(workshop)
    answer(seat, round, workshop.projects.get(rank=3), 100, 0, 0, 0)
    change_plan(workshop=workshop, plan=Plan(second_count=1, left_out_count=1), by=None, now=NOW)
    wanted = dict(round.queue.values_list("workshop_project__rank", "ratings_wanted"))
    assert wanted == {1: 2, 2: 1, 3: 0}
    assert workshop.projects.get(rank=3).left_out == "too_small"
    assert Allocation.objects.count() == 1
    change_plan(workshop=workshop, plan=Plan(), by=None, now=NOW)
    assert workshop.projects.get(rank=3).left_out == ""
    assert round.queue.filter(ratings_wanted=1).count() == 3


def test_removed_person_gives_back_what_they_held_and_keeps_their_answers():
    workshop = make_workshop("2000", "1000")
    round, seat = open_rating(workshop), make_assessor(workshop)
    answer(seat, round, workshop.projects.get(rank=1), 100, 0, 0, 0)
    claim_leases(seat=seat, round=round, now=NOW)
    remove_seat(seat=seat, by=None, now=NOW)
    assert Lease.objects.count() == 0
    assert Allocation.objects.counted().count() == 1


def test_answer_of_somebody_left_out_is_kept_but_rates_nothing():
    workshop = make_workshop("1000")
    round, seat = open_rating(workshop), make_assessor(workshop)
    set_answers_counted(seat=seat, counted=False, by=None, now=NOW)
    answer(seat, round, workshop.projects.get(), 100, 0, 0, 0)
    assert list(round.queue.values_list("ratings_count", flat=True)) == [0]
    set_answers_counted(seat=seat, counted=True, by=None, now=NOW)
    assert list(round.queue.values_list("ratings_count", flat=True)) == [1]
    assert Allocation.objects.counted().count() == 1


def test_claim_takes_the_same_number_of_queries_for_three_and_for_thirty_projects(
    django_assert_num_queries,
):
    for amounts in (range(1, 4), range(1, 31)):
        workshop = make_workshop(*(str(amount) for amount in amounts), plan=Plan(lease_size=3))
        round, seat = open_rating(workshop), make_assessor(workshop)
        round, workshop = Round.objects.get(pk=round.pk), Workshop.objects.get(pk=workshop.pk)
        seat.workshop = workshop
        with django_assert_num_queries(5 + 2 * connection.features.has_select_for_update):
            assert len(claim_leases(seat=seat, round=round, now=NOW)) == 3


def rate_once(round, by_seat):
    """First ratings: for each seat the ranks of the projects that it rates."""
    for seat, ranks in by_seat.items():
        for rank in ranks:
            answer(seat, round, round.workshop.projects.get(rank=rank), 100, 0, 0, 0)


def ranks_in_order(round):
    return list(round.queue.values_list("workshop_project__rank", flat=True))


@pytest.fixture
def turn(django_capture_on_commit_callbacks):
    """Hand out the first second rating, with what follows when that is through."""

    def hand_out(round, seat):
        with django_capture_on_commit_callbacks(execute=True):
            return claim_leases(seat=seat, round=Round.objects.get(pk=round.pk), now=NOW)

    return hand_out


def test_second_ratings_go_on_with_whoever_carries_most_money_alone(turn):
    workshop = make_workshop("100", "60", "50", "5", plan=Plan(second_count=4, lease_size=1))
    round = open_rating(workshop)
    ann, bob, cleo = (make_assessor(workshop) for _ in range(3))
    rate_once(round, {ann: [1], bob: [2, 3, 4]})
    assert ranks_in_order(round) == [1, 2, 3, 4]
    assert len(turn(round, cleo)) == 1
    assert ranks_in_order(round) == [2, 1, 3, 4]


def test_first_ratings_come_before_second_ones_and_order_nothing(turn):
    workshop = make_workshop("100", "60", "50", plan=Plan(second_count=3, lease_size=1))
    round = open_rating(workshop)
    ann, bob, cleo = (make_assessor(workshop) for _ in range(3))
    rate_once(round, {ann: [1], bob: [2]})
    (lease,) = turn(round, cleo)
    assert lease.workshop_project.rank == 3
    assert Round.objects.get(pk=round.pk).second_pass_at is None


def test_answers_left_out_are_nobodys_money(turn):
    workshop = make_workshop("100", "60", "50", plan=Plan(second_count=3, lease_size=1))
    round = open_rating(workshop)
    ann, bob, cleo = (make_assessor(workshop) for _ in range(3))
    rate_once(round, {ann: [1], bob: [1, 2, 3]})
    set_answers_counted(seat=ann, counted=False, by=None, now=NOW)
    turn(round, cleo)
    assert ranks_in_order(round) == [1, 2, 3]


def test_another_plan_puts_second_ratings_in_order_again(turn):
    workshop = make_workshop("100", "60", "50", plan=Plan(second_count=3, lease_size=1))
    round = open_rating(workshop)
    ann, bob, cleo = (make_assessor(workshop) for _ in range(3))
    rate_once(round, {ann: [1], bob: [2, 3]})
    turn(round, cleo)
    assert ranks_in_order(round) == [2, 1, 3]
    change_plan(workshop=workshop, plan=Plan(second_count=2, lease_size=1), by=None, now=NOW)
    assert ranks_in_order(round) == [1, 2, 3]
    assert Round.objects.get(pk=round.pk).second_pass_at is None


def test_claims_after_the_turn_cost_what_they_cost_before(turn, django_assert_num_queries):
    workshop = make_workshop(*("9" * 12), plan=Plan(second_count=12, lease_size=1))
    round = open_rating(workshop)
    ann, bob, cleo = (make_assessor(workshop) for _ in range(3))
    rate_once(round, {ann: range(1, 13)})
    turn(round, bob)
    round, workshop = Round.objects.get(pk=round.pk), Workshop.objects.get(pk=workshop.pk)
    cleo.workshop = workshop
    with django_assert_num_queries(5 + 2 * connection.features.has_select_for_update):
        assert len(claim_leases(seat=cleo, round=round, now=NOW)) == 1


def test_answer_left_out_asks_for_no_third_rating():
    plan = Plan(second_count=1, third_where_differ_above=Decimal("1"))
    workshop = make_workshop("1000", plan=plan)
    round, project = open_rating(workshop), workshop.projects.get()
    same, other, out = (make_assessor(workshop) for _ in range(3))
    answer(same, round, project, 100, 0, 0, 0)
    answer(out, round, project, 0, 0, 0, 100)
    round.queue.update(ratings_wanted=2)
    set_answers_counted(seat=out, counted=False, by=None, now=NOW)
    answer(other, round, project, 100, 0, 0, 0)
    assert round.queue.get().ratings_wanted == 2
