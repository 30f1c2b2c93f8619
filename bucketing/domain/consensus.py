"""What several allocations of one project come to: the mean by default, or the re-closed median.

A consensus stays exact (fractions) until it is recorded; `Shares.from_fractions` records it.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from statistics import median

from bucketing.domain.shares import WHOLE, Fourfold, Shares, SharesError


class ConsensusRule(StrEnum):
    """How a workshop combines allocations; each workshop states which it uses."""

    MEAN = "mean"
    MEDIAN = "median"

    def combine(self, allocations: Sequence[Shares]) -> Fourfold:
        """The exact consensus of one or more allocations."""
        return (mean_split if self is ConsensusRule.MEAN else median_split)(allocations)


def mean_split(allocations: Sequence[Shares]) -> Fourfold:
    """The mean share of each tier, exactly; it always closes to 1."""
    _refuse_nothing(allocations)
    sums = [sum(column) for column in zip(*allocations, strict=True)]
    upstream, midstream, downstream, acute = (
        Fraction(share, WHOLE * len(allocations)) for share in sums
    )
    return upstream, midstream, downstream, acute


def median_split(allocations: Sequence[Shares]) -> Fourfold:
    """The median share of each tier, divided by their sum because medians need not add to 1.

    Where every median is zero (say, three people with everything in three different tiers) there is
    nothing to re-close, and the mean is used.
    """
    _refuse_nothing(allocations)
    medians = [
        median([Fraction(share) for share in column]) for column in zip(*allocations, strict=True)
    ]
    total = sum(medians, Fraction())
    if not total:
        return mean_split(allocations)
    upstream, midstream, downstream, acute = (share / total for share in medians)
    return upstream, midstream, downstream, acute


def _refuse_nothing(allocations: Sequence[Shares]) -> None:
    if not allocations:
        raise SharesError("Nobody has rated this project, so there is nothing to combine.")
