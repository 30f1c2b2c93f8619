"""Everything about a workshop that holds for every view of it, measured once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bucketing.domain.disagreement import MOST_STEPS, measure_disagreement
from bucketing.domain.judgements import (
    GivenRating,
    Judged,
    Judgements,
    Weights,
    consensus_weights,
    counting_ratings,
)
from bucketing.domain.pennies import share_out_by_weights
from bucketing.domain.rated import ratings_of
from bucketing.domain.ratings import Ratings
from reports.domain.agreement import Agreement, agreement_of
from reports.domain.facets import Facet, facets_of
from reports.domain.figures import Figure, Pence
from reports.domain.totals import Totals, total


@dataclass(frozen=True)
class Measured:
    """The figures of a workshop with the arrays that statistics read, each built once.

    `counted` holds the answers that count; `first` those given before any re-vote. What is said of
    the whole list is worked out when it is first asked for.
    """

    judgements: Judgements
    figures: tuple[Figure, ...]
    counted: Ratings
    first: Ratings

    @cached_property
    def left_out(self) -> tuple[Judged, ...]:
        return tuple(self.judgements.judge(project) for project in self.judgements.left_out)

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        return facets_of([*self.judgements.judged, *self.left_out])

    @cached_property
    def totals(self) -> Totals:
        return total(self.figures)

    @cached_property
    def agreement(self) -> Agreement:
        return agreement_of(self.judgements, self.figures, self.first)


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
