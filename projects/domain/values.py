"""What a cell looks like: a heading, or a value below one."""

import re

from projects.domain.cells import Cell
from projects.domain.financial_year import FinancialYear

_LONGEST_HEADING = 200
_NUMBER_LIKE = re.compile(r"[\s£$€(−-]*\d[\d,. \u00a0\u202f]*\)?-?%?\s*")
_DATE_LIKE = re.compile(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}.*")


def is_heading_like(cell: Cell) -> bool:
    if isinstance(cell, str):
        text = cell.strip()
        named_year = FinancialYear.find(text) is not None
        return bool(text) and len(text) <= _LONGEST_HEADING and (named_year or not is_value(text))
    return isinstance(cell, int) and not isinstance(cell, bool) and 2000 <= cell <= 2100


def is_value(cell: Cell) -> bool:
    if isinstance(cell, str):
        text = cell.strip()
        return bool(text) and bool(_NUMBER_LIKE.fullmatch(text) or _DATE_LIKE.fullmatch(text))
    return cell is not None
