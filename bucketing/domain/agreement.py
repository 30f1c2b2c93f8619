"""How far assessors agree over a whole workshop: Krippendorff's alpha for splits.

alpha = 1 - observed / expected disagreement, over units with two or more ratings (Krippendorff,
"Computing Krippendorff's Alpha-Reliability", 2011; Content Analysis, 4th edition, 2019), with a
distance between splits in place of the distance between categories.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from bucketing.domain.distances import (
    Distance,
    DistanceFunction,
    FloatArray,
    IntArray,
    Split,
    earth_movers,
    pair_sum,
    pair_sums,
    parts_of,
    total_variation,
)
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import WHOLE

__all__ = [
    "AlphaResult",
    "Band",
    "earth_movers",
    "krippendorff_alpha",
    "measure_alpha",
    "measure_alpha_of_ratings",
    "total_variation",
]

NO_OVERLAP = "Not enough overlap: no project was rated by two people."
NO_VARIATION = "Not defined: every answer is the same, so there is no variation to compare with."

# Differences smaller than this are noise of binary fractions, not variation.
_NO_DIFFERENCE = 1e-12


class Band(StrEnum):
    """Krippendorff's orientation bands. Never shown without BAND_WARNING."""

    RELY = "rely"
    TENTATIVE = "tentative"
    DISCARD = "discard"


BAND_WARNING = (
    "These bands were made for single categories. None was calibrated for splits over four tiers, "
    "where lower values are to be expected."
)


@dataclass(frozen=True, slots=True)
class AlphaResult:
    """Alpha with what it rests on. `value` is None exactly when `reason` says why."""

    value: float | None
    reason: str
    distance: str
    rating_count: int  # ratings of units with two or more: Krippendorff's n
    unit_count: int  # units with two or more ratings
    observed: float | None  # mean disagreement inside units, in the distance's own unit
    expected: float | None  # mean disagreement over all pairs of those ratings

    @property
    def band(self) -> Band | None:
        """At least 0.800 rely, at least 0.667 tentative, below that discard."""
        if self.value is None:
            return None
        if self.value >= 0.8:
            return Band.RELY
        return Band.TENTATIVE if self.value >= 0.667 else Band.DISCARD


def krippendorff_alpha(
    units: Sequence[Sequence[Split]], distance: DistanceFunction
) -> float | None:
    """Alpha over units, each a sequence of splits; None where it is not defined.

    1 is perfect agreement, 0 what chance would give, below 0 systematic disagreement.
    """
    return measure_alpha(units, distance).value


def measure_alpha(units: Sequence[Sequence[Split]], distance: DistanceFunction) -> AlphaResult:
    """Alpha with its reason and its counts.

    The product's two distances are summed by sorting; any other function of two splits works too,
    pair by pair. Splits of unequal length raise ValueError.
    """
    paired = [[parts_of(split) for split in unit] for unit in units if len(unit) > 1]
    known = next((each for each in Distance if each.function is distance), None)
    name: str = known.value if known else getattr(distance, "__name__", "distance")
    if not paired:
        return _not_enough_overlap(name)
    splits = np.array([split for unit in paired for split in unit], dtype=np.float64)
    if known is None:
        return _alpha_by_pairs(paired, distance, name)
    unit = np.repeat(np.arange(len(paired)), [len(ratings) for ratings in paired])
    return _alpha_by_sorting(known.coordinates(splits), unit, name)


def measure_alpha_of_ratings(ratings: Ratings, distance: Distance) -> AlphaResult:
    """Alpha of a workshop's ratings, without leaving the arrays."""
    paired = ratings.rating_counts[ratings.project_index] > 1
    if not paired.any():
        return _not_enough_overlap(distance)
    _, unit = np.unique(ratings.project_index[paired], return_inverse=True)
    # Basis points are added up whole and scaled last: no rounding on the way.
    return _alpha_by_sorting(distance.coordinates(ratings.shares[paired]), unit, distance, WHOLE)


def _alpha_by_sorting(
    coordinates: FloatArray, unit: IntArray, name: str, scale: int = 1
) -> AlphaResult:
    sizes = np.bincount(unit)
    inside = 2 * pair_sums(coordinates, unit, len(sizes)) / scale
    overall = 2 * pair_sum(coordinates) / scale
    return _alpha(inside, sizes, overall, name)


def _alpha_by_pairs(
    units: Sequence[Sequence[Split]], distance: DistanceFunction, name: str
) -> AlphaResult:
    inside = [2 * sum(distance(a, b) for a, b in combinations(unit, 2)) for unit in units]
    everything = [split for unit in units for split in unit]
    overall = 2 * sum(distance(a, b) for a, b in combinations(everything, 2))
    return _alpha(np.array(inside), np.array([len(unit) for unit in units]), overall, name)


def _alpha(inside: FloatArray, sizes: IntArray, overall: float, name: str) -> AlphaResult:
    """From sums over ordered pairs: inside each unit, and over all ratings."""
    n = int(sizes.sum())
    observed = float((inside / (sizes - 1)).sum() / n)
    expected = overall / (n * (n - 1))
    varies = expected > _NO_DIFFERENCE
    return AlphaResult(
        value=1 - observed / expected if varies else None,
        reason="" if varies else NO_VARIATION,
        distance=name,
        rating_count=n,
        unit_count=len(sizes),
        observed=observed,
        expected=expected,
    )


def _not_enough_overlap(name: str) -> AlphaResult:
    return AlphaResult(None, NO_OVERLAP, name, 0, 0, None, None)
