"""The summary of a workshop's portfolio: one value, drawn on the screen and in every download."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bucketing.domain.agreement import AlphaResult, measure_alpha_of_ratings
from bucketing.domain.disagreement import (
    MoneyAgreement,
    measure_disagreement,
    measure_money_agreement,
)
from bucketing.domain.distances import Distance
from bucketing.domain.intervals import Interval
from bucketing.domain.judgements import (
    JudgedProject,
    Judgements,
    counting_ratings,
)
from bucketing.domain.rated import ratings_of
from bucketing.domain.ratings import Ratings
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.breakdown import Breakdown, Crossing, break_down, cross
from reports.domain.facets import Facet, facets_of
from reports.domain.figures import Figure, Measured, measure
from reports.domain.lens import Lens
from reports.domain.ranges import ranges_of
from reports.domain.totals import Totals, total


@dataclass(frozen=True, slots=True)
class LeftOutMoney:
    """Projects that were not judged, for one reason; a key of `bucketing.models.LeftOut`."""

    reason: str
    count: int
    pence: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike the first answers were, without re-votes and without what was settled."""

    alpha: AlphaResult
    alpha_which_tier: AlphaResult
    money: MoneyAgreement
    same_tiers: float | None
    """Of the money that two or more people rated, what any two of them put in the same tiers."""


@dataclass(frozen=True)
class PortfolioSummary:
    """What the lens lets through. `whole` is the workshop without filters, to tie to.

    `figures` are in the order of the workshop's list, largest first; `assessors` are seat codes.
    """

    lens: Lens
    facets: Mapping[str, Facet]
    figures: tuple[Figure, ...]
    totals: Totals
    whole: Totals
    left_out: tuple[LeftOutMoney, ...]
    left_out_projects: tuple[JudgedProject, ...]
    whole_left_out_pence: int
    ranges: Mapping[HeadlineMeaning, Interval]
    agreement: Agreement
    breakdown: Breakdown | None
    crossing: Crossing | None
    assessors: tuple[str, ...]

    @property
    def left_out_pence(self) -> int:
        return sum(line.pence for line in self.left_out)

    @property
    def left_out_count(self) -> int:
        return sum(line.count for line in self.left_out)


def summarise(judgements: Judgements, lens: Lens, *, seed: int = 1) -> PortfolioSummary:
    """Everything a report shows, from what was judged; the seed of its ranges lets it repeat."""
    return summarise_measured(measure(judgements), lens, seed=seed)


def summarise_measured(measured: Measured, lens: Lens, *, seed: int = 1) -> PortfolioSummary:
    """The same from figures that were measured already, which takes most of the time."""
    judgements, everything = measured.judgements, measured.figures
    left_out = [judgements.judge(project) for project in judgements.left_out]
    facets = facets_of([*judgements.judged, *left_out])
    kept = {row.project.id for row in lens.lets_through(judgements.judged, facets)}
    figures = [figure for figure in everything if figure.project.id in kept]
    apart = [row.project for row in lens.lets_through(left_out, facets)]
    lens, facet = _with_usual_facet(lens, facets)
    breakdown = break_down(figures, facet, lens) if facet else None
    ranges, breakdown = ranges_of(measured, figures, breakdown, lens.meaning, seed=seed)
    other = facets.get(lens.cross)
    return PortfolioSummary(
        lens=lens,
        facets=facets,
        figures=tuple(figures),
        totals=total(figures),
        whole=total(everything),
        left_out=_by_reason(apart),
        left_out_projects=tuple(apart),
        whole_left_out_pence=sum(row.project.pence for row in left_out),
        ranges=ranges,
        agreement=agreement_of(measured, figures),
        breakdown=breakdown,
        crossing=cross(figures, facet, other) if facet and other and other != facet else None,
        assessors=tuple(sorted({r.seat_code for f in figures for r in f.judged.ratings})),
    )


def _with_usual_facet(lens: Lens, facets: Mapping[str, Facet]) -> tuple[Lens, Facet | None]:
    """The break-down asked for, else the first one that these projects can be grouped by."""
    key = lens.by if lens.by in facets else next(iter(facets), "")
    return lens.looking_by(key), facets.get(key)


def _by_reason(projects: Sequence[JudgedProject]) -> tuple[LeftOutMoney, ...]:
    reasons = dict.fromkeys(project.left_out for project in projects)
    groups = {reason: [p for p in projects if p.left_out == reason] for reason in reasons}
    return tuple(
        LeftOutMoney(reason, len(group), sum(project.pence for project in group))
        for reason, group in groups.items()
    )


def agreement_of(measured: Measured, figures: Sequence[Figure]) -> Agreement:
    """From answers of the rating round alone: calibration is practice, a re-vote a second thought."""
    ratings = _first_answers(measured, figures)
    which = measure_alpha_of_ratings(ratings, Distance.WHICH_TIER)
    apart = measure_disagreement(ratings)
    money = measure_money_agreement(apart, which.expected)
    different = float(apart.pence_at_stake[apart.is_paired].sum())
    return Agreement(
        alpha=measure_alpha_of_ratings(ratings, Distance.ORDERED),
        alpha_which_tier=which,
        money=money,
        same_tiers=1 - different / float(money.money * 100) if money.money else None,
    )


def _first_answers(measured: Measured, figures: Sequence[Figure]) -> Ratings:
    judgements = measured.judgements
    is_whole = len(figures) == len(measured.figures)
    if is_whole and all(rating.round_kind == "rating" for rating in judgements.ratings):
        return measured.counted
    rows = [rating for rating in judgements.ratings if rating.round_kind == "rating"]
    return ratings_of([figure.project for figure in figures], counting_ratings(rows, ()))
