"""Where each assessor stands against the others. For the facilitator's eyes only."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from bucketing.domain.distances import Distance, FloatArray, IntArray
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import WHOLE
from bucketing.domain.tiers import TIERS


@dataclass(frozen=True, slots=True)
class AssessorLean:
    """One assessor against the mean of everyone else on the projects they shared.

    Figures are None where nobody else rated any of this assessor's projects.
    """

    assessor: Hashable
    lean: float | None  # tier-steps: above 0 the money is seen later (more acute), below 0 earlier
    distance: float | None  # share of the money put in another tier than the others do, 0 to 1
    steps: float | None  # earth mover's distance to the others, tier-steps, 0 to 3
    shared_count: int  # projects that somebody else rated too: what the figures rest on
    rating_count: int


def measure_assessors(ratings: Ratings) -> tuple[AssessorLean, ...]:
    """Mean lean and distance from the leave-one-out mean, every shared project counting once."""
    own, others, assessor = _against_the_others(ratings)
    count = len(ratings.assessors)
    shared = np.bincount(assessor, minlength=count)
    positions = np.arange(len(TIERS))
    rated = np.bincount(ratings.assessor_index, minlength=count)

    def averaged(values: FloatArray) -> list[float | None]:
        sums = np.bincount(assessor, weights=values, minlength=count)
        return [total / n if n else None for total, n in zip(sums.tolist(), shared, strict=True)]

    def apart(distance: Distance) -> FloatArray:
        gaps = np.abs(distance.coordinates(own) - distance.coordinates(others))
        total: FloatArray = gaps.sum(axis=1)
        return total

    leans = averaged((own - others) @ positions)
    distances, steps = averaged(apart(Distance.WHICH_TIER)), averaged(apart(Distance.ORDERED))
    return tuple(
        AssessorLean(key, lean, distance, step, int(shared_count), int(rating_count))
        for key, lean, distance, step, shared_count, rating_count in zip(
            ratings.assessors, leans, distances, steps, shared, rated, strict=True
        )
    )


def _against_the_others(ratings: Ratings) -> tuple[FloatArray, FloatArray, IntArray]:
    """Own splits (k, 4), the mean of everyone else's on that project, and whose they are (k,)."""
    counts = ratings.rating_counts[ratings.project_index]
    shared = counts > 1
    own = ratings.shares[shared] / WHOLE
    project = ratings.project_index[shared]
    m = counts[shared][:, np.newaxis]
    others = (ratings.mean_splits[project] * m - own) / (m - 1)
    return own, others, ratings.assessor_index[shared]
