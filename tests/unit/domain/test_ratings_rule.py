"""Ratings in arrays come to the same as the exact consensus, under both rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import Shares
from tests.factories.splits import splits


@given(
    st.lists(st.lists(splits(), max_size=5), min_size=1, max_size=4), st.sampled_from(ConsensusRule)
)
def test_consensus_of_arrays_is_the_exact_one(projects, rule):
    amounts = {number: Decimal(100) for number in range(len(projects))}
    rows = [
        (number, seat, Shares(*split))
        for number, answers in enumerate(projects)
        for seat, split in enumerate(answers)
    ]
    found = Ratings.of(amounts, rows, rule=rule).consensus_splits
    for answers, split in zip(projects, found.tolist(), strict=True):
        if answers:
            exact = rule.combine([Shares(*answer) for answer in answers])
            assert split == pytest.approx([float(share) for share in exact])
        else:
            assert all(share != share for share in split)  # noqa: PLR0124 - only NaN differs from itself
