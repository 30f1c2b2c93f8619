"""The summary of a workshop's portfolio: one value, drawn on the screen and in every download."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bucketing.domain.intervals import Interval
from bucketing.domain.judgements import JudgedProject, Judgements
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.agreement import Agreement, agreement_of
from reports.domain.breakdown import Breakdown, Crossing, break_down, cross
from reports.domain.facets import Facet
from reports.domain.figures import Figure
from reports.domain.lens import Lens
from reports.domain.measured import Measured, measure
from reports.domain.project_order import in_order
from reports.domain.ranges import ranges_of
from reports.domain.totals import Totals, total


@dataclass(frozen=True, slots=True)
class LeftOutMoney:
    """Projects that were not judged, for one reason; a key of `bucketing.models.LeftOut`."""

    reason: str
    count: int
    pence: int


@dataclass(frozen=True, slots=True)
class ListMoney:
    """Some projects of the workshop's list, and their money."""

    count: int
    pence: int


@dataclass(frozen=True)
class PortfolioSummary:
    """What the lens lets through. `whole` is the workshop without filters, to tie to.

    `figures` are in the order that the lens asks for; `assessors` are seat codes.
    """

    lens: Lens
    facets: Mapping[str, Facet]
    figures: tuple[Figure, ...]
    totals: Totals
    whole: Totals
    left_out: tuple[LeftOutMoney, ...]
    left_out_projects: tuple[JudgedProject, ...]
    whole_left_out_pence: int
    whole_left_out_count: int
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

    @property
    def shown(self) -> ListMoney:
        """Every project that the filters let through, rated or not, and those left out."""
        return ListMoney(
            self.totals.count + self.left_out_count, self.totals.pence + self.left_out_pence
        )

    @property
    def whole_list(self) -> ListMoney:
        return ListMoney(
            self.whole.count + self.whole_left_out_count,
            self.whole.pence + self.whole_left_out_pence,
        )

    @property
    def filtered_out(self) -> ListMoney:
        shown, whole = self.shown, self.whole_list
        return ListMoney(whole.count - shown.count, whole.pence - shown.pence)


def summarise(judgements: Judgements, lens: Lens, *, seed: int = 1) -> PortfolioSummary:
    """Everything a report shows, from what was judged; the seed of its ranges lets it repeat."""
    return summarise_measured(measure(judgements), lens, seed=seed)


def summarise_measured(measured: Measured, lens: Lens, *, seed: int = 1) -> PortfolioSummary:
    """The same from figures that were measured already, which takes most of the time."""
    facets = measured.facets
    figures = _let_through(measured, lens)
    apart = [row.project for row in lens.lets_through(measured.left_out, facets)]
    lens, facet = _with_usual_facet(lens, facets)
    breakdown = break_down(figures, facet, lens) if facet else None
    ranges, breakdown = ranges_of(measured, figures, breakdown, lens.meaning, seed=seed)
    other = facets.get(lens.cross)
    return PortfolioSummary(
        lens=lens,
        facets=facets,
        figures=in_order(figures, lens.order),
        totals=total(figures) if lens.is_filtered else measured.totals,
        whole=measured.totals,
        left_out=_by_reason(apart),
        left_out_projects=tuple(apart),
        whole_left_out_pence=sum(row.project.pence for row in measured.left_out),
        whole_left_out_count=len(measured.left_out),
        ranges=ranges,
        agreement=(
            agreement_of(measured.judgements, figures) if lens.is_filtered else measured.agreement
        ),
        breakdown=breakdown,
        crossing=cross(figures, facet, other) if facet and other and other != facet else None,
        assessors=tuple(sorted({r.seat_code for f in figures for r in f.judged.ratings})),
    )


def _let_through(measured: Measured, lens: Lens) -> tuple[Figure, ...]:
    if not lens.is_filtered:
        return measured.figures
    judged = lens.lets_through(measured.judgements.judged, measured.facets)
    kept = {row.project.id for row in judged}
    return tuple(figure for figure in measured.figures if figure.project.id in kept)


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
