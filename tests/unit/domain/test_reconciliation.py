from decimal import Decimal

import pytest

from bucketing.domain.disagreement import measure_disagreement
from bucketing.domain.headline import NOTHING_RATED
from bucketing.domain.reconciliation import (
    effects_by_tier,
    effects_on_headline,
    measure_reach,
    reconciliation_queue,
    settle_by_rule,
)
from bucketing.domain.shares import Shares
from bucketing.domain.tiers import HeadlineMeaning, Tier
from tests.unit.domain.rooms import room

U, M, D, A = (Shares.whole(tier) for tier in Tier)
TWO = HeadlineMeaning.TWO_TIERS


def near(percent):
    return Shares.from_percentages([100 - percent, percent, 0, 0])


@pytest.fixture
def disagreement():
    return measure_disagreement(
        room(
            {
                "small split": ("100.00", [U, A]),
                "large near": ("1000.00", [U, near(20)]),
                "step": ("200.00", [U, M]),
                "leap": ("200.00", [U, A]),
                "same": ("5000.00", [D, D]),
                "once": ("400.00", [A]),
                "nobody": ("900.00", []),
            }
        )
    )


def keys(queue):
    return [each.project for each in queue]


def test_queue_goes_by_money_at_stake_then_by_disagreement(disagreement):
    queue = reconciliation_queue(disagreement)
    assert keys(queue) == ["leap", "step", "large near", "small split"]
    assert [each.money_at_stake for each in queue] == [200, 200, 200, 100]


def test_queue_leaves_out_what_is_settled_or_agreed(disagreement):
    queue = reconciliation_queue(disagreement, settled={"leap"}, tolerance=20)
    assert keys(queue) == ["step", "small split"]


def test_rule_settles_what_lies_within_the_tolerance(disagreement):
    rule = settle_by_rule(disagreement, 20)
    assert (rule.agreed, rule.agreed_amount) == (("large near", "same"), Decimal(6000))
    assert (rule.rated_once, rule.rated_once_amount) == (("once",), Decimal(400))
    assert rule.widest == pytest.approx(0.2)


def test_rule_leaves_alone_what_is_settled_already(disagreement):
    rule = settle_by_rule(disagreement, 19, settled={"same", "once"})
    assert (rule.agreed, rule.rated_once, rule.widest) == ((), (), None)


def test_headline_reaches_as_far_as_the_answers_do():
    measured = measure_disagreement(
        room({"open": ("100.00", [U, A]), "once": ("100.00", [D]), "agreed": ("200.00", [U, U])})
    )
    reach = measure_reach(measured, TWO)
    assert (reach.lowest, reach.now, reach.highest) == (0.5, 0.625, 0.75)
    assert (reach.open_count, reach.money_at_stake) == (2, Decimal(100))
    done = measure_reach(measured, TWO, settled={"open": A, "agreed": U})
    assert (done.lowest, done.now, done.highest, done.open_count) == (0.5, 0.5, 0.5, 0)


def test_reach_of_a_negative_amount_keeps_low_below_high():
    projects = {"credit": ("-100.00", [U, A]), "rest": ("300.00", [U, U])}
    reach = measure_reach(measure_disagreement(room(projects)), TWO)
    assert (reach.lowest, reach.now, reach.highest) == (1, 1.25, 1.5)


def test_reach_before_anything_is_rated_says_so():
    reach = measure_reach(measure_disagreement(room({"a": ("1.00", [])})), TWO)
    assert (reach.lowest, reach.now, reach.reason) == (None, None, NOTHING_RATED)


def test_settling_this_way_or_that_moves_the_headline():
    ratings = room({"open": ("100.00", [U, A]), "rest": ("300.00", [A])})
    assert effects_by_tier(ratings, TWO, "open") == {
        Tier.UPSTREAM: 0.125,
        Tier.MIDSTREAM: 0.125,
        Tier.DOWNSTREAM: -0.125,
        Tier.ACUTE: -0.125,
    }
    half = Shares.from_percentages([50, 0, 0, 50])
    assert effects_on_headline(ratings, TWO, "open", [half, U], settled={"rest": U}) == (0, 0.125)


def test_settling_an_unrated_project_brings_its_money_in():
    ratings = room({"unrated": ("100.00", []), "rest": ("100.00", [A])})
    assert effects_on_headline(ratings, TWO, "unrated", [U]) == (0.5,)
