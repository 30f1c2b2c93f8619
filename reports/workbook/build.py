"""The whole workbook."""

from typing import IO

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from reports.domain.breakdown import Breakdown, break_down
from reports.presenters import method_words, words
from reports.queries.workbook import WorkbookSource
from reports.workbook.agreement_sheet import write_agreement
from reports.workbook.breakdown_sheet import write_breakdown
from reports.workbook.cells import Looks
from reports.workbook.checks import Check
from reports.workbook.layout import ProjectsLayout
from reports.workbook.method_sheet import write_method
from reports.workbook.projects_sheet import write_projects
from reports.workbook.ratings_sheet import write_ratings
from reports.workbook.reconciled_sheet import write_reconciled
from reports.workbook.sheets import Sheet
from reports.workbook.summary_sheet import write_summary

USUAL = ("directorate", "theme", "provider", "duty", "nature", "size")
MOST_VALUES = 400


def write_workbook(source: WorkbookSource, to: IO[bytes]) -> None:
    """Write an .xlsx file. Everything in it comes from `source`; nothing is read from the database."""
    book = Workbook(write_only=True)
    _describe(book, source)
    looks = Looks.of(book)
    first = Sheet(book, looks, "Summary")
    breakdowns = _breakdowns(source)
    by = [Sheet(book, looks, f"By {each.facet.label.lower()}") for each in breakdowns]
    layout = ProjectsLayout.of(Sheet(book, looks, "Projects"), source.summary)
    rest = [Sheet(book, looks, name) for name in ("Ratings", "Reconciled", "Agreement")]
    checks: list[Check] = []
    for sheet, breakdown in zip(by, breakdowns, strict=True):
        checks += write_breakdown(sheet, breakdown, layout, source)
    write_summary(first, layout, source, checks)
    write_projects(layout, source)
    for sheet, write in zip(rest, (write_ratings, write_reconciled, write_agreement), strict=True):
        write(sheet, source)
    write_method(Sheet(book, looks, "Criteria and method"), source)
    book.active = 0
    book.save(to)


def _breakdowns(source: WorkbookSource) -> list[Breakdown]:
    """The one on the screen, and the usual ones in which these projects say anything."""
    summary = source.summary
    keys = dict.fromkeys([summary.lens.by, *USUAL])
    facets = [summary.facets[key] for key in keys if key in summary.facets]
    made = [break_down(summary.figures, facet, summary.lens) for facet in facets]
    chosen = summary.lens.by
    return [b for b in made if b.facet.key == chosen or len(b.rows) <= MOST_VALUES]


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
