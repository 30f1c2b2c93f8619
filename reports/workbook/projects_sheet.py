"""One row for each project of the list, those left out too: a table that can be imported again."""

from reports.presenters.project_table import ProjectRow, project_rows
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Look, Pounds
from reports.workbook.layout import ProjectsLayout
from reports.workbook.sheets import Value, widths_of

WIDTHS = {"Reference": 14.0, "Name": 44.0, "Description": 60.0, "Amount": 17.0, "Status": 12.0}
WIDTHS |= {f"{tier} £": 17.0 for tier in ("Upstream", "Midstream", "Downstream", "Acute")}
WIDTHS |= {"How settled": 32.0, "Settled by": 14.0, "Size band": 24.0, "Money at stake": 17.0}
LOOKS = {"amount": Look.MONEY, "stake": Look.MONEY, "ratings": Look.WHOLE}
LOOKS |= {"disagreement": Look.RATIO}
LOOKS |= {f"share{tier}": Look.SHARE for tier in range(4)}
LOOKS |= {f"money{tier}": Look.MONEY for tier in range(4)}


def write_projects(layout: ProjectsLayout, source: WorkbookSource) -> None:
    sheet = layout.sheet
    sheet.lay_out(widths_of(layout.headings, WIDTHS), freeze="C2")
    numbers = [column.key in LOOKS for column in layout.columns]
    looks = [Look.HEADING_OF_NUMBERS if is_number else Look.HEADING for is_number in numbers]
    sheet.add(*zip(layout.headings, looks, strict=True))
    styles = [sheet.looks[LOOKS.get(column.key, Look.TEXT)] for column in layout.columns]
    for row in project_rows(source.summary, source.method):
        sheet.add_row(_values(row, layout, source), styles)
    sheet.make_table("Projects", layout.headings, 1, layout.last_row)


def _values(row: ProjectRow, layout: ProjectsLayout, source: WorkbookSource) -> list[Value]:
    project = row.judged.project
    words = source.words.get(project.id)
    return [
        project.reference,
        project.name,
        words.description if words else "",
        *(column.facet.read(row.judged) for column in layout.columns if column.facet),
        Pounds(project.pence),
        row.status,
        *(row.shares or [None] * 4),
        *(map(Pounds, row.tiers) if row.tiers else [None] * 4),
        row.size,
        row.settled,
        row.role,
        len(row.judged.ratings),
        row.disagreement,
        None if row.stake is None else Pounds(row.stake),
    ]
