"""What a person is shown about a sheet before they say how it is to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from projects.domain.cells import SheetRow
from projects.domain.columns import ROWS_SAMPLED, Column, sample_columns
from projects.domain.header_row import ROWS_LOOKED_AT, Header, find_header, header_at
from projects.domain.headings import Field
from projects.domain.interpretation import Choices
from projects.domain.layout import Layout
from projects.domain.mapping import choose_amount, is_code
from projects.domain.outline import ColumnTotal, column_totals
from projects.domain.proposal import Proposal
from projects.domain.table import read_table
from projects.queries.column_mappings import propose_with_memory
from projects.spreadsheets.interpret import choose_sheet, propose_sheet
from projects.spreadsheets.reader import Sheet, Spreadsheet
from projects.spreadsheets.refusal import SpreadsheetRefused

FIRST_ROWS = 12
LONG_SHEET_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Outline:
    """A sheet's headings and, where a column of amounts was found, a proposal how to read it."""

    header: Header | None
    proposal: Proposal | None = None
    is_certain: bool = False
    """Whether the amount may be taken unasked."""
    is_remembered: bool = False


def outline_of(
    spreadsheet: Spreadsheet,
    sheet: Sheet,
    organisation_id: int,
    header_row: int | None,
    *,
    file_name: str,
) -> Outline:
    try:
        proposal, is_remembered = propose_with_memory(
            spreadsheet, sheet, organisation_id, header_row=header_row, file_name=file_name
        )
        return Outline(proposal.header, proposal, is_certain=True, is_remembered=is_remembered)
    except SpreadsheetRefused:
        return _without_certainty(spreadsheet, sheet, header_row, file_name)


def likeliest_sheet(spreadsheet: Spreadsheet) -> Sheet:
    """One that can be read without asking, else the largest of those with amounts, else of all."""
    if len(spreadsheet.sheets) == 1:
        return spreadsheet.sheets[0]
    try:
        return choose_sheet(spreadsheet, Choices(), None)[0]
    except SpreadsheetRefused:
        return max(spreadsheet.sheets, key=lambda sheet: _likelihood(spreadsheet, sheet))


def _likelihood(spreadsheet: Spreadsheet, sheet: Sheet) -> tuple[bool, int]:
    outline = _without_certainty(spreadsheet, sheet, None, "")
    return outline.proposal is not None, sheet.row_count * sheet.column_count


def _without_certainty(
    spreadsheet: Spreadsheet, sheet: Sheet, header_row: int | None, file_name: str
) -> Outline:
    """The likeliest column stands in for the amount until the person says which it is."""
    start = list(islice(sheet.rows, ROWS_SAMPLED + ROWS_LOOKED_AT))
    header = header_in(start, header_row, sheet.layout)
    possible = possible_amounts(_columns_below(header, start, sheet.layout)) if header else []
    if header is None or not possible:
        return Outline(header)
    choices = Choices(header_row=header.row, mapping={Field.AMOUNT: possible[0].heading})
    try:
        proposal = propose_sheet(spreadsheet, sheet, choices, file_name=file_name)
        return Outline(header, proposal)
    except SpreadsheetRefused:
        return Outline(header)


def header_in(start: Sequence[SheetRow], header_row: int | None, layout: Layout) -> Header | None:
    if header_row is None:
        return find_header(start, layout.merges)
    index = next((i for i, row in enumerate(start) if row.number == header_row), None)
    return None if index is None else header_at(start, index, layout.merges)


def _columns_below(header: Header, start: Sequence[SheetRow], layout: Layout) -> list[Column]:
    below = [row for row in start if row.number > header.row]
    return sample_columns(header.headings, below, layout.hidden_columns)


def possible_amounts(columns: Sequence[Column]) -> list[Column]:
    """The likeliest first, then every other column that mostly holds numbers."""
    likely = list(choose_amount(columns).candidates)
    others = [c for c in columns if c not in likely and not is_code(c)]
    return likely + [column for column in others if column.amount_share() >= 0.5]


def amount_totals(sheet: Sheet, proposal: Proposal) -> list[ColumnTotal]:
    """Every column that could be the amount, with its total; total rows are left out of them, but
    for the longest sheets, where finding them first would keep a person waiting."""
    how = proposal.interpretation
    is_long = sheet.row_count > LONG_SHEET_ROWS
    passing = set() if is_long else {row.row for row in read_table(sheet.rows, how).set_aside}
    above = {
        row.number for row in islice(sheet.rows, ROWS_LOOKED_AT) if row.number <= how.header_row
    }
    likely = possible_amounts(proposal.columns)
    return column_totals(sheet.rows, likely, unit=how.unit, passing=frozenset(passing | above))


def first_rows(sheet: Sheet, header_row: int | None) -> list[SheetRow]:
    """The first rows as a person would see them: enough to show the headings and what is below."""
    count = max(FIRST_ROWS, (header_row or 0) + 5)
    return list(islice(sheet.rows, min(count, ROWS_LOOKED_AT)))
