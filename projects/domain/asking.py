"""Why a sheet cannot be read without a word from a person, in sentences that say which."""

from collections.abc import Sequence

from projects.domain.cells import CellFault, SheetRow
from projects.domain.columns import Column
from projects.domain.header_row import Header
from projects.domain.headings import Field, rank_of
from projects.domain.mapping import AmountChoice, is_code
from projects.domain.proposal import TableRefused

_NAMED = 12


def no_header(rows: Sequence[SheetRow], header_row: int | None) -> TableRefused:
    faults = [cell for row in rows for cell in row.cells if isinstance(cell, CellFault)]
    if faults:
        return TableRefused(faulty_sheet(faults))
    if header_row is not None:
        sentence = f"Row {header_row} is empty or too far down to hold the headings."
        return TableRefused(sentence)
    if not rows:
        return TableRefused("The sheet is empty.")
    return TableRefused(
        "No row of headings was found above a column of amounts.",
        hint="Say which row holds the headings with --header-row.",
    )


def unclear_amount(
    amount: AmountChoice,
    columns: Sequence[Column],
    rows: Sequence[SheetRow],
    header: Header,
    *,
    is_text: bool,
) -> TableRefused:
    """Names the columns that could be the amount, or says why there is none."""
    faults = _faults_instead_of_money(columns)
    possible = amount.candidates or tuple(
        column for column in columns if column.amount_share() >= 0.5 and not is_code(column)
    )
    if faults and not amount.candidates:
        return TableRefused(faulty_sheet(faults), header=header, columns=columns)
    odd_lines = _odd_lines(rows, header, is_text=is_text)
    if not possible:
        sentence = (
            f"No column under the headings of row {header.row} holds amounts of money.{odd_lines}"
        )
        hint = "If the headings are in another row, say which with --header-row."
        return TableRefused(sentence, hint=hint, header=header, columns=columns)
    return TableRefused(
        f"It is not clear which column is the amount: it could be {_listed(possible)}.{odd_lines}",
        hint=f'Add --map amount="…" with one of these, such as --map amount="{possible[0].heading}".',
        header=header,
        columns=columns,
        candidates=possible,
    )


def _faults_instead_of_money(columns: Sequence[Column]) -> list[CellFault]:
    """Those under a heading that names money, else all where no column holds numbers."""
    named = [column for column in columns if rank_of(Field.AMOUNT, column.key) is not None]
    if not any(column.amount_share() >= 0.5 for column in columns):
        named = list(columns)
    return [cell for column in named for cell in column.cells if isinstance(cell, CellFault)]


def _listed(columns: Sequence[Column]) -> str:
    names = ", ".join(f"“{column.heading}”" for column in columns[:_NAMED])
    return names + (f" or {len(columns) - _NAMED} more" if len(columns) > _NAMED else "")


def _odd_lines(rows: Sequence[SheetRow], header: Header, *, is_text: bool) -> str:
    """Names lines of a text file that do not fit the headings or hold a NUL byte."""
    if not is_text:
        return ""
    faults = [
        f"line {row.number} {what}"
        for row in rows
        if (what := _odd_line(row, header.named)) is not None
    ]
    return f" Also {', '.join(faults[:10])}." if faults else ""


def _odd_line(row: SheetRow, named: int) -> str | None:
    if any(isinstance(cell, str) and "\x00" in cell for cell in row.cells):
        return "holds a NUL byte"
    if len(row.cells) < named or any(cell is not None for cell in row.cells[named:]):
        return f"has {len(row.cells)} values where there are {named} headings"
    return None


def faulty_sheet(faults: Sequence[CellFault]) -> str:
    errors = list(
        dict.fromkeys(fault.code for fault in faults if fault.code.startswith(("#", "Err")))
    )
    if len(errors) < len(set(faults)):
        return (
            "The sheet holds formulas that were never calculated: "
            "open the file in Excel, save it and bring it in again."
        )
    listed = ", ".join(errors[:4])
    return (
        f"The sheet holds errors ({listed}) where amounts should be: "
        "mend the formulas or type the values."
    )
