"""What the columns of a sheet hold, judged by their first rows."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from projects.domain.cells import Cell, SheetRow, cell_text, is_blank, is_dash
from projects.domain.dates import DateOrder, NotADate, parse_date
from projects.domain.financial_year import FinancialYear
from projects.domain.headings import heading_key
from projects.domain.money import is_amount, uses_decimal_comma

ROWS_SAMPLED = 1_000
_FIVE_DIGITS = re.compile(r"\s*\d{5}\s*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its cells that hold something, among the rows sampled."""

    index: int
    heading: str
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    """Whether a person who opens the sheet does not see it."""

    @property
    def key(self) -> str:
        return heading_key(self.heading)

    @property
    def decimal_comma(self) -> bool:
        return uses_decimal_comma([cell for cell in self.cells if isinstance(cell, str)])

    def share(self, is_such: Callable[[Cell], bool]) -> float:
        """The part of its cells that are such; 0 for an empty column."""
        return sum(map(is_such, self.cells)) / len(self.cells) if self.cells else 0.0

    def without_dashes(self) -> "Column":
        """Among the columns of several years a dash is a year without money."""
        return replace(self, cells=tuple(cell for cell in self.cells if not is_dash(cell)))

    def amount_share(self) -> float:
        comma = self.decimal_comma
        return self.share(lambda cell: is_amount(cell, decimal_comma=comma))

    def money_share(self) -> float:
        """The part written as money: with pence, thousands or a currency, unlike codes and counts."""
        comma = self.decimal_comma
        return self.share(
            lambda cell: _looks_like_money(cell) and is_amount(cell, decimal_comma=comma)
        )

    def texts(self) -> list[str]:
        return [cell_text(cell) for cell in self.cells]

    def samples(self, count: int = 3) -> list[str]:
        """A few different values to show beside the heading."""
        return list(dict.fromkeys(self.texts()[:50]))[:count]


def sample_columns(
    headings: Sequence[str], rows: Sequence[SheetRow], hidden: Set[int] = frozenset()
) -> list[Column]:
    return [
        Column(
            index,
            heading,
            tuple(
                row.cells[index]
                for row in rows
                if index < len(row.cells) and not is_blank(row.cells[index])
            ),
            index in hidden,
        )
        for index, heading in enumerate(headings)
    ]


def _looks_like_money(cell: Cell) -> bool:
    if isinstance(cell, float):
        return True
    return isinstance(cell, str) and any(mark in cell for mark in "£€$.,")


def is_date(cell: Cell) -> bool:
    """A bare number is none, though a column of dates may hold some: see `is_serial_date`."""
    if isinstance(cell, (int, float)) or (isinstance(cell, str) and _FIVE_DIGITS.fullmatch(cell)):
        return False
    try:
        parse_date(cell, DateOrder.DAY_FIRST)
    except NotADate:
        return _is_month_first(cell)
    return True


def is_serial_date(cell: Cell) -> bool:
    """A number that Excel would show as a day between 1980 and 2064, had it been told to."""
    text = cell_text(cell) if isinstance(cell, (int, str)) else ""
    return text.isdecimal() and len(text) == 5 and 29_221 <= int(text) <= 60_000


def _is_month_first(cell: Cell) -> bool:
    try:
        parse_date(cell, DateOrder.MONTH_FIRST)
    except NotADate:
        return False
    return True


def is_two_year(cell: Cell) -> bool:
    return isinstance(cell, str) and FinancialYear.find(cell) is not None


def is_year(cell: Cell) -> bool:
    return is_year_start(cell) or FinancialYear.read(cell_text(cell)) is not None


def is_plain_year(cell: Cell) -> bool:
    return is_year_start(cell) or FinancialYear.from_plain_year(cell_text(cell)) is not None


def is_year_start(cell: Cell) -> bool:
    """A first of January in a column of years is a year that a spreadsheet made a date of."""
    return isinstance(cell, date) and (cell.month, cell.day) == (1, 1)
