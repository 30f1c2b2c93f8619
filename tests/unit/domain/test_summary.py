from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.headline import NO_POSITIVE_TOTAL, NOTHING_RATED
from bucketing.domain.shares import Shares
from bucketing.domain.summary import Status, SummarisedProject, ThreeTierAmounts, summarise
from bucketing.domain.tiers import HeadlineMeaning, Tier
from tests.unit.domain.strategies import amounts, shares

UPSTREAM, ACUTE = Shares.whole(Tier.UPSTREAM), Shares.whole(Tier.ACUTE)

judged = st.builds(
    SummarisedProject,
    key=st.integers(),
    amount=amounts,
    allocations=st.lists(shares, max_size=4).map(tuple),
    settled=st.none() | shares,
)


def test_unrated_money_is_its_own_line():
    summary = summarise(
        [
            SummarisedProject("a", Decimal(300), (UPSTREAM, UPSTREAM)),
            SummarisedProject("b", Decimal(100), (ACUTE,)),
            SummarisedProject("c", Decimal(600)),
        ]
    )
    coverage = summary.coverage
    assert (coverage.total_amount, coverage.rated_amount, coverage.unrated_amount) == (
        1000,
        400,
        600,
    )
    assert (coverage.rated_count, coverage.rated_once_count, coverage.unrated_count) == (2, 1, 1)
    assert coverage.rated_share == Fraction(2, 5)
    assert [line.status for line in summary.lines] == [
        Status.RATED,
        Status.RATED_ONCE,
        Status.UNRATED,
    ]
    assert summary.tiers.total == 400
    assert summary.shares == (Fraction(3, 4), 0, 0, Fraction(1, 4))


def test_settled_shares_override_the_allocations():
    summary = summarise([SummarisedProject("a", Decimal(100), (UPSTREAM, UPSTREAM), settled=ACUTE)])
    assert summary.tiers.acute == 100
    assert summary.lines[0].rating_count == 2
    assert summary.coverage.settled_count == summary.coverage.rated_count == 1


def test_median_rule_is_stated_and_used():
    project = SummarisedProject("a", Decimal(100), (UPSTREAM, UPSTREAM, ACUTE))
    summary = summarise([project], rule=ConsensusRule.MEDIAN)
    assert (summary.rule, summary.tiers.upstream) == (ConsensusRule.MEDIAN, 100)


def test_nothing_rated_gives_a_reason_instead_of_a_share():
    summary = summarise([SummarisedProject("a", Decimal(100))])
    assert (summary.shares, summary.unweighted_shares, summary.reason) == (
        None,
        None,
        NOTHING_RATED,
    )
    headline = summary.headline(HeadlineMeaning.TWO_TIERS)
    assert (headline.share, headline.amount, headline.reason) == (None, 0, NOTHING_RATED)
    assert summarise([]).coverage.rated_share is None


@pytest.mark.parametrize("amount", ["0.00", "-500.00"])
def test_money_that_adds_to_nothing_has_amounts_but_no_shares(amount):
    summary = summarise([SummarisedProject("a", Decimal(amount), (UPSTREAM,))])
    assert summary.tiers.upstream == Decimal(amount)
    assert (summary.shares, summary.reason) == (None, NO_POSITIVE_TOTAL)
    assert summary.tiers.shares is None


def test_both_headlines_say_what_they_count():
    split = Shares.from_percentages([10, 20, 30, 40])
    summary = summarise([SummarisedProject("a", Decimal(100), (split,))])
    three = summary.headline(HeadlineMeaning.THREE_TIERS)
    two = summary.headline(HeadlineMeaning.TWO_TIERS)
    assert (three.amount, three.share) == (60, Fraction(3, 5))
    assert (two.amount, two.share) == (30, Fraction(3, 10))
    assert summary.tiers.in_three == ThreeTierAmounts(Decimal(10), Decimal(20), Decimal(70))


def test_pennies_follow_the_total_and_not_each_project_alone():
    third = Shares(3333, 3333, 3334, 0)
    projects = [SummarisedProject(key, Decimal("0.01"), (third,)) for key in range(3)]
    assert summarise(projects).tiers.in_order == (Decimal("0.01"),) * 3 + (0,)


@given(st.lists(judged, max_size=12))
@settings(deadline=None)
def test_tiers_add_to_projects_and_projects_to_the_total(projects):
    summary = summarise(projects)
    rated = [(line.amount, line.tiers) for line in summary.lines if line.tiers]
    assert all(tiers.total == amount for amount, tiers in rated)
    assert (
        summary.tiers.total == sum(amount for amount, _ in rated) == summary.coverage.rated_amount
    )
    assert summary.coverage.total_amount == sum(project.amount for project in projects)
    groups = summary.by(lambda line: str(line.key))
    assert sum(group.tiers.total for group in groups.values()) == summary.tiers.total


@given(st.lists(judged, max_size=12))
@settings(deadline=None)
def test_every_amount_is_within_a_penny_of_its_exact_value(projects):
    summary = summarise(projects)
    for tier in Tier:
        total = Fraction()
        for line in summary.lines:
            if line.tiers and line.split:
                exact = Fraction(line.amount) * line.split[tier.position]
                assert abs(Fraction(line.tiers.of(tier)) - exact) < Fraction(1, 100)
                total += exact
        assert abs(Fraction(summary.tiers.of(tier)) - total) < Fraction(1, 100)
