"""What discussion and the rule made of the answers: before, after, why, by which role."""

from django.utils.timezone import get_current_timezone

from reports.domain.figures import Figure
from reports.presenters.project_table import TIER_HEADINGS
from reports.queries.workbook import SettlingRecord, WorkbookSource
from reports.workbook.cells import Look, Pounds
from reports.workbook.sheets import Sheet, Value, widths_of

METHODS = {
    "rule": "By the rule",
    "re_vote": "By a re-vote",
    "chair": "By the chair",
    "reopened": "Reopened",
}
HEADINGS = [
    "Reference",
    "Name",
    "Amount",
    "Settled",
    "Counts",
    "By",
    "When",
    "Answers",
    *(f"{tier} before" for tier in TIER_HEADINGS),
    *(f"{tier} after" for tier in TIER_HEADINGS),
    "Money moved",
    "Reason",
    "Precedent used",
]
LOOKS = [Look.TEXT, Look.TEXT, Look.MONEY, Look.TEXT, Look.TEXT, Look.TEXT, Look.MOMENT]
LOOKS += [Look.WHOLE]
LOOKS += [*[Look.SHARE] * 8, Look.MONEY, Look.TEXT, Look.TEXT]
WIDTHS = {"Reference": 14.0, "Name": 44.0, "Amount": 17.0, "When": 18.0}
WIDTHS |= {"Money moved": 17.0, "Reason": 60.0, "Precedent used": 44.0}


def write_reconciled(sheet: Sheet, source: WorkbookSource) -> None:
    """One row for each time that a project was settled or reopened; the last one may count."""
    sheet.lay_out(widths_of(HEADINGS, WIDTHS), freeze="C2")
    sheet.add(*((heading, Look.HEADING) for heading in HEADINGS))
    styles = [sheet.looks[look] for look in LOOKS]
    named = {figure.project.id: (n, figure) for n, figure in enumerate(source.summary.figures)}
    rows = [each for each in source.history if each.project_id in named]
    for record in sorted(rows, key=lambda each: (named[each.project_id][0], each.id)):
        sheet.add_row(_row(record, named[record.project_id][1], source), styles)
    if rows:
        sheet.make_table("Reconciled", HEADINGS, 1, len(rows) + 1)
    else:
        sheet.add_note("Nothing has been settled.")


def _row(record: SettlingRecord, figure: Figure, source: WorkbookSource) -> list[Value]:
    standing = figure.judged.settlement
    counts = standing is not None and standing.id == record.id
    is_settled = record.upstream is not None
    before = figure.first_weights if is_settled else None
    when = record.decided_at.astimezone(get_current_timezone())
    return [
        figure.project.reference,
        figure.project.name,
        Pounds(figure.pence),
        METHODS[record.method],
        "yes" if counts else "no",
        source.method.deciders.get(record.decided_by_id or 0, "").capitalize(),
        when.replace(tzinfo=None, microsecond=0),
        record.ratings_count if is_settled else None,
        *([weight / sum(before) for weight in before] if before else [None] * 4),
        *(None if share is None else share / 10_000 for share in record.shares),
        Pounds(figure.moved) if counts else None,
        record.reason,
        record.precedent,
    ]
