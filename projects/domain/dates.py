"""Dates as people write them; whether the day or the month comes first is decided per column."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from projects.domain.cells import Cell, CellFault, cell_text
from projects.domain.financial_year import FinancialYear
from projects.domain.money import fault_sentence

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = r"(?:[T\s,]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})" + _TIME)
_DAY_MONTH_NAME = re.compile(
    r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*(?:of\s+)?([A-Za-z]{3,9})\.?,?[\s\-/.]*(\d{4}|\d{2})"
    + _TIME
)
_MONTH_NAME_DAY = re.compile(
    r"(?:[A-Za-z]+,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _TIME
)
_MONTH_NAME_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[\s\-/]*(\d{4}|\d{2})")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)-(\d\d)()")  # without a day: the first
_MONTHS_OF_A_YEAR = re.compile(
    r"([A-Za-z]{3,9})\.?\s*(\d{4})?\s*(?:-|–|to)\s*([A-Za-z]{3,9})\.?\s*(\d{4})"
)
"""“July to September 2010”: only what lies within one financial year tells a date."""
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIAL_RANGE = range(20_000, 80_000)


class NotADate(ValueError):
    """The message is a sentence about the cell, with what to do."""


class DateOrder(StrEnum):
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What a column's cells say about the order of day and month.

    `day_first` and `month_first` count cells that can be read in one way only, `either` those
    that can be read both ways; `styles` counts the ways of writing (real dates, ISO, numbers, names).
    """

    day_first: int
    month_first: int
    either: int
    styles: dict[str, int]

    @property
    def order(self) -> DateOrder:
        return DateOrder.MONTH_FIRST if self.month_first > self.day_first else DateOrder.DAY_FIRST

    @property
    def is_certain(self) -> bool:
        return not self.either or bool(self.day_first) != bool(self.month_first)

    @property
    def second_style_count(self) -> int:
        """Dates not written like the most of them."""
        contrary = min(self.day_first, self.month_first)
        return contrary + sum(self.styles.values()) - max(self.styles.values(), default=0)


class DateWatch:
    """Gathers evidence cell by cell."""

    def __init__(self) -> None:
        self.day_first = self.month_first = self.either = 0
        self.styles: Counter[str] = Counter()

    def see(self, cell: Cell) -> None:
        if isinstance(cell, date):
            self.styles["date cell"] += 1
        elif isinstance(cell, str):
            self._see_text(cell.strip())

    def _see_text(self, text: str) -> None:
        if match := _NUMERIC.fullmatch(text):
            first, second = int(match[1]), int(match[2])
            self.styles["numbers"] += 1
            self.day_first += first > 12 >= second
            self.month_first += second > 12 >= first
            self.either += first <= 12 and second <= 12 and first != second
        elif _ISO.fullmatch(text):
            self.styles["ISO"] += 1
        elif text[:1].isalnum() and _DAY_MONTH_NAME.fullmatch(text):
            self.styles["month names"] += 1

    def evidence(self) -> DateEvidence:
        return DateEvidence(self.day_first, self.month_first, self.either, dict(self.styles))


def find_date_evidence(cells: Iterable[Cell]) -> DateEvidence:
    watch = DateWatch()
    for cell in cells:
        watch.see(cell)
    return watch.evidence()


def parse_date(cell: Cell, order: DateOrder) -> date:
    """Raises NotADate. A cell that can be read in one way only is read so, whatever the order."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, CellFault):
        raise NotADate(fault_sentence(cell))
    if isinstance(cell, (int, float)) and int(cell) in _SERIAL_RANGE:
        return _SERIAL_EPOCH + timedelta(days=int(cell))
    text = cell_text(cell)
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIAL_RANGE:
        return _SERIAL_EPOCH + timedelta(days=int(text))
    if not text:
        raise NotADate("The date is blank.")
    try:
        return _date_from_text(text, order)
    except ValueError as error:
        raise NotADate("This is not a date: write it as 31/03/2026.") from error


def _date_from_text(text: str, order: DateOrder) -> date:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _YEAR_MONTH.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    if match := _NUMERIC.fullmatch(text):
        return _from_numbers(int(match[1]), int(match[2]), _year(match[3]), order)
    if match := _DAY_MONTH_NAME.fullmatch(text):
        return date(_year(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_NAME_DAY.fullmatch(text):
        return date(int(match[3]), _month(match[1]), int(match[2]))
    if match := _MONTH_NAME_YEAR.fullmatch(text):
        return date(_year(match[2]), _month(match[1]), 1)
    if match := _MONTHS_OF_A_YEAR.fullmatch(text):
        return _first_of_months(match)
    raise ValueError(text)


def _first_of_months(match: re.Match[str]) -> date:
    last = date(int(match[4]), _month(match[3]), 1)
    first = date(int(match[2] or match[4]), _month(match[1]), 1)
    if first > last or FinancialYear.of(first) != FinancialYear.of(last):
        raise ValueError(match[0])
    return first


def _from_numbers(first: int, second: int, year: int, order: DateOrder) -> date:
    is_month_first = order is DateOrder.MONTH_FIRST
    if first > 12 >= second:
        is_month_first = False
    elif second > 12 >= first:
        is_month_first = True
    return date(year, first, second) if is_month_first else date(year, second, first)


def _month(name: str) -> int:
    try:
        return _MONTHS[name.lower()]
    except KeyError as error:
        raise ValueError(name) from error


def _year(text: str) -> int:
    """Two figures up to 69 are of this century."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)
