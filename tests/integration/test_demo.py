"""The demo, loaded once for all of these tests."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from random import Random
from time import process_time

import pytest
from django.core.management import call_command
from django.db import transaction

from assessors.actions.errors import PeopleError
from assessors.models import User
from bucketing.demo import load_demo
from bucketing.demo.people import PASSWORD, SIGN_INS
from bucketing.demo.portfolio import LAST_YEAR, THIS_YEAR
from bucketing.demo.simulation import Entry, SimulatedRound, Sitter
from bucketing.demo.workshops import INTERESTS
from bucketing.domain.plan import Plan
from bucketing.domain.scripted import CAST
from bucketing.models import Allocation, Pass, Reconciliation, SeatRole
from bucketing.queries.settled import load_judgements
from projects.demo import demo_projects
from projects.models import Project, SpendLine
from tests.factories.people import make_user

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday
BEGAN = datetime(2026, 2, 27, 10, 0, tzinfo=UTC)  # the Friday before


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        started = process_time()
        loaded = load_demo(now=NOW)
        assert process_time() - started < 10
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture
def finished(demo):
    return demo.finished


def rating_answers(workshop):
    return Allocation.objects.filter(round__workshop=workshop, round__kind="rating")


def test_three_people_sign_in_with_the_printed_password(demo):
    roles = {m.user.email: m.role for m in demo.people.organisation.memberships.all()}
    assert roles == {email: role for email, _, role in SIGN_INS}
    assert all(user.check_password(PASSWORD) for user in User.objects.all())


def test_portfolio_holds_both_years_to_the_penny(demo):
    expected = {
        (LAST_YEAR, "actual"): sum(each.previous_amount for each in demo_projects()),
        (THIS_YEAR, "planned"): sum(each.amount for each in demo_projects()),
    }
    for (year, basis), total in expected.items():
        lines = SpendLine.objects.filter(financial_year=year, basis=basis)
        assert lines.count() == 600
        assert sum(line.amount for line in lines) == total


def test_true_splits_are_nowhere_in_the_database(demo):
    assert not any(project.attributes for project in Project.objects.all())
    assert not any(project.attributes for project in demo.waiting.projects.all())


def test_one_workshop_waits_in_its_lobby(demo):
    assert demo.waiting.projects.count() == 600
    assert not demo.waiting.stages.filter(opened_at__isnull=False).exists()
    assert demo.waiting.door == "open"
    assert [seat.role for seat in demo.waiting.seats.all()] == [SeatRole.FACILITATOR]


def test_finished_workshop_ran_by_the_clock(finished):
    assert finished.closed_at == BEGAN + timedelta(minutes=90)
    stages = list(finished.stages.all())
    assert [stage.opened_at for stage in stages] == [
        BEGAN + timedelta(minutes=minutes) for minutes in (0, 5, 15, 65, 85)
    ]
    assert all(stage.closed_at for stage in stages)
    assert not Allocation.objects.filter(is_late=True).exists()


def test_ten_assessors_rated_every_project_by_the_plan(finished):
    answers = rating_answers(finished)
    assert len(set(answers.values_list("seat", flat=True))) == len(CAST) == 10
    judged = load_judgements(finished).judged
    assert len(judged) == 600
    assert all(each.ratings for each in judged)
    plan = Plan.from_json(finished.plan)
    twice = {each.project.id for each in judged if each.project.amount >= plan.second_above}
    for each in judged:
        if {rating.round_kind for rating in each.ratings} == {"rating"}:
            assert len(each.ratings) in ({2, 3} if each.project.id in twice else {1})


def test_nobody_rates_the_same_project_twice_but_to_change_an_answer(finished):
    given = Counter(rating_answers(finished).values_list("seat", "workshop_project"))
    assert set(given.values()) == {1, 2}
    assert Counter(given.values())[2] < 30


def test_queue_counts_agree_with_the_answers(finished):
    rating = finished.rounds.get(kind="rating")
    seats = {}
    for project, seat in rating_answers(finished).values_list("workshop_project", "seat"):
        seats.setdefault(project, set()).add(seat)
    for entry in rating.queue.all():
        assert entry.ratings_count == len(seats[entry.workshop_project_id])
        assert entry.ratings_count <= entry.ratings_wanted


def test_nobody_judged_a_provider_in_which_they_have_an_interest(finished):
    for name, provider in INTERESTS.items():
        own = rating_answers(finished).filter(seat__name=name)
        assert own.exists()
        assert not own.filter(workshop_project__provider=provider).exists()


def test_largest_come_first_and_second_ratings_after_every_first(finished):
    ranks = rating_answers(finished).values_list("workshop_project__rank", flat=True)
    assert max(ranks[:10]) < 60
    seats, second_ratings = {}, []
    for project, seat, moment in rating_answers(finished).values_list(
        "workshop_project", "seat", "answered_at"
    ):
        if seats.setdefault(project, seat) != seat:
            second_ratings.append(moment)
    assert second_ratings[0] > BEGAN + timedelta(minutes=40)


def test_some_pass_doubt_and_leave_notes(finished):
    assert {each.reason for each in Pass.objects.all()} == {
        "needs_information",
        "needs_splitting",
        "interest",
    }
    answers = rating_answers(finished)
    assert 20 < answers.filter(confidence="unsure").count() < 200
    assert 20 < answers.exclude(note="").count() < 120


def test_pace_is_believable(finished):
    seconds = sorted(rating_answers(finished).values_list("seconds", flat=True))
    assert 24 < seconds[len(seconds) // 2] < 45
    assert seconds[0] >= 4


def test_everything_is_settled_by_rule_re_vote_or_chair_with_reasons(finished):
    settled = Counter(each.settled_by for each in load_judgements(finished).judged)
    assert settled == {"rule": 587, "re_vote": 3, "chair": 10}
    for decision in Reconciliation.objects.filter(method="chair"):
        assert decision.reason.endswith(".")
        assert decision.decided_by.email == "facilitator@example.org"
    assert finished.precedents.count() == 3
    assert Reconciliation.objects.filter(precedent__isnull=False).exists()


def test_disputes_are_decided_by_money_at_stake(finished):
    chaired = Reconciliation.objects.filter(method="chair").values_list(
        "workshop_project__amount", flat=True
    )
    assert min(chaired) > 400_000


def test_demo_is_the_same_every_time(finished):
    answers = Allocation.objects.filter(round__workshop=finished).values_list(
        "seat__code",
        "workshop_project__reference",
        "upstream",
        "midstream",
        "downstream",
        "acute",
        "seconds",
        "idempotency_key",
    )
    digest = sha256(repr(list(answers)).encode()).hexdigest()[:16]
    assert digest == "41fdf31798233a19"


@pytest.mark.django_db
def test_accounts_already_there_are_left_alone():
    make_user()
    with pytest.raises(PeopleError, match="set up already"):
        load_demo(now=NOW)
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "so the demo was not loaded" in out.getvalue()
    assert PASSWORD not in out.getvalue()
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_second_start_of_the_demo_prints_the_sign_ins_again():
    make_user(email="admin@example.org")
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert PASSWORD in out.getvalue()
    assert not Project.objects.exists()


def test_simulated_seat_never_holds_what_it_answered_passed_or_must_not_judge():
    entries = [
        Entry(number, 1000, f"Provider {number % 3}", (0, 50, 50, 0), number, 2)
        for number in range(1, 40)
    ]
    sitters = [Sitter(place, CAST[place], avoids=f"Provider {place}") for place in range(3)]
    happenings = list(
        SimulatedRound(entries, sitters, Plan(second_count=39), 3000, Random(1)).play()
    )
    pairs = Counter((each.seat_id, each.project_id) for each in happenings)
    assert all(project % 3 != seat for seat, project in pairs)
    assert all(entry.ratings <= entry.wanted for entry in entries)
