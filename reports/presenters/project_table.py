"""Every project of a summary as a table of plain values: one row, drawn in each download."""

from collections.abc import Iterator
from typing import NamedTuple

from bucketing.domain.judgements import Judged
from reports.domain.facets import ALWAYS, SETTLED_BY, Facet, size_band
from reports.domain.figures import Figure, Pence
from reports.domain.summary import PortfolioSummary
from reports.queries.method import LEFT_OUT_LABELS, Method

RATED, NOT_RATED, LEFT_OUT = "Rated", "Not rated", "Left out"
TIER_HEADINGS = ("Upstream", "Midstream", "Downstream", "Acute")


class ProjectRow(NamedTuple):
    """`tiers` and `shares` are None where nobody rated it; money in pence, shares fractions of 1."""

    judged: Judged
    status: str
    shares: tuple[float, ...] | None
    tiers: Pence | None
    size: str
    settled: str
    role: str
    disagreement: float | None
    stake: int | None


def project_rows(summary: PortfolioSummary, method: Method) -> Iterator[ProjectRow]:
    """Judged projects largest first, then those left out."""
    for figure in summary.figures:
        yield _judged(figure, method)
    for project in summary.left_out_projects:
        reason = f"Left out: {LEFT_OUT_LABELS[project.left_out].lower()}"
        judged = Judged(project, (), None, None)
        band = size_band(project)
        yield ProjectRow(judged, LEFT_OUT, None, None, band, reason, "", None, None)


def _judged(figure: Figure, method: Method) -> ProjectRow:
    weights = figure.judged.weights
    whole = sum(weights) if weights else 0
    return ProjectRow(
        judged=figure.judged,
        status=NOT_RATED if figure.tiers is None else RATED,
        shares=tuple(weight / whole for weight in weights) if weights else None,
        tiers=figure.tiers,
        size=size_band(figure.project),
        settled=SETTLED_BY[figure.judged.settled_by],
        role=_role(figure.judged, method),
        disagreement=figure.disagreement,
        stake=figure.stake,
    )


def _role(judged: Judged, method: Method) -> str:
    """Who settled it, by role: names stay in the room."""
    if judged.settlement is None or judged.settlement.decided_by_id is None:
        return ""
    return method.deciders.get(judged.settlement.decided_by_id, "former member").capitalize()


def facet_columns(summary: PortfolioSummary) -> list[Facet]:
    """Attributes that have a column; size and settlement have one of their own anyway."""
    return [facet for facet in summary.facets.values() if facet.key not in ALWAYS]
