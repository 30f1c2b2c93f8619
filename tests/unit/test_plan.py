from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.plan import (
    Judgements,
    Plan,
    PlanError,
    judgements_needed,
    seconds_per_judgement,
)
from bucketing.domain.proposal import THREE_TIMES, TWICE, propose_plan
from bucketing.domain.running_order import (
    DEFAULT_RUNNING_ORDER,
    STAGE_KINDS,
    minutes_of,
    total_minutes,
)
from bucketing.domain.trade import Pace, describe_trade, disputes_settled, trade_of

# 600 different amounts, the largest first, with a long tail as real lists have.
AMOUNTS = [Decimal(5_000_000) / (rank + 1) for rank in range(600)]
PLANS = st.builds(
    Plan,
    second_above=st.none() | st.decimals("0", "9999999", places=2),
    third_where_differ_above=st.none() | st.decimals("0", "9999999", places=2),
    left_out_count=st.none() | st.integers(0, 700),
    group_by=st.sampled_from(["", "theme", "provider", "directorate"]),
    lease_size=st.integers(1, 10),
)


@pytest.mark.parametrize(
    ("plan", "each", "seconds"),
    [
        (Plan(), 60, 50.0),
        (Plan(second_count=120), 72, 41.7),
        (Plan(second_count=120, third_where_differ_above=Decimal(0)), 84, 35.7),
        (TWICE, 120, 25.0),
        (THREE_TIMES, 180, 16.7),
    ],
)
def test_seconds_for_600_projects_and_10_assessors_in_50_minutes(plan, each, seconds):
    trade = trade_of(AMOUNTS, plan, people=10, rating_minutes=50)
    assert trade.each_rates == each
    assert round(trade.seconds, 1) == seconds
    assert seconds_per_judgement(AMOUNTS, plan, people=10, rating_minutes=50) == trade.seconds


@given(PLANS)
def test_plan_survives_its_own_json(plan):
    assert Plan.from_json(plan.to_json()) == plan


def test_plan_json_keeps_money_as_text():
    assert Plan(second_above=Decimal("61000.50")).to_json() == {
        "second_above": "61000.50",
        "group_by": "",
        "lease_size": 3,
    }


def test_plan_of_empty_json_rates_everything_once():
    assert judgements_needed(AMOUNTS, Plan.from_json({})) == Judgements(600, 0, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"second_above": Decimal(1), "second_count": 1},
        {"leave_out_below": Decimal(1), "left_out_count": 1},
        {"second_above": Decimal(-1)},
        {"second_count": -1},
        {"group_by": "place"},
        {"lease_size": 0},
    ],
)
def test_impossible_plan_is_refused(values):
    with pytest.raises(PlanError):
        Plan(**values)


@pytest.mark.parametrize("stored", [{"second_above": "lots"}, {"lease_size": "three"}])
def test_plan_that_is_not_a_number_is_refused_with_a_sentence(stored):
    with pytest.raises(PlanError, match="is not a number"):
        Plan.from_json(stored)


def test_second_above_includes_its_own_amount_and_leave_out_below_keeps_it():
    amounts = [Decimal(100), Decimal("99.99"), Decimal(50), Decimal("49.99")]
    plan = Plan(second_above=Decimal(100), leave_out_below=Decimal(50))
    assert judgements_needed(amounts, plan) == Judgements(3, 1, 0)


def test_left_out_projects_get_no_second_rating():
    amounts = [Decimal(10)] * 4
    plan = Plan(second_count=4, left_out_count=1)
    assert judgements_needed(amounts, plan) == Judgements(3, 3, 0)


@given(st.lists(st.decimals("0", "5000000", places=2), max_size=40), PLANS)
def test_passes_never_exceed_the_pass_before(amounts, plan):
    needed = judgements_needed(amounts, plan)
    assert len(amounts) >= needed.first >= needed.second >= needed.third >= 0


def test_trade_in_words():
    plan = Plan(second_count=214, third_where_differ_above=Decimal(18_000))
    trade = trade_of(AMOUNTS, plan, people=10, rating_minutes=50)
    assert trade.judgements == Judgements(600, 214, 69)
    assert describe_trade(trade) == (
        "one rating each on all 600, a second on the largest 214, "
        "a third where they differ: 34 s a judgement"
    )


def test_trade_in_words_for_other_plans():
    def words(plan):
        return describe_trade(trade_of(AMOUNTS, plan, people=10, rating_minutes=50))

    assert words(Plan()) == "one rating each on all 600: 50 s a judgement"
    assert words(TWICE) == "one rating each on all 600, a second on all of them: 25 s a judgement"
    assert words(THREE_TIMES).endswith(
        "a second on all of them, a third where those differ at all: 17 s a judgement"
    )
    assert words(Plan(left_out_count=100)) == (
        "one rating each on the largest 500: 60 s a judgement"
    )
    assert words(Plan(left_out_count=600)) == "nothing to rate"


