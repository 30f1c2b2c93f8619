"""A sensitivity figure: the headline with every assessor's lean taken out.

Additive model on projects that two or more people rated: an answer is the project's own level plus
the assessor's lean plus scatter. Project levels are free; leans are shrunk towards none as in a
ridge regression, by scatter variance / lean variance, which makes them best linear unbiased
predictions (Henderson 1975; Robinson, "That BLUP is a good thing", 1991). Both variances come from
Henderson's third method of fitting constants (Searle, Casella and McCulloch, Variance Components).
Shares end at 0 and 1, where a lean cannot add; so this stands beside the plain figure and never
replaces it.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from bucketing.domain.distances import BoolArray, FloatArray
from bucketing.domain.headline import Settled, take_headline_apart, weigh_assessors
from bucketing.domain.ratings import Ratings
from bucketing.domain.tiers import HeadlineMeaning

TOO_LITTLE_OVERLAP = "Too little overlaps to tell one assessor's lean from chance."


@dataclass(frozen=True, slots=True, eq=False)
class LeanFit:
    """Leans by assessor on the scale of the values that were fitted; they add to 0."""

    assessors: Sequence[Hashable]
    leans: FloatArray | None  # (r,) shrunk; None exactly when `reason` says why
    lean_variance: float
    scatter_variance: float
    rating_count: int  # ratings of projects that two or more people rated
    project_count: int  # such projects
    reason: str


@dataclass(frozen=True, slots=True)
class AdjustedHeadline:
    """The plain headline and, beside it, the same with leans taken out (shares, 0 to 1)."""

    meaning: HeadlineMeaning
    plain: float | None
    adjusted: float | None
    lean_spread: float | None  # standard deviation of leans, as a fraction of the money
    rating_count: int
    project_count: int
    reason: str


def fit_leans(ratings: Ratings, values: FloatArray) -> LeanFit:
    """Fit leans to one value for each rating, shape (n,), by eliminating the project levels."""
    shared = (ratings.rating_counts > 1)[ratings.project_index]
    project_count = int((ratings.rating_counts > 1).sum())
    matrix, right, within = _normal_equations(ratings, values, shared)
    inverse, rank = _pseudo_inverse(matrix)
    n = int(shared.sum())
    freedom = n - project_count - rank
    if freedom < 1:
        return LeanFit(ratings.assessors, None, 0, 0, n, project_count, TOO_LITTLE_OVERLAP)
    explained = float(right @ inverse @ right)
    scatter = max(0.0, within - explained) / freedom
    spread = max(0.0, (explained - rank * scatter) / float(np.trace(matrix)))
    leans = _shrunk(matrix, right, spread, scatter)
    return LeanFit(ratings.assessors, leans, spread, scatter, n, project_count, "")


def adjust_headline(
    ratings: Ratings, meaning: HeadlineMeaning, rulings: Settled | None = None
) -> AdjustedHeadline:
    """The headline with leans taken out; projects settled by discussion stay as they are."""
    parts = take_headline_apart(ratings, meaning, rulings)
    fit = fit_leans(ratings, ratings.counted_in(meaning))
    adjusted = None
    if parts.share is not None and fit.leans is not None:
        everything = np.ones((1, len(ratings.projects)))
        shift = float((weigh_assessors(ratings, everything, rulings) @ fit.leans)[0])
        adjusted = min(1.0, max(0.0, parts.share - shift))
    return AdjustedHeadline(
        meaning=meaning,
        plain=parts.share,
        adjusted=adjusted,
        lean_spread=None if fit.leans is None else fit.lean_variance**0.5,
        rating_count=fit.rating_count,
        project_count=fit.project_count,
        reason=parts.reason or fit.reason,
    )


def _normal_equations(
    ratings: Ratings, values: FloatArray, shared: BoolArray
) -> tuple[FloatArray, FloatArray, float]:
    """For leans alone: A (r, r), b (r,) and the sum of squares inside projects."""
    project, assessor = ratings.project_index[shared], ratings.assessor_index[shared]
    r, counts = len(ratings.assessors), ratings.rating_counts
    cells = np.zeros((len(counts), r))
    cells[project, assessor] = 1
    sums = np.bincount(project, weights=values[shared], minlength=len(counts))
    centred = values[shared] - (sums / np.maximum(counts, 1))[project]
    overlap: FloatArray = cells.T @ (cells / np.maximum(counts, 1)[:, np.newaxis])
    matrix = np.diag(cells.sum(axis=0)) - overlap
    right: FloatArray = np.bincount(assessor, weights=centred, minlength=r).astype(np.float64)
    return matrix, right, float(centred @ centred)


def _pseudo_inverse(matrix: FloatArray) -> tuple[FloatArray, int]:
    """A has a direction of no information for each group of assessors who share no project."""
    sizes, directions = np.linalg.eigh(matrix)
    known = sizes > 1e-9 * max(1.0, float(sizes.max(initial=0)))
    kept = directions[:, known]
    inverse = (kept / sizes[known]) @ kept.T
    return inverse.astype(np.float64), int(known.sum())


def _shrunk(matrix: FloatArray, right: FloatArray, spread: float, scatter: float) -> FloatArray:
    """Ridge solution; with no spread there is no lean, with no scatter nothing to shrink for."""
    if spread <= 0:
        return np.zeros(len(right))
    ridge = max(scatter / spread, 1e-9) * np.eye(len(right))
    return np.linalg.solve(matrix + ridge, right).astype(np.float64)
