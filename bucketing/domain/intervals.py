"""How far figures might have come out otherwise with other people in the room.

People are resampled, never projects: the list of projects is the whole list, and personal lean is
what dominates. Every draw comes from a seed, so that a report repeats.
"""

from dataclasses import dataclass

import numpy as np

from bucketing.domain.distances import Distance, FloatArray, IntArray
from bucketing.domain.headline import (
    Settled,
    share_among_assessors,
    take_headline_apart,
    weigh_projects,
)
from bucketing.domain.lean import TOO_LITTLE_OVERLAP, LeanFit, fit_leans
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import WHOLE
from bucketing.domain.tiers import HeadlineMeaning

DRAWS = 1_000
LEVEL = 0.95
LEAST_ASSESSORS = 3
_DRAWS_AT_ONCE = 250  # keeps the (draws, projects) tables small

TOO_FEW_PEOPLE = "At least three people must have rated before a range can be given."


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval. `low` and `high` are None exactly when `reason` says why."""

    low: float | None
    high: float | None
    level: float
    draw_count: int  # draws in which the figure was defined
    assessor_count: int
    seed: int
    reason: str


def alpha_interval(
    ratings: Ratings, distance: Distance, *, seed: int, draws: int = DRAWS
) -> Interval:
    """Interval on alpha from drawing the same number of people with replacement.

    Somebody drawn twice weighs double but is never compared with themselves: counting such pairs as
    agreement would push alpha up (the reason for the special care in Snijders and Borgatti's vertex
    bootstrap, 1999). Draws in which alpha is not defined are left out, and counted.
    """
    if len(ratings.assessors) < LEAST_ASSESSORS:
        return _no_interval(ratings, seed, TOO_FEW_PEOPLE)
    values = WeightedAlpha.of(ratings, distance).values(_draw_people(ratings, seed, draws))
    defined = values[~np.isnan(values)]
    if 2 * len(defined) < draws:
        return _no_interval(ratings, seed, TOO_LITTLE_OVERLAP)
    return _percentiles(defined[:, np.newaxis], ratings, seed)[0]


def headline_interval(
    ratings: Ratings,
    meaning: HeadlineMeaning,
    *,
    seed: int,
    rulings: Settled | None = None,
    draws: int = DRAWS,
) -> Interval:
    """Interval on the early action share of everything rated; see `headline_intervals`."""
    everything = np.ones((1, len(ratings.projects)))
    return headline_intervals(
        ratings, meaning, everything, seed=seed, rulings=rulings, draws=draws
    )[0]


def headline_intervals(
    ratings: Ratings,
    meaning: HeadlineMeaning,
    groups: FloatArray,
    *,
    seed: int,
    rulings: Settled | None = None,
    draws: int = DRAWS,
) -> list[Interval]:
    """One interval for each row of groups (g, u), which has 1 where a project belongs.

    A residual bootstrap for people within projects (Carpenter, Goldstein and Rasbash 2003): every
    seat is given to a person drawn with replacement, that is, to their lean, reflated to the
    variance that was estimated; scatter of single answers is added. Each project keeps its place
    and its money in every draw, also where few people or only one rated it.
    """
    fit = fit_leans(ratings, ratings.counted_in(meaning))
    if len(ratings.assessors) < LEAST_ASSESSORS or fit.leans is None:
        few = len(ratings.assessors) < LEAST_ASSESSORS
        reason = TOO_FEW_PEOPLE if few else fit.reason
        return [_no_interval(ratings, seed, reason) for _ in groups]
    weights = weigh_projects(ratings, groups, rulings)
    shifts = _draw_leans(fit, fit.leans, seed, draws) @ share_among_assessors(ratings, weights).T
    scatter = np.random.RandomState(seed + 1).standard_normal((draws, 1))
    shifts += scatter * _scatter_of_groups(ratings, fit, weights)
    parts = take_headline_apart(ratings, meaning, rulings)
    totals = groups @ parts.pence
    sums = groups @ (parts.pence * np.nan_to_num(parts.counted))
    has_money = totals > 0
    shares = sums[has_money] / totals[has_money]
    found = iter(_percentiles(np.clip(shares + shifts[:, has_money], 0, 1), ratings, seed))
    return [
        next(found) if has else _no_interval(ratings, seed, "No rated money here.")
        for has in has_money.tolist()
    ]


@dataclass(frozen=True, slots=True, eq=False)
class WeightedAlpha:
    """Alpha as a function of how often each of r assessors counts.

    With p pairs of assessors who share a project and v projects rated twice or more. Weights of one
    give alpha itself. The expected disagreement is over the ratings of all v projects, also those
    that a draw leaves with one rater.
    """

    first: IntArray  # (p,) one assessor of each pair
    second: IntArray  # (p,) the other
    together: FloatArray  # (p, v) 1 where the pair share the project
    apart: FloatArray  # (p, v) their distance there
    rated: FloatArray  # (r, v) 1 where the assessor rated
    between: FloatArray  # (r, r) distances summed over all ratings of one and of the other

    @classmethod
    def of(cls, ratings: Ratings, distance: Distance) -> "WeightedAlpha":
        paired = (ratings.rating_counts > 1)[ratings.project_index]
        assessor = ratings.assessor_index[paired]
        _, project = np.unique(ratings.project_index[paired], return_inverse=True)
        coordinates = distance.coordinates(ratings.shares[paired] / WHOLE)
        r, v = len(ratings.assessors), int(project.max(initial=-1)) + 1
        left, right = _pairs_inside(project)
        codes, pair = np.unique(assessor[left] * r + assessor[right], return_inverse=True)
        together, apart, rated = (
            np.zeros((len(codes), v)),
            np.zeros((len(codes), v)),
            np.zeros((r, v)),
        )
        together[pair, project[left]] = 1
        apart[pair, project[left]] = np.abs(coordinates[left] - coordinates[right]).sum(axis=1)
        rated[assessor, project] = 1
        between = _between_people(coordinates, assessor, r)
        return cls(codes // r, codes % r, together, apart, rated, between)

    def values(self, weights: FloatArray) -> FloatArray:
        """(draws,) alpha for weights (draws, r); not-a-number where it is not defined."""
        chunks = range(0, len(weights), _DRAWS_AT_ONCE)
        parts = [self._values(weights[start : start + _DRAWS_AT_ONCE]) for start in chunks]
        return np.concatenate(parts)

    def _values(self, weights: FloatArray) -> FloatArray:
        pair_weights = weights[:, self.first] * weights[:, self.second]
        pairs = pair_weights @ self.together
        people = np.where(pairs > 0, weights @ self.rated, 0)
        mean = (pair_weights @ self.apart) / np.maximum(pairs, 1)
        observed = _ratio((people * mean).sum(axis=1), people.sum(axis=1))
        counts = self.rated.sum(axis=1)
        all_pairs = (weights @ counts) ** 2 - (weights**2) @ counts
        expected = _ratio(((weights @ self.between) * weights).sum(axis=1), all_pairs)
        return 1 - _ratio(observed, np.where(expected > 1e-12, expected, 0))


def _draw_people(ratings: Ratings, seed: int, draws: int) -> FloatArray:
    """(draws, r) how often each person is drawn. RandomState, because its stream is frozen."""
    r = len(ratings.assessors)
    picks = np.random.RandomState(seed).randint(r, size=(draws, r))
    rows = np.repeat(np.arange(draws), r)
    weights = np.zeros((draws, r))
    np.add.at(weights, (rows, picks.ravel()), 1)
    return weights


def _draw_leans(fit: LeanFit, leans: FloatArray, seed: int, draws: int) -> FloatArray:
    """(draws, r) the lean of whoever sits in each seat.

    Shrunk leans spread too little, so they are centred and stretched to the variance estimated. A
    few people say little about that variance, so each draw doubts it too, as Student's t does.
    """
    centred = leans - leans.mean()
    spread = float(np.sqrt((centred**2).mean()))
    reflated = centred * (fit.lean_variance**0.5 / spread) if spread > 0 else centred
    random = np.random.RandomState(seed)
    picks = random.randint(len(leans), size=(draws, len(leans)))
    freedom = len(leans) - 1
    doubt = np.sqrt(freedom / random.chisquare(freedom, size=(draws, 1)))
    seats: FloatArray = reflated[picks] * doubt
    return seats


def _scatter_of_groups(ratings: Ratings, fit: LeanFit, weights: FloatArray) -> FloatArray:
    """(g,) standard error of each headline that scatter of single answers alone would give."""
    counts = np.maximum(ratings.rating_counts, 1)
    errors: FloatArray = np.sqrt(fit.scatter_variance * (weights**2 @ (1 / counts)))
    return errors


def _pairs_inside(project: IntArray) -> tuple[IntArray, IntArray]:
    """Rows (left, right), left before right, of all pairs with the same project number."""
    sizes = np.bincount(project)
    starts = np.cumsum(sizes) - sizes
    rows = np.arange(len(project))
    later = starts[project] + sizes[project] - rows - 1  # rows after this one in its project
    left = np.repeat(rows, later)
    offsets = np.arange(len(left)) - np.repeat(np.cumsum(later) - later, later)
    return left, left + 1 + offsets


def _between_people(coordinates: FloatArray, assessor: IntArray, r: int) -> FloatArray:
    """(r, r) sums of distances between all ratings of one person and all of another.

    Each coordinate takes few distinct values, so counting who lies on each side is quick.
    """
    sums = np.zeros((r, r))
    for column in coordinates.T:
        values, place = np.unique(column, return_inverse=True)
        tally = np.bincount(place * r + assessor, minlength=len(values) * r)
        below = np.cumsum(tally.reshape(len(values), r), axis=0)[:-1].astype(np.float64)
        above = np.bincount(assessor, minlength=r) - below
        crossing = below.T @ (np.diff(values)[:, np.newaxis] * above)
        sums += crossing + crossing.T
    return sums


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)


def _percentiles(values: FloatArray, ratings: Ratings, seed: int) -> list[Interval]:
    """One interval for each column of values (draws, g); all columns at once, which is quicker."""
    columns = np.ascontiguousarray(values.T)
    bounds = np.quantile(columns, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=1, overwrite_input=True)
    people = len(ratings.assessors)
    return [
        Interval(low, high, LEVEL, len(values), people, seed, reason="")
        for low, high in bounds.T.tolist()
    ]


def _no_interval(ratings: Ratings, seed: int, reason: str) -> Interval:
    return Interval(None, None, LEVEL, 0, len(ratings.assessors), seed, reason)
