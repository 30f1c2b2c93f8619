"""From a file to an import result: picks the sheet, proposes how to read it, and reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from projects.domain.faults import FileWarning, WarningKind
from projects.domain.headings import Field
from projects.domain.interpretation import Choices, Interpretation
from projects.domain.money import format_pounds
from projects.domain.parsed import ImportResult
from projects.domain.proposal import Proposal, TableRefused
from projects.domain.propose import propose
from projects.domain.table import read_table
from projects.domain.year_columns import added_up
from projects.spreadsheets.hidden_warnings import hidden_warnings
from projects.spreadsheets.kinds import Kind
from projects.spreadsheets.reader import Sheet, Spreadsheet
from projects.spreadsheets.refusal import SpreadsheetRefused

_EXTENSIONS = {
    Kind.XLSX: {".xlsx", ".xlsm", ".xltx", ".xltm"},
    Kind.XLS: {".xls"},
    Kind.ODS: {".ods", ".ots"},
    Kind.TEXT: {".csv", ".tsv", ".txt", ".tab"},
}
_NAMES = {
    Kind.XLSX: "an Excel workbook",
    Kind.XLS: "an old Excel workbook",
    Kind.ODS: "an OpenDocument spreadsheet",
    Kind.TEXT: "a text table (CSV)",
}
_PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet, how it was read, and what it holds."""

    sheet: Sheet
    proposal: Proposal
    result: ImportResult


def interpret(
    spreadsheet: Spreadsheet,
    choices: Choices | None = None,
    *,
    sheet: str | None = None,
    file_name: str = "",
) -> Reading:
    """Reads the sheet asked for, else the largest one that holds a table.

    Raises SpreadsheetRefused with a sentence that says what a person has to add.
    """
    choices = choices or Choices()
    chosen, proposal, others = choose_sheet(spreadsheet, choices, sheet, file_name=file_name)
    result = read_sheet(chosen, proposal.interpretation)
    result.skipped_sheets = spreadsheet.hidden_sheets
    result.warnings += [*proposal.warnings, *_file_warnings(spreadsheet, result, others, file_name)]
    return Reading(chosen, proposal, result)


def propose_sheet(
    spreadsheet: Spreadsheet, sheet: Sheet, choices: Choices, *, file_name: str = ""
) -> Proposal:
    """How this sheet is to be read. Raises SpreadsheetRefused."""
    is_text = spreadsheet.kind is Kind.TEXT
    try:
        return propose(
            sheet.rows,
            sheet.name,
            choices,
            layout=sheet.layout,
            is_text=is_text,
            file_name=file_name,
        )
    except TableRefused as error:
        raise SpreadsheetRefused(str(error), hint=error.hint, table=error) from error


def read_sheet(sheet: Sheet, interpretation: Interpretation) -> ImportResult:
    return read_table(sheet.rows, interpretation, sheet.layout.hidden_rows)


def read_as_said(
    spreadsheet: Spreadsheet, interpretation: Interpretation, *, file_name: str
) -> ImportResult:
    """The result of an interpretation that a person has gone through; nothing is proposed any more."""
    result = read_sheet(spreadsheet.sheet(interpretation.sheet), interpretation)
    result.skipped_sheets = spreadsheet.hidden_sheets
    result.warnings += _file_warnings(spreadsheet, result, [], file_name)
    return result


def choose_sheet(
    spreadsheet: Spreadsheet, choices: Choices, name: str | None, *, file_name: str = ""
) -> tuple[Sheet, Proposal, list[str]]:
    """The sheet with its proposal, and the names of other sheets that hold tables as well."""
    if name is not None and spreadsheet.kind is not Kind.TEXT:
        sheet = spreadsheet.sheet(name)
        return sheet, propose_sheet(spreadsheet, sheet, choices, file_name=file_name), []
    found: list[tuple[Sheet, Proposal]] = []
    refusals: list[tuple[Sheet, SpreadsheetRefused]] = []
    for sheet in spreadsheet.sheets:
        try:
            proposal = propose_sheet(spreadsheet, sheet, choices, file_name=file_name)
            found.append((sheet, proposal))
        except SpreadsheetRefused as refusal:
            refusals.append((sheet, refusal))
    if not found:
        raise _no_table(spreadsheet, refusals)
    sheet, proposal = max(found, key=lambda pair: (_likeness(pair[1]), pair[0].row_count))
    return sheet, proposal, [other.name for other, _ in found if other is not sheet]


def _likeness(proposal: Proposal) -> int:
    """How much a sheet is like a list of projects: it says what, when and who, not only how much."""
    how = proposal.interpretation
    has_year = bool(how.year_columns or how.columns.keys() & {Field.DATE, Field.FINANCIAL_YEAR})
    has_words = bool(how.columns.keys() & {Field.NAME, Field.DESCRIPTION, Field.PROVIDER})
    return has_year + has_words


def _no_table(
    spreadsheet: Spreadsheet, refusals: list[tuple[Sheet, SpreadsheetRefused]]
) -> SpreadsheetRefused:
    """The refusal of the sheet that looks most like a table, with the hidden ones that were skipped."""
    hidden = _listed(spreadsheet.hidden_sheets)
    skipped = f" Hidden sheets were skipped: {hidden}." if hidden else ""
    if not refusals:
        return SpreadsheetRefused(f"The file has no visible sheet with cells.{skipped}")
    sheet, refusal = max(refusals, key=_nearness)
    where = f"Sheet “{sheet.name}”: " if len(refusals) > 1 else ""
    return SpreadsheetRefused(f"{where}{refusal}{skipped}", hint=refusal.hint, table=refusal.table)


def _nearness(pair: tuple[Sheet, SpreadsheetRefused]) -> tuple[bool, int]:
    sheet, refusal = pair
    has_candidates = refusal.table is not None and bool(refusal.table.candidates)
    return has_candidates, sheet.row_count * sheet.column_count


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _file_warnings(
    spreadsheet: Spreadsheet, result: ImportResult, others: list[str], file_name: str
) -> Iterator[FileWarning]:
    if hidden := spreadsheet.hidden_sheets:
        message = f"Hidden sheets were skipped: {_listed(hidden)}."
        yield FileWarning(WarningKind.HIDDEN_SHEETS, len(hidden), message)
    yield from hidden_warnings(spreadsheet, result)
    yield from added_up(result.interpretation)
    if others:
        message = f"Other sheets hold tables too and were not read: {_listed(others)}."
        hint = "Say which sheet to read with --sheet."
        yield FileWarning(WarningKind.OTHER_SHEETS, len(others), message, hint=hint)
    extension = Path(file_name).suffix.lower()
    if extension and extension not in _EXTENSIONS[spreadsheet.kind]:
        what = _NAMES[spreadsheet.kind]
        message = f"The name ends in {extension}, but the file is {what}; it was read as that."
        yield FileWarning(WarningKind.WRONG_EXTENSION, 1, message)
    if difference := control_difference(result):
        message = f"The file's own total differs from what was read by {format_pounds(difference)}."
        yield FileWarning(WarningKind.CONTROL_TOTAL_DIFFERS, 1, message)


def control_difference(result: ImportResult) -> Decimal:
    """Control total less what was read, in pounds; 0 where there is none or only rounding parts them."""
    if result.control_total is None:
        return Decimal(0)
    difference = (result.control_total - result.total).quantize(_PENNY)
    rounding = (
        _PENNY / 2 * sum(w.count for w in result.warnings if w.kind is WarningKind.ROUNDED_AMOUNTS)
    )
    return difference if abs(difference) > rounding else Decimal(0)
