"""What to know about rows and columns that a person who opens the sheet does not see."""

from collections.abc import Iterator, Sequence

from projects.domain.faults import FileWarning, WarningKind
from projects.domain.interpretation import Interpretation
from projects.domain.money import format_pounds
from projects.domain.parsed import HiddenRows, ImportResult
from projects.spreadsheets.kinds import Kind
from projects.spreadsheets.reader import Spreadsheet


def hidden_warnings(spreadsheet: Spreadsheet, result: ImportResult) -> Iterator[FileWarning]:
    how = result.interpretation
    if hidden := result.hidden.count:
        yield FileWarning(
            WarningKind.HIDDEN_ROWS,
            hidden,
            _rows_sentence(result.hidden, how),
            rows=result.hidden.rows,
            hint="Say --hidden-rows leave to leave them out." if not how.leaves_hidden else "",
        )
    columns = sorted(spreadsheet.sheet(how.sheet).layout.hidden_columns)
    if sentence := _columns_sentence(columns, how):
        yield FileWarning(WarningKind.HIDDEN_COLUMNS, len(columns), sentence)
    if spreadsheet.kind is Kind.XLS:
        message = (
            "An old workbook (.xls) is read with the rows that are hidden in it, and they cannot be told "
            "apart: if a filter is on, save it as .xlsx and bring that in."
        )
        yield FileWarning(WarningKind.HIDDEN_UNKNOWN, 1, message)


def _rows_sentence(hidden: HiddenRows, how: Interpretation) -> str:
    one = hidden.count == 1
    rows = "1 row is" if one else f"{hidden.count:,} rows are"
    counted = ("It was" if one else "They were") + (" left out." if how.leaves_hidden else " kept.")
    return f"{rows} hidden in the sheet, with {format_pounds(hidden.total)}. {counted}"


def _columns_sentence(columns: Sequence[int], how: Interpretation) -> str:
    shown = [index for index in columns if index < len(how.headings)]
    used = [how.heading(index) for index in shown if index not in how.left_out]
    left = [how.heading(index) for index in shown if index in how.left_out]
    parts = [
        f"{what}: {', '.join(f'“{heading}”' for heading in headings)}."
        for what, headings in (("read all the same", used), ("left out", left))
        if headings
    ]
    return (
        f"The sheet hides columns. {' '.join(part[0].upper() + part[1:] for part in parts)}"
        if parts
        else ""
    )