def test_trade_counts_money():
    amounts = [Decimal(70), Decimal(20), Decimal(10)]
    trade = trade_of(amounts, Plan(second_count=1, left_out_count=1), people=2, rating_minutes=3)
    assert trade.twice_rated_share == 0.7
    assert trade.left_out_share == 0.1
    assert trade.left_out_amount == Decimal(10)
    assert trade.seconds == 120


@pytest.mark.parametrize(
    ("seconds", "pace"),
    [(28.9, Pace.TOO_FAST), (29, Pace.FITS), (79, Pace.FITS), (79.1, Pace.ROOMY)],
)
def test_pace_beside_published_speeds(seconds, pace):
    assert Pace.of(seconds) is pace


@pytest.mark.parametrize(
    ("people", "minutes", "name"),
    [
        (10, 50, "the largest twice"),
        (3, 50, "once"),
        (14, 50, "all twice"),
        (30, 60, "all three times"),
    ],
)
def test_proposal_for_600_projects(people, minutes, name):
    proposal = propose_plan(AMOUNTS, people, minutes)
    assert proposal.chosen.name == name


def test_proposal_for_the_usual_room():
    proposal = propose_plan(AMOUNTS, 10, 50)
    trade = proposal.chosen.trade
    assert trade.judgements == Judgements(600, 208, 69)
    assert proposal.plan.second_above == Decimal(24_000)
    assert round(trade.seconds) == 34
    assert [option.name for option in proposal.options] == [
        "once",
        "the largest twice",
        "all twice",
        "all three times",
    ]
    assert proposal.why == (
        "34 s a judgement is within the published 29 to 79 s. "
        "85 % of the money gets two ratings. "
        "Rating all twice would leave 25 s."
    )


def test_proposal_leaves_out_the_smallest_where_once_does_not_fit():
    proposal = propose_plan(AMOUNTS, 3, 50)
    trade = proposal.chosen.trade
    assert (trade.judgements.first, trade.left_out_count) == (310, 290)
    assert trade.fits
    assert "the smallest 290 (9.5 % of the money) are left out" in proposal.why


def test_proposal_for_one_person_offers_no_second_rating():
    proposal = propose_plan(AMOUNTS[:10], 1, 50)
    assert [option.name for option in proposal.options] == ["once"]


def test_proposal_for_equal_amounts_goes_by_number():
    proposal = propose_plan([Decimal(1050)] * 600, 10, 50)
    assert proposal.plan.second_count == 212


def test_proposal_for_an_empty_list_has_nothing_to_rate():
    assert describe_trade(propose_plan([], 10, 50).chosen.trade) == "nothing to rate"


@given(
    st.lists(st.decimals("-500", "5000000", places=2), max_size=60),
    st.integers(1, 40),
    st.integers(1, 90),
)
def test_proposal_never_asks_for_more_than_people_can_judge(amounts, people, minutes):
    trade = propose_plan(amounts, people, minutes).chosen.trade
    assert trade.fits or not trade.judgements.total
    assert trade.judgements.second == 0 or people >= 2
    assert trade.judgements.third == 0 or people >= 3


def test_disputes_settled_scale_with_minutes():
    assert disputes_settled(20) == (13, 26)
    assert disputes_settled(30) == (19, 39)
    assert disputes_settled(0) == (0, 0)


def test_default_running_order_takes_ninety_minutes():
    assert [stage.kind for stage in DEFAULT_RUNNING_ORDER] == list(STAGE_KINDS)
    assert total_minutes(DEFAULT_RUNNING_ORDER) == 90
    assert minutes_of("rating", DEFAULT_RUNNING_ORDER) == 50


@pytest.mark.parametrize(
    ("threshold", "second", "wanted"),
    [
        (None, (0, 0, 0, 10_000), False),
        ("500", (5_000, 5_000, 0, 0), True),
        ("500.01", (5_000, 5_000, 0, 0), False),
        ("0", (9_999, 1, 0, 0), True),
        ("0", (10_000, 0, 0, 0), False),
    ],
)
def test_third_rating_is_wanted_from_the_threshold_on(threshold, second, wanted):
    plan = Plan(
        second_count=1, third_where_differ_above=None if threshold is None else Decimal(threshold)
    )
    assert plan.wants_third(Decimal(1000), (10_000, 0, 0, 0), second) is wanted
