"""Faults of a whole row: its width, damage in the file, amounts in another currency."""

from projects.domain.cells import SheetRow, cell_text
from projects.domain.headings import Field
from projects.domain.rows import RowReader, cell_at
from projects.domain.words import currency_named, find_currency


def check_width(reader: RowReader, row: SheetRow) -> bool:
    """Whether a line of a text file is short; notes a fault where it is too long."""
    how = reader.interpretation
    for index in range(how.named_columns, len(row.cells)):
        if how.is_ragged and row.cells[index] is not None:
            message = (
                f"Line {row.number} has more values than the {how.named_columns} headings: "
                "put quotation marks around a value that holds the delimiter."
            )
            reader.fault(row, index, message)
            break
    return how.is_ragged and len(row.cells) < how.named_columns


def check_control_characters(reader: RowReader, row: SheetRow) -> None:
    for index, cell in enumerate(row.cells):
        if isinstance(cell, str) and "\x00" in cell:
            reader.fault(
                row, index, f"Line {row.number} holds a NUL byte: the file is damaged there."
            )


def check_currency(reader: RowReader, row: SheetRow) -> None:
    column = reader.columns.get(Field.CURRENCY)
    if column is None:
        _check_currency_marks(reader, row)
        return
    text = cell_text(cell_at(row.cells, column))
    currency = find_currency(text)
    if text and currency is None:
        reader.fault(row, column, "This is not a currency: write a code such as GBP.")
    elif currency:
        _check_is_usual(reader, row, column, currency)


def _check_currency_marks(reader: RowReader, row: SheetRow) -> None:
    for column, _, _ in reader.money_columns:
        cell = cell_at(row.cells, column)
        is_marked = isinstance(cell, str) and not (cell[:1].isdigit() and cell[-1:].isdigit())
        if is_marked and (currency := currency_named(cell_text(cell))):
            _check_is_usual(reader, row, column, currency)


def _check_is_usual(reader: RowReader, row: SheetRow, column: int, currency: str) -> None:
    usual = reader.interpretation.currency
    if currency != usual:
        reader.fault(row, column, f"The other amounts are in {usual}: convert this one.")
