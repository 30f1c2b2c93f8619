"""What a cell of a spreadsheet can hold, and how it is read as text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

NOT_CALCULATED = "not calculated"


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell without a usable value: an error such as #DIV/0!, or NOT_CALCULATED."""

    code: str

    def __str__(self) -> str:
        return self.code


Cell: TypeAlias = str | int | float | bool | date | datetime | CellFault | None


class SheetRow(NamedTuple):
    """One row: its number as in the file (1 is the first) and its cells from column A."""

    number: int
    cells: Sequence[Cell]


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff]")
_DASHES = {"-", "–", "—", "−"}
_LARGE = 1_000
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029")


def clean_text(text: str) -> str:
    """Trimmed, in Unicode form NFC, without control characters; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", _LINE_END.sub("\n", text))
    return _CONTROL.sub("", text).strip()


def cell_text(cell: Cell) -> str:
    """The cell as a person would read it; an empty cell is an empty text."""
    if isinstance(cell, str):
        return clean_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, date):
        return _date_text(cell)
    return str(cell)


def number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _date_text(day: date) -> str:
    if isinstance(day, datetime) and (day.hour or day.minute or day.second):
        return day.isoformat(sep=" ", timespec="seconds")
    return day.isoformat()[:10]


def kept_text(cell: Cell) -> str:
    """As a person would write it: a calculated number without the decimals that nobody reads."""
    if isinstance(cell, float) and not cell.is_integer():
        return number_text(round(cell, 2) if abs(cell) >= _LARGE else float(f"{cell:.8g}"))
    return cell_text(cell)


def is_dash(cell: Cell) -> bool:
    """One of the marks that stand for nothing where figures are printed."""
    return isinstance(cell, str) and cell.strip() in _DASHES


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def column_letter(index: int) -> str:
    """The spreadsheet's own name of a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters
