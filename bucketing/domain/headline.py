"""The early action share over the rated money, and what each assessor's answers weigh in it.

Throughout, `settled` maps projects to recorded shares that replace what their ratings come to.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from bucketing.domain.distances import FloatArray
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import WHOLE, Shares
from bucketing.domain.tiers import HeadlineMeaning

Settled = Mapping[Hashable, Shares]

NOTHING_RATED = "Nothing has been rated yet."
NO_POSITIVE_TOTAL = "The rated money adds to nothing or less, so it has no shares."


@dataclass(frozen=True, slots=True, eq=False)
class HeadlineParts:
    """A headline taken apart: share = sum of amounts x counted / sum of amounts, where known."""

    counted: FloatArray  # (u,) fraction counted as early action; not-a-number where unknown
    pence: FloatArray  # (u,) amounts in pence, 0 where unknown

    @property
    def total(self) -> float:
        return float(self.pence.sum())

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing is rated or the money does not add to more than nothing."""
        if self.total <= 0:
            return None
        return float((self.pence * np.nan_to_num(self.counted)).sum()) / self.total

    @property
    def reason(self) -> str:
        if np.isnan(self.counted).all():
            return NOTHING_RATED
        return "" if self.total > 0 else NO_POSITIVE_TOTAL


def take_headline_apart(
    ratings: Ratings, meaning: HeadlineMeaning, settled: Settled | None = None
) -> HeadlineParts:
    """The counted fraction of every project: its settled shares, else its ratings by their rule."""
    counted: FloatArray = ratings.consensus_splits[:, : meaning.tier_count].sum(axis=1)
    for project, line in lines_of(ratings, settled or {}).items():
        counted[line] = (settled or {})[project].counted_in(meaning) / WHOLE
    pence = np.where(np.isnan(counted), 0, ratings.amounts)
    return HeadlineParts(counted=counted, pence=pence.astype(np.float64))


def weigh_projects(
    ratings: Ratings, groups: FloatArray, rulings: Settled | None = None
) -> FloatArray:
    """(g, u) how far each group's headline moves when the mean of one project moves by 1.

    Under the median rule this stands in for how far the median moves, and is close to it: for one or
    two answers they are the same.

    groups (g, u) has 1 where a project belongs to a group. Rulings made by discussion do not follow
    anybody's answers: such a project counts in the total but weighs nothing.
    """
    ruled = np.zeros(len(ratings.projects), dtype=bool)
    ruled[list(lines_of(ratings, rulings or {}).values())] = True
    known = (ratings.rating_counts > 0) | ruled
    totals = groups @ np.where(known, ratings.amounts, 0)
    weights: FloatArray = groups * np.where(known & ~ruled, ratings.amounts, 0)
    return weights / np.where(totals > 0, totals, np.inf)[:, np.newaxis]


def weigh_assessors(
    ratings: Ratings, groups: FloatArray, rulings: Settled | None = None
) -> FloatArray:
    """(g, r) how far each group's headline moves when every answer of one assessor moves by 1."""
    return share_among_assessors(ratings, weigh_projects(ratings, groups, rulings))


def share_among_assessors(ratings: Ratings, weights: FloatArray) -> FloatArray:
    """(g, r) the weights of projects (g, u), shared alike by those who rated each."""
    cells = np.zeros((len(ratings.projects), len(ratings.assessors)))
    counts = ratings.rating_counts[ratings.project_index]
    cells[ratings.project_index, ratings.assessor_index] = 1 / counts
    shared: FloatArray = weights @ cells
    return shared


def lines_of(ratings: Ratings, settled: Collection[Hashable]) -> dict[Hashable, int]:
    """The positions of the settled projects among the ratings' projects."""
    return {project: line for line, project in enumerate(ratings.projects) if project in settled}
