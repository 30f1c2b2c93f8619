"""The figures of each project, from which everything in a report is added up."""

from collections.abc import Sequence
from typing import NamedTuple

from bucketing.domain.disagreement import ProjectDisagreement, measure_disagreement
from bucketing.domain.judgements import (
    GivenRating,
    Judged,
    JudgedProject,
    Judgements,
    Weights,
    consensus_weights,
    counting_ratings,
)
from bucketing.domain.pennies import share_out_by_weights
from reports.domain.rated import ratings_of

Pence = tuple[int, int, int, int]
"""Four amounts in pence, in tier order."""


class Figure(NamedTuple):
    """One judged project. `tiers` are pence adding to its amount; None where nobody rated it.

    `apart` says how far the first answers lie apart: those given before any re-vote, on their own.
    """

    judged: Judged
    tiers: Pence | None
    apart: ProjectDisagreement
    first_weights: Weights | None

    @property
    def project(self) -> JudgedProject:
        return self.judged.project

    @property
    def pence(self) -> int:
        return self.judged.project.pence

    @property
    def moved(self) -> int:
        """Pence in another tier after re-votes and settling than by the first answers."""
        before, after = self.first_weights, self.judged.weights
        if before is None or after is None or before == after:
            return 0
        apart = sum(
            abs(b / sum(before) - a / sum(after)) for b, a in zip(before, after, strict=True)
        )
        return round(abs(self.pence) * apart / 2)


def figures_of(judgements: Judgements) -> list[Figure]:
    """A figure for each judged project, in the order of the workshop's list."""
    judged = judgements.judged
    first = counting_ratings(judgements.ratings, ())
    apart = measure_disagreement(ratings_of([row.project for row in judged], first)).of_all()
    tiers = _tiers(judged)
    rule = judgements.consensus_rule
    return [
        Figure(
            row, tiers.get(row.project.id), far, _first(row, first.get(row.project.id, ()), rule)
        )
        for row, far in zip(judged, apart, strict=True)
    ]


def _tiers(judged: Sequence[Judged]) -> dict[int, Pence]:
    """By project, for those that somebody rated or settled."""
    rated = [(row.project, row.weights) for row in judged if row.weights is not None]
    pence = [project.pence for project, _ in rated]
    parts = share_out_by_weights(pence, [weights for _, weights in rated])
    return {
        project.id: (part[0], part[1], part[2], part[3])
        for (project, _), part in zip(rated, parts, strict=True)
    }


def _first(row: Judged, first: tuple[GivenRating, ...], rule: str) -> Weights | None:
    if row.settlement is None and row.ratings == first:
        return row.weights
    return consensus_weights([rating.shares for rating in first], rule)
