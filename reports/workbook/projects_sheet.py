"""One row for each project of the list, those left out too: a table that can be imported again."""

from collections.abc import Sequence

from bucketing.domain.judgements import Judged, JudgedProject
from reports.domain.facets import SETTLED_BY, size_band
from reports.domain.figures import Figure
from reports.queries.method import LEFT_OUT_LABELS
from reports.workbook.cells import Look, Pounds
from reports.workbook.layout import LEFT_OUT, NOT_RATED, RATED, ProjectsLayout
from reports.workbook.sheets import Value, widths_of
from reports.workbook.source import WorkbookSource

WIDTHS = {"Reference": 14.0, "Name": 44.0, "Description": 60.0, "Amount": 17.0, "Status": 12.0}
WIDTHS |= {f"{tier} £": 17.0 for tier in ("Upstream", "Midstream", "Downstream", "Acute")}
WIDTHS |= {"How settled": 32.0, "Settled by": 14.0, "Size band": 24.0, "Money at stake": 17.0}
LOOKS = {"amount": Look.MONEY, "stake": Look.MONEY, "ratings": Look.WHOLE}
LOOKS |= {"disagreement": Look.RATIO}
LOOKS |= {f"share{tier}": Look.SHARE for tier in range(4)}
LOOKS |= {f"money{tier}": Look.MONEY for tier in range(4)}


def write_projects(layout: ProjectsLayout, source: WorkbookSource) -> None:
    """Judged projects largest first, then those left out."""
    sheet = layout.sheet
    sheet.lay_out(widths_of(layout.headings, WIDTHS), freeze="C2")
    sheet.add(*((heading, Look.HEADING) for heading in layout.headings))
    styles = [sheet.looks[LOOKS.get(column.key, Look.TEXT)] for column in layout.columns]
    for figure in source.summary.figures:
        sheet.add_row(_judged(figure, layout, source), styles)
    for project in source.summary.left_out_projects:
        sheet.add_row(_left_out(project, layout, source), styles)
    sheet.make_table("Projects", layout.headings, 1, layout.last_row)


def _judged(figure: Figure, layout: ProjectsLayout, source: WorkbookSource) -> list[Value]:
    judged, weights = figure.judged, figure.judged.weights
    shares: Sequence[Value] = [None] * 4
    if weights is not None:
        whole = sum(weights)
        shares = [weight / whole for weight in weights]
    stake = figure.apart.money_at_stake
    return [
        *_told(judged, layout, source),
        Pounds(figure.pence),
        NOT_RATED if figure.tiers is None else RATED,
        *shares,
        *(map(Pounds, figure.tiers) if figure.tiers is not None else [None] * 4),
        size_band(figure.project),
        SETTLED_BY[judged.settled_by],
        _role(judged, source),
        len(judged.ratings),
        figure.apart.disagreement,
        None if stake is None else Pounds(round(stake * 100)),
    ]


def _left_out(
    project: JudgedProject, layout: ProjectsLayout, source: WorkbookSource
) -> list[Value]:
    judged = Judged(project, (), None, None)
    reason = f"Left out: {LEFT_OUT_LABELS[project.left_out].lower()}"
    empty: list[Value] = [None] * 8
    money = [Pounds(project.pence), LEFT_OUT, *empty]
    return [*_told(judged, layout, source), *money, size_band(project), reason]


def _told(judged: Judged, layout: ProjectsLayout, source: WorkbookSource) -> list[Value]:
    project = judged.project
    words = source.words.get(project.id)
    told: list[Value] = [project.reference, project.name, words.description if words else ""]
    return told + [c.facet.read(judged) for c in layout.columns if c.facet is not None]


def _role(judged: Judged, source: WorkbookSource) -> str:
    """Who settled it, by role: names stay in the room."""
    if judged.settlement is None or judged.settlement.decided_by_id is None:
        return ""
    return source.method.deciders.get(judged.settlement.decided_by_id, "former member").capitalize()
