"""How far apart two splits over ordered tiers are, and sums of such distances over many splits.

Both distances are sums of plain differences |x - y| over a few numbers worked out from each split
(its coordinates): half of every share for total variation, the cumulative shares for the earth
mover's distance. So the sum over all pairs needs sorting only, never the pairs themselves.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bucketing.domain.shares import Shares

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

Split = Sequence[float] | Sequence[Fraction] | Shares
"""Shares of one whole over any number of ordered tiers, adding to 1."""

DistanceFunction = Callable[[Split, Split], float]


def total_variation(p: Split, q: Split) -> float:
    """The share of the money put in different tiers, 0 to 1: half the sum of |p - q|."""
    return sum(abs(a - b) for a, b in _paired(p, q)) / 2


def earth_movers(p: Split, q: Split) -> float:
    """How far the money has to move to turn p into q, in tier-steps: 0 to 3 with four tiers.

    The sum of the differences between the cumulative shares.
    """
    carried, steps = 0.0, 0.0
    for a, b in _paired(p, q)[:-1]:
        carried += a - b
        steps += abs(carried)
    return steps


class Distance(StrEnum):
    """The two distances by the words that reports use. A figure always names its distance."""

    ORDERED = "ordered"  # earth mover's: neighbouring tiers are nearer
    WHICH_TIER = "which_tier"  # total variation: another tier is another tier

    @property
    def function(self) -> DistanceFunction:
        return earth_movers if self is Distance.ORDERED else total_variation

    def coordinates(self, splits: FloatArray) -> FloatArray:
        """Columns whose absolute differences add to this distance. Shapes (n, tiers) to (n, d)."""
        if self is Distance.ORDERED:
            return np.cumsum(splits, axis=1)[:, :-1]
        return splits / 2


def pair_sums(coordinates: FloatArray, unit: IntArray, unit_count: int) -> FloatArray:
    """The sum of distances over the unordered pairs inside each unit.

    coordinates (n, d); unit (n,) numbers from 0 to unit_count - 1; returns (unit_count,).
    A sorted gap with `below` values under it and `above` over it lies inside below x above pairs.
    """
    sums = np.zeros(unit_count)
    sizes = np.bincount(unit, minlength=unit_count)
    starts = np.cumsum(sizes) - sizes
    for column in coordinates.T:
        order = np.lexsort((column, unit))
        upper = unit[order][1:]
        below = np.arange(1, len(order)) - starts[upper]
        gaps = np.diff(column[order]) * below * (sizes[upper] - below)
        sums += np.bincount(upper, weights=gaps, minlength=unit_count)
    return sums


def pair_sum(coordinates: FloatArray) -> float:
    """The sum of distances over all unordered pairs of the rows of coordinates (n, d)."""
    ordered = np.sort(coordinates, axis=0)
    below = np.arange(1, len(ordered))[:, np.newaxis]
    return float((np.diff(ordered, axis=0) * below * (len(ordered) - below)).sum())


def parts_of(split: Split) -> list[float]:
    """A split as fractions of 1, whatever it was written in."""
    return [float(part) for part in (split.as_fractions if isinstance(split, Shares) else split)]


def _paired(p: Split, q: Split) -> list[tuple[float, float]]:
    first, second = parts_of(p), parts_of(q)
    if len(first) != len(second):
        raise ValueError("Two splits can be compared only over the same tiers.")
    return list(zip(first, second, strict=True))
