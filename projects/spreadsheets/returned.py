"""Rejected rows given back as a workbook in the file's own shape, ready to mend and bring in again."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

import openpyxl
from openpyxl.cell import Cell as WorkbookCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from projects.domain.cells import Cell, SheetRow, cell_text
from projects.domain.mended import HANDED_BACK, ORIGIN_HEADING, Origin, find_origin
from projects.domain.parsed import ImportResult

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")
_SHEET = "Rows to mend"
_WIDTH, _REASON_WIDTH = 18, 60


def write_returned_rows(
    rows: Iterable[SheetRow], result: ImportResult, to: BinaryIO, *, import_id: int
) -> int:
    """The headings, every rejected row with its cells as they were, and last where it stood and why.

    Answers how many rows were written. Texts stay texts, whatever they begin with.
    """
    reasons = _reasons(result)
    headings = result.interpretation.headings
    own = [index for index, heading in enumerate(headings) if heading not in HANDED_BACK]
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(_SHEET)
    _set_up(sheet, len(own) + 1)
    sheet.append([_heading(sheet, text) for text in (*(headings[i] for i in own), *HANDED_BACK)])
    for row in rows:
        if row.number in reasons:
            cells = [_cell(sheet, row.cells[i] if i < len(row.cells) else None) for i in own]
            origin = str(_origin(row, headings) or Origin(import_id, row.number))
            sheet.append([*cells, origin, safe_text_cell(sheet, reasons[row.number])])
    workbook.save(to)
    return len(reasons)


def _origin(row: SheetRow, headings: Sequence[str]) -> Origin | None:
    """A row handed back twice still comes from the first file."""
    column = headings.index(ORIGIN_HEADING) if ORIGIN_HEADING in headings else len(row.cells)
    return find_origin(cell_text(row.cells[column])) if column < len(row.cells) else None


def _reasons(result: ImportResult) -> dict[int, str]:
    """One text for each row: every fault with its column."""
    reasons: dict[int, str] = {}
    for error in result.errors:
        reason = f"{error.column}: {error.message}"
        earlier = reasons.get(error.row)
        reasons[error.row] = f"{earlier}\n{reason}" if earlier else reason
    return reasons


def _set_up(sheet: WriteOnlyWorksheet, columns: int) -> None:
    sheet.freeze_panes = "A2"
    widths: Any = sheet.column_dimensions  # type: ignore[attr-defined]  # the stubs lack it
    for index in range(1, columns + 1):
        widths[get_column_letter(index)].width = _WIDTH
    widths[get_column_letter(columns + 1)].width = _REASON_WIDTH


def _heading(sheet: WriteOnlyWorksheet, text: str) -> WorkbookCell:
    cell = safe_text_cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    if value is None or isinstance(value, (bool, int, float, date)):
        return value
    return safe_text_cell(sheet, cell_text(value))


def safe_text_cell(sheet: WriteOnlyWorksheet, text: str) -> WorkbookCell:
    """A cell typed as text; one that begins like a formula is marked as quoted text too."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if text.startswith(_STARTS_A_FORMULA):
        cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text="\n" in text, vertical="top")
    return cell
