"""The figures of each project, from which everything in a report is added up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from bucketing.domain.disagreement import MOST_STEPS, measure_disagreement
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
from bucketing.domain.rated import ratings_of
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import in_pounds

Pence = tuple[int, int, int, int]
"""Four amounts in pence, in tier order."""


class Figure(NamedTuple):
    """One judged project. `tiers` are pence adding to its amount; None where nobody rated it.

    `disagreement` (0 to 1) and `stake` (pence that lie in different tiers) are of the first answers,
    given before any re-vote; None where fewer than two people gave any.
    """

    judged: Judged
    tiers: Pence | None
    disagreement: float | None
    stake: int | None
    first_weights: Weights | None

    @property
    def project(self) -> JudgedProject:
        return self.judged.project

    @property
    def pence(self) -> int:
        return self.judged.project.pence

    @property
    def amount_at_stake(self) -> Decimal | None:
        return None if self.stake is None else in_pounds(self.stake)

    @property
    def moved(self) -> int:
        """Pence in another tier after re-votes and settling than by the first answers."""
        before, after = self.first_weights, self.judged.weights
        if before is None or after is None or before is after or before == after:
            return 0
        apart = sum(
            abs(b / sum(before) - a / sum(after)) for b, a in zip(before, after, strict=True)
        )
        return round(abs(self.pence) * apart / 2)


@dataclass(frozen=True)
class Measured:
    """The figures of a workshop with the arrays that statistics read, each built once.

    `counted` holds the answers that count; `first` those given before any re-vote.
    """

    judgements: Judgements
    figures: tuple[Figure, ...]
    counted: Ratings
    first: Ratings


def measure(judgements: Judgements) -> Measured:
    """A figure for each judged project, in the order of the workshop's list."""
    judged = judgements.judged
    projects = [row.project for row in judged]
    has_re_votes = any(rating.round_kind == "re_vote" for rating in judgements.ratings)
    first = counting_ratings(judgements.ratings, ()) if has_re_votes else judgements.counted
    tiers, rule = _tiers(judged), judgements.consensus_rule
    counted = ratings_of(projects, judgements.counted, rule=rule)
    first_ratings = ratings_of(projects, first, rule=rule) if has_re_votes else counted
    figures = [
        Figure(
            row, tiers.get(row.project.id), *far, _first(row, first.get(row.project.id, ()), rule)
        )
        for row, far in zip(judged, _apart(first_ratings), strict=True)
    ]
    return Measured(judgements, tuple(figures), counted, first_ratings)


def figures_of(judgements: Judgements) -> tuple[Figure, ...]:
    return measure(judgements).figures


def _apart(ratings: Ratings) -> Iterator[tuple[float | None, int | None]]:
    """Disagreement and pence at stake of each project."""
    measured = measure_disagreement(ratings)
    steps = (measured.earth_movers / MOST_STEPS).tolist()
    stakes = measured.pence_at_stake.round().astype(np.int64).tolist()
    for is_paired, step, stake in zip(measured.is_paired.tolist(), steps, stakes, strict=True):
        yield (step, stake) if is_paired else (None, None)


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
