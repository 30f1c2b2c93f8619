from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.consensus import ConsensusRule, mean_split, median_split
from bucketing.domain.shares import Shares, SharesError
from bucketing.domain.tiers import Tier
from tests.unit.domain.strategies import shares

rooms = st.lists(shares, min_size=1, max_size=12)


def test_mean_of_thirds_stays_exact():
    allocations = [
        Shares.whole(Tier.UPSTREAM),
        Shares.whole(Tier.MIDSTREAM),
        Shares.whole(Tier.ACUTE),
    ]
    third = Fraction(1, 3)
    assert mean_split(allocations) == (third, third, 0, third)


def test_median_of_three_different_tiers_falls_back_to_the_mean():
    allocations = [
        Shares.whole(Tier.UPSTREAM),
        Shares.whole(Tier.MIDSTREAM),
        Shares.whole(Tier.ACUTE),
    ]
    assert median_split(allocations) == mean_split(allocations)


def test_consensus_of_nobody_is_refused():
    with pytest.raises(SharesError, match="Nobody has rated this project"):
        ConsensusRule.MEAN.combine([])


@pytest.mark.parametrize("rule", ConsensusRule)
@given(shares)
def test_one_allocation_is_its_own_consensus(rule, allocation):
    assert rule.combine([allocation]) == allocation.as_fractions


@pytest.mark.parametrize("rule", ConsensusRule)
@given(rooms)
def test_consensus_closes_whatever_the_order(rule, allocations):
    split = rule.combine(allocations)
    assert sum(split) == 1
    assert split == rule.combine(allocations[::-1])


@given(rooms)
def test_consensus_records_as_shares(allocations):
    assert sum(Shares.from_fractions(mean_split(allocations))) == 10_000
