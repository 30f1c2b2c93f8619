"""What discussion and the rule made of the answers: before, after, why, by which role."""

from django.utils.timezone import get_current_timezone

from reports.domain.figures import Figure
from reports.presenters.project_table import TIER_HEADINGS
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Look, Pounds
from reports.workbook.sheets import Sheet, Value, widths_of

METHODS = {"rule": "By the rule", "re_vote": "By a re-vote", "chair": "By the chair"}
HEADINGS = [
    "Reference",
    "Name",
    "Amount",
    "Settled",
    "By",
    "When",
    "Answers",
    *(f"{tier} before" for tier in TIER_HEADINGS),
    *(f"{tier} after" for tier in TIER_HEADINGS),
    "Money moved",
    "Reason",
    "Precedent used",
]
LOOKS = [Look.TEXT, Look.TEXT, Look.MONEY, Look.TEXT, Look.TEXT, Look.MOMENT, Look.WHOLE]
LOOKS += [*[Look.SHARE] * 8, Look.MONEY, Look.TEXT, Look.TEXT]
WIDTHS = {"Reference": 14.0, "Name": 44.0, "Amount": 17.0, "When": 18.0}
WIDTHS |= {"Money moved": 17.0, "Reason": 60.0, "Precedent used": 44.0}


def write_reconciled(sheet: Sheet, source: WorkbookSource) -> None:
    """One row for each settled project."""
    sheet.lay_out(widths_of(HEADINGS, WIDTHS), freeze="C2")
    sheet.add(*((heading, Look.HEADING) for heading in HEADINGS))
    styles = [sheet.looks[look] for look in LOOKS]
    rows = [f for f in source.summary.figures if f.judged.settlement is not None]
    for figure in rows:
        sheet.add_row(_row(figure, source), styles)
    if rows:
        sheet.make_table("Reconciled", HEADINGS, 1, len(rows) + 1)
    else:
        sheet.add(("Nothing has been settled.", Look.NOTE))


def _row(figure: Figure, source: WorkbookSource) -> list[Value]:
    settled = figure.judged.settlement
    assert settled is not None  # the caller chose those that are
    before = figure.first_weights
    when = settled.decided_at.astimezone(get_current_timezone())
    role = source.method.deciders.get(settled.decided_by_id or 0, "")
    return [
        figure.project.reference,
        figure.project.name,
        Pounds(figure.pence),
        METHODS[settled.method],
        role.capitalize(),
        when.replace(tzinfo=None, microsecond=0),
        settled.ratings_count,
        *([weight / sum(before) for weight in before] if before else [None] * 4),
        *(share / 10_000 for share in settled.shares),
        Pounds(figure.moved),
        settled.reason,
        settled.precedent,
    ]
