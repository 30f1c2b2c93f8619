"""Two workshops compared, as a workbook whose parts tie to its projects."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from bucketing.domain.change import Change
from reports.domain.compare_lens import MONEY
from reports.domain.lens import HEADLINES, TIER_NAMES
from reports.presenters import words
from reports.presenters.comparison_file import PARTS, comparison_headings
from reports.presenters.comparison_page import ComparisonPage
from reports.queries.method import Method
from reports.workbook.cells import Formula, Look, Looks, Pounds
from reports.workbook.checks import Check, overall, write_checks
from reports.workbook.safe_text import headings
from reports.workbook.sheets import Sheet, Value, heads, widths_of

FIRST_ROW = 2
AMOUNTS = 16
"""Columns of money at the end of the projects: rated twice, six of the change, the tiers twice."""
NOTES = (
    "Money moved is the change of an amount at the average of its two splits; re-labelled is the "
    "change of a split at the average of its two amounts. In whole pennies, so that parts add to "
    "projects and projects to every total.",
    words.NO_EVIDENCE,
)


def write_comparison(
    page: ComparisonPage, method: Method, made_at: datetime, to: IO[bytes]
) -> None:
    """Every project that passes the filters, whatever the list on the screen was cut down to."""
    book = Workbook(write_only=True)
    _describe(book, page, method, made_at)
    looks = Looks.of(book)
    first = Sheet(book, looks, "Change")
    by = Sheet(book, looks, f"By {page.facet.label.lower()}") if page.facet else None
    projects = Sheet(book, looks, "Projects")
    last = FIRST_ROW + max(len(page.comparison.projects), 1) - 1
    begin = 2 + len(page.facets)
    ranges = [projects.reference(begin + n, FIRST_ROW, last) for n in range(1, AMOUNTS + 1)]
    checks = _checks(page, ranges)
    if by:
        checks += _write_groups(by, page, ranges)
    _write_change(first, page, ranges, checks)
    _write_projects(projects, page)
    book.active = 0
    book.save(to)


def _describe(book: Workbook, page: ComparisonPage, method: Method, made_at: datetime) -> None:
    book.properties.title = f"{page.later.name} compared with {page.earlier.name}"
    book.properties.creator = method.organisation
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None, microsecond=0)
    book.calculation = CalcProperties(fullCalcOnLoad=True)


def _write_change(
    sheet: Sheet, page: ComparisonPage, ranges: Sequence[str], checks: list[Check]
) -> None:
    sheet.lay_out([46, *[18.0] * 6])
    sheet.add((f"{page.later.name} compared with an earlier workshop", Look.TITLE))
    sheet.add((page.beside, Look.TEXT))
    chips = "; ".join(f"{chip.label}: {chip.value}" for chip in page.filters)
    count = words.plural(len(page.comparison.projects), "project")
    sheet.add((f"Filtered to {chips}: {count}" if chips else f"Everything: {count}", Look.TEXT))
    sheet.add((page.sentence, Look.LABEL))
    before, after = page.shares
    sheet.add((f"{page.counted}: {before} of the rated money before, {after} now", Look.TEXT))
    sheet.skip()
    sheet.add(*_heads("Money", page))
    change = page.explained
    cells = [Formula(f"=SUM({ranges[2 + n]})", pence / 100) for n, pence in enumerate(change)]
    sheet.add((page.counted, Look.LABEL), *((cell, Look.MONEY_TOTAL) for cell in cells))
    for name in TIER_NAMES:
        _add(sheet, page.names[name], page.comparison.change(MONEY[name]))
    for key, meaning in HEADLINES.items():
        label = f"Early action, {meaning.tier_count} tiers"
        _add(sheet, label, page.comparison.change(MONEY[key]))
    sheet.skip()
    sheet.add(("Do the figures tie?", Look.HEADING), ("", Look.HEADING), ("Check", Look.HEADING))
    line = sheet.row + 2
    holds = all(check.left_pence == check.right_pence for check in checks)
    every = overall(sheet, line, line + len(checks) - 1, all_hold=holds)
    sheet.add(("All figures tie", Look.LABEL), None, (every, Look.CHECK))
    write_checks(sheet, checks)
    sheet.skip()
    for note in (*page.warnings, *NOTES):
        sheet.add_note(note)


def _heads(first: str, page: ComparisonPage) -> list[tuple[Value, Look]]:
    names = comparison_headings(page)[-AMOUNTS:]
    earlier, later = (names[place].removeprefix("Rated ") for place in (0, 1))
    return heads(first, earlier, *PARTS, later)


def _add(sheet: Sheet, label: str, change: Change) -> None:
    sheet.add((label, Look.TEXT), *((Pounds(pence), Look.MONEY) for pence in change))


def _checks(page: ComparisonPage, ranges: Sequence[str]) -> list[Check]:
    """Within each project, and each tier of the screen against its projects."""
    before, moved, relabelled, added, gone, after = ranges[2:8]
    apart = f"SUMPRODUCT(ABS(ROUND({before}+{moved}+{relabelled}+{added}+{gone}-{after},2)))"
    checks = [Check("In every project the parts lead from before to after", apart, "0", 0, 0)]
    for place, name in enumerate(TIER_NAMES):
        change = page.comparison.change((place,))
        for when, pence, offset in (("before", change.before, 8), ("now", change.after, 12)):
            says = f"{page.names[name]} {when} is as on the screen"
            column = f"SUM({ranges[offset + place]})"
            checks.append(Check(says, column, f"{pence / 100:.2f}", pence, pence))
    return checks


def _write_groups(sheet: Sheet, page: ComparisonPage, ranges: Sequence[str]) -> list[Check]:
    assert page.facet is not None  # who calls has asked
    facet, places = page.facet, page.lens.places
    sheet.lay_out([44, *[18.0] * 6], freeze="B2")
    sheet.add(*_heads(facet.label, page))
    for value, change in page.grouped:
        _add(sheet, facet.show(value), change)
    last = max(sheet.row, FIRST_ROW)
    totals = [
        (Formula(f"=SUM({letter}{FIRST_ROW}:{letter}{last})", pence / 100), Look.MONEY_TOTAL)
        for letter, pence in zip("BCDEFG", page.comparison.change(places), strict=True)
    ]
    row = sheet.add(("All", Look.LABEL), *totals)
    before, after = page.explained.before, page.explained.after
    return [
        Check(f"{sheet.title}: money before", sheet.place(2, row), f"SUM({ranges[2]})", before, before),
        Check(f"{sheet.title}: money now", sheet.place(7, row), f"SUM({ranges[7]})", after, after),
    ]  # fmt: skip


def _write_projects(sheet: Sheet, page: ComparisonPage) -> None:
    names = headings(comparison_headings(page))
    sheet.lay_out(
        widths_of(names, {"Name": 44.0} | dict.fromkeys(names[-AMOUNTS:], 17.0)), freeze="C2"
    )
    texts = len(names) - AMOUNTS
    looks = [*[Look.HEADING] * texts, *[Look.HEADING_OF_NUMBERS] * AMOUNTS]
    sheet.add(*zip(names, looks, strict=True))
    styles = [sheet.looks[look] for look in (*[Look.TEXT] * texts, *[Look.MONEY] * AMOUNTS)]
    for each in page.comparison.projects:
        project = each.judged.project
        told = (facet.read(each.judged) for facet in page.facets)
        pence = (each.before.rated, each.after.rated, *each.change(page.lens.places),
                 *each.before.tiers, *each.after.tiers)  # fmt: skip
        sheet.add_row([project.reference, project.name, *told, *map(Pounds, pence)], styles)
    if page.comparison.projects:
        sheet.make_table("Projects", names, 1, len(page.comparison.projects) + 1)
