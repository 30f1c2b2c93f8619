"""All ratings of a workshop as a few arrays: built once, read by every statistic."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple, Self

import numpy as np

from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.distances import FloatArray, IntArray
from bucketing.domain.shares import WHOLE, Shares, whole_pence
from bucketing.domain.tiers import TIERS, HeadlineMeaning


class RatingsError(ValueError):
    """Ratings that do not fit together; the message is a sentence."""


class Rating(NamedTuple):
    """One assessor's latest allocation of one project. Keys are whatever the caller uses."""

    project: Hashable
    assessor: Hashable
    shares: Shares


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Who said what about which project, and how much money each project carries.

    Rows are sorted by project, then by assessor, so that the order in which they arrived changes no
    figure. With n ratings, u projects (rated or not) and r assessors who rated:
    """

    projects: tuple[Hashable, ...]  # u keys, in the order given
    assessors: tuple[Hashable, ...]  # r keys, in the order of their text
    amounts: IntArray  # (u,) pence
    project_index: IntArray  # (n,) positions in projects
    assessor_index: IntArray  # (n,) positions in assessors
    shares: FloatArray  # (n, 4) whole basis points, so that sums of them are exact
    rule: ConsensusRule = ConsensusRule.MEAN  # how the ratings of a project combine

    @classmethod
    def of(
        cls,
        amounts: Mapping[Hashable, Decimal],
        ratings: Iterable[Rating | tuple[Hashable, Hashable, Shares]],
        *,
        rule: ConsensusRule = ConsensusRule.MEAN,
    ) -> Self:
        """From pounds by project and rows. Two rows of one assessor for one project are refused."""
        rows = list(ratings)
        assessors = tuple(sorted({assessor for _, assessor, _ in rows}, key=str))
        places = {assessor: place for place, assessor in enumerate(assessors)}
        lines = {project: line for line, project in enumerate(amounts)}
        if unknown := {project for project, _, _ in rows} - lines.keys():
            raise RatingsError(f"{len(unknown)} rated projects have no amount.")
        project_index = np.array([lines[project] for project, _, _ in rows], dtype=np.int64)
        assessor_index = np.array([places[assessor] for _, assessor, _ in rows], dtype=np.int64)
        shares = np.array([tuple(split) for _, _, split in rows], dtype=np.float64)
        order = np.lexsort((assessor_index, project_index))
        return cls(
            projects=tuple(amounts),
            assessors=assessors,
            amounts=np.array([whole_pence(amount) for amount in amounts.values()], dtype=np.int64),
            project_index=project_index[order],
            assessor_index=assessor_index[order],
            shares=shares.reshape(-1, len(TIERS))[order],
            rule=rule,
        )

    def __post_init__(self) -> None:
        repeated = (np.diff(self.project_index) == 0) & (np.diff(self.assessor_index) == 0)
        if repeated.any():
            raise RatingsError("An assessor counts once for each project: pass the latest answer.")

    @property
    def rating_counts(self) -> IntArray:
        """(u,) how many people rated each project."""
        return np.bincount(self.project_index, minlength=len(self.projects))

    @property
    def mean_splits(self) -> FloatArray:
        """(u, 4) the mean split of each project in fractions of 1; not-a-number where unrated."""
        sums = np.column_stack(
            [
                np.bincount(self.project_index, weights=column, minlength=len(self.projects))
                for column in self.shares.T
            ]
        )
        counts = self.rating_counts[:, np.newaxis]
        means: FloatArray = np.full(sums.shape, np.nan)
        np.divide(sums, counts * WHOLE, out=means, where=counts > 0)
        return means

    @property
    def consensus_splits(self) -> FloatArray:
        """(u, 4) what each project comes to under the rule; not-a-number where unrated."""
        return self.mean_splits if self.rule is ConsensusRule.MEAN else self._median_splits

    @property
    def _median_splits(self) -> FloatArray:
        """(u, 4) medians per tier re-closed to 1; the mean where every median is nought."""
        counts = self.rating_counts
        rated = counts > 0
        first = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int64)[rated]
        below, above = first + (counts[rated] - 1) // 2, first + counts[rated] // 2
        ordered = [column[np.lexsort((column, self.project_index))] for column in self.shares.T]
        medians = np.column_stack([column[below] + column[above] for column in ordered])
        totals = medians.sum(axis=1, keepdims=True)
        splits = self.mean_splits
        splits[rated] = np.where(totals > 0, medians / np.maximum(totals, 1), splits[rated])
        return splits

    def counted_in(self, meaning: HeadlineMeaning) -> FloatArray:
        """(n,) the fraction of each rating that a headline counts as early action."""
        counted: FloatArray = self.shares[:, : meaning.tier_count].sum(axis=1)
        return counted / WHOLE

    def rows_of(self, project: Hashable) -> FloatArray:
        """(m, 4) the basis points of everyone who rated one project."""
        line = self.projects.index(project)
        first, last = np.searchsorted(self.project_index, [line, line + 1])
        return self.shares[first:last]

    def without_assessor(self, assessor: Hashable) -> Self:
        """The same ratings with one assessor left out, to show what leaving them out would do."""
        if assessor not in self.assessors:
            return self
        kept = self.assessor_index != self.assessors.index(assessor)
        return replace(
            self,
            project_index=self.project_index[kept],
            assessor_index=self.assessor_index[kept],
            shares=self.shares[kept],
        )
