"""Finds the row of headings under whatever stands above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.domain.cells import Cell, SheetRow, cell_text, column_letter, is_blank
from projects.domain.group_headings import joined_headings, lowest_heading_row
from projects.domain.headings import heading_key, is_known
from projects.domain.layout import ROWS_NEAR_TOP, Merge
from projects.domain.values import is_heading_like, is_value, month_columns

ROWS_LOOKED_AT = ROWS_NEAR_TOP


@dataclass(frozen=True, slots=True)
class Header:
    """The row of headings: its number in the file, and a heading for every column."""

    row: int
    headings: tuple[str, ...]
    named: int
    """Columns up to the last one that has a heading in the file."""
    banner: tuple[str, ...] = ()
    """What stands above, cell by cell."""


def find_header(rows: Sequence[SheetRow], merges: Sequence[Merge] = ()) -> Header | None:
    """The likeliest of the first rows, or None where no row looks like headings."""
    best, best_score = None, 0.0
    rows = rows[:ROWS_LOOKED_AT]
    for index, row in enumerate(rows):
        score = _score(row, rows[index + 1 : index + 9])
        if score > best_score:
            best, best_score = index, score
    return None if best is None else header_at(rows, lowest_heading_row(rows, best), merges)


def header_at(rows: Sequence[SheetRow], index: int, merges: Sequence[Merge] = ()) -> Header:
    """The headings of a row, with what rows above it say of columns that it does not tell apart."""
    row = rows[index]
    width = max(len(other.cells) for other in rows[index:])
    texts = joined_headings(rows, index, merges)
    named = max((column + 1 for column, text in enumerate(texts) if text), default=0)
    return Header(row.number, unique_headings(texts, width), named, banner_of(rows[:index]))


def banner_of(rows: Sequence[SheetRow]) -> tuple[str, ...]:
    return tuple(text for row in rows for cell in row.cells if (text := cell_text(cell)))


def unique_headings(texts: Sequence[str], width: int) -> tuple[str, ...]:
    """A blank heading becomes “Column C”, a repeated one gets a number."""
    headings: list[str] = []
    seen: dict[str, int] = {}
    for index in range(width):
        text = (texts[index] if index < len(texts) else "") or f"Column {column_letter(index)}"
        seen[text] = seen.get(text, 0) + 1
        headings.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return tuple(headings)


def _score(row: SheetRow, below: Sequence[SheetRow]) -> float:
    """Headings are short texts, some of them known, above rows that hold numbers in their columns."""
    months = month_columns(row.cells)
    texts = [i for i, cell in enumerate(row.cells) if i in months or is_heading_like(cell)]
    others = sum(not is_blank(cell) for cell in row.cells) - len(texts)
    if len(texts) < 2 or not below:
        return 0.0
    known = sum(is_known(heading_key(cell_text(row.cells[index]))) for index in texts)
    values_below = sum(any(is_value(_at(other, index)) for other in below) for index in texts)
    filled_below = sum(any(not is_blank(_at(other, index)) for other in below) for index in texts)
    if not values_below and not known:
        return 0.0
    return filled_below + 4 * known + 3 * min(values_below, 5) - 3 * others


def _at(row: SheetRow, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None
