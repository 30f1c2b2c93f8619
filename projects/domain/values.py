"""What a cell looks like: a heading, or a value below one."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from projects.domain.cells import Cell
from projects.domain.financial_year import FinancialYear

_LONGEST_HEADING = 200
_ENOUGH_MONTHS = 3
_ONE_DAY = timedelta(days=1)
_NUMBER_LIKE = re.compile(r"[\s£$€(−-]*\d[\d,. \u00a0\u202f]*\)?-?%?\s*")
_DATE_LIKE = re.compile(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}.*")


def is_heading_like(cell: Cell) -> bool:
    if isinstance(cell, str):
        text = cell.strip()
        named_year = FinancialYear.find(text) is not None
        return bool(text) and len(text) <= _LONGEST_HEADING and (named_year or not is_value(text))
    return isinstance(cell, int) and not isinstance(cell, bool) and 2000 <= cell <= 2100


def month_columns(cells: Sequence[Cell]) -> frozenset[int]:
    """Where real dates head a column for each month: first or last days of months, one after another."""
    days = [(index, cell) for index, cell in enumerate(cells) if isinstance(cell, date)]
    months = [12 * day.year + day.month for _, day in days]
    are_ends = all(day.day == 1 or (day + _ONE_DAY).day == 1 for _, day in days)
    in_order = all(later - earlier == 1 for earlier, later in pairwise(months))
    is_such = len(days) >= _ENOUGH_MONTHS and are_ends and in_order
    return frozenset(index for index, _ in days) if is_such else frozenset()


def is_value(cell: Cell) -> bool:
    if isinstance(cell, str):
        text = cell.strip()
        return bool(text) and bool(_NUMBER_LIKE.fullmatch(text) or _DATE_LIKE.fullmatch(text))
    return cell is not None
