"""The whole workbook."""

from collections.abc import Callable
from typing import IO

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from reports.domain.breakdown import Breakdown, Crossing, break_down, cross
from reports.domain.summary import PortfolioSummary
from reports.presenters import method_words, words
from reports.queries.workbook import WorkbookSource
from reports.workbook.agreement_sheet import write_agreement
from reports.workbook.breakdown_sheet import write_breakdown
from reports.workbook.cells import Looks
from reports.workbook.checks import Check
from reports.workbook.crossing_sheet import write_crossing
from reports.workbook.layout import ProjectsLayout
from reports.workbook.method_sheet import write_method
from reports.workbook.projects_sheet import write_projects
from reports.workbook.ratings_sheet import write_ratings
from reports.workbook.reconciled_sheet import write_reconciled
from reports.workbook.sheets import Sheet
from reports.workbook.summary_sheet import write_summary

USUAL = ("directorate", "theme", "provider", "duty", "nature", "size")
MOST_VALUES = 400

Told = Callable[[float], None]


def write_workbook(source: WorkbookSource, to: IO[bytes], *, told: Told | None = None) -> None:
    """Write an .xlsx file. Everything in it comes from `source`; nothing is read from the database.

    `told` hears now and then which part of the rows is written, 0 to 1.
    """
    book = Workbook(write_only=True)
    on_row = _teller(source.row_count, told) if told else None
    _describe(book, source)
    looks = Looks.of(book)
    first = Sheet(book, looks, "Summary")
    breakdowns, crossings = _breakdowns(source), _crossings(source)
    by = [Sheet(book, looks, f"By {each.facet.label.lower()}") for each in breakdowns]
    crossed = [Sheet(book, looks, _name_of(each)) for each in crossings]
    layout = ProjectsLayout.of(Sheet(book, looks, "Projects", on_row), source.summary)
    rest = [Sheet(book, looks, name, on_row) for name in ("Ratings", "Reconciled", "Agreement")]
    checks: list[Check] = []
    for sheet, breakdown in zip(by, breakdowns, strict=True):
        checks += write_breakdown(sheet, breakdown, layout, source)
    for sheet, crossing in zip(crossed, crossings, strict=True):
        checks += write_crossing(sheet, crossing, layout, source)
    write_summary(first, layout, source, checks)
    write_projects(layout, source)
    for sheet, write in zip(rest, (write_ratings, write_reconciled, write_agreement), strict=True):
        write(sheet, source)
    write_method(Sheet(book, looks, "Criteria and method"), source)
    book.active = 0
    book.save(to)


def usual_sheets(summary: PortfolioSummary) -> list[str]:
    """The break-down on the screen, and the usual ones in which these projects say anything."""
    keys = dict.fromkeys([summary.lens.by, *USUAL])
    return [key for key in keys if key in summary.facets]


def _breakdowns(source: WorkbookSource) -> list[Breakdown]:
    """Those that were chosen; otherwise the usual ones, unless they are very long."""
    summary, chosen = source.summary, source.summary.lens.sheets
    keys = usual_sheets(summary) if chosen is None else chosen
    facets = [summary.facets[key] for key in keys if key in summary.facets]
    made = [break_down(summary.figures, facet, summary.lens) for facet in facets]
    wanted = (summary.lens.by,) if chosen is None else chosen
    return [b for b in made if b.facet.key in wanted or len(b.rows) <= MOST_VALUES]


def _crossings(source: WorkbookSource) -> list[Crossing]:
    """Those that were chosen, else the one on the screen."""
    summary = source.summary
    found = [(summary.facets.get(a), summary.facets.get(b)) for a, b in summary.lens.crossings]
    chosen = [cross(summary.figures, down, across) for down, across in found if down and across]
    on_screen = [summary.crossing] if summary.crossing and summary.lens.sheets is None else []
    return chosen or on_screen


def _name_of(crossing: Crossing) -> str:
    """Both sides show, also where the whole would be too long for the name of a sheet."""
    down, across = crossing.down.label, crossing.across.label.lower()
    whole = f"{down} by {across}"
    return whole if len(whole) <= 31 else f"{down[:14].strip()} by {across[:13]}"


def _teller(rows: int, told: Told) -> Callable[[], None]:
    """Counts rows, and tells every five hundred."""
    done = 0

    def on_row() -> None:
        nonlocal done
        done += 1
        if done % 500 == 0:
            told(min(1.0, done / max(rows, 1)))

    return on_row


def _describe(book: Workbook, source: WorkbookSource) -> None:
    """Document properties; the file recalculates when it is opened."""
    properties = book.properties
    properties.title = f"{source.method.workshop.name}: where the money goes by tier"
    properties.creator = source.method.organisation
    properties.subject = words.subject(source.method)
    properties.description = method_words.short(source.summary, source.method)
    properties.keywords = "prevention, early action, spending"
    properties.created = properties.modified = source.made_at.replace(tzinfo=None, microsecond=0)
    book.calculation = CalcProperties(fullCalcOnLoad=True)
