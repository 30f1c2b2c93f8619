"""Sheets with a column of amounts for each month, quarter or period of a year."""

import re
from collections.abc import Sequence

from projects.domain.columns import Column, is_date
from projects.domain.financial_year import FinancialYear
from projects.domain.interpretation import YearColumn
from projects.domain.words import find_basis
from projects.domain.year_columns import possible_year_columns

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_PERIOD = re.compile(
    rf"(?:{_MONTH}[\s,.\-'’]*(?:(?:20)?\d\d)?|20\d\d-(?:0[1-9]|1[0-2])"
    r"|(?:q|qtr|quarter)\s*[1-4]|(?:p|period|m|month)\s*(?:0?[1-9]|1[0-2]))"
    r"(?:\s+(?:actuals?|budget|forecast|spend|payments?|plan))?",
    re.IGNORECASE,
)


def find_period_columns(columns: Sequence[Column]) -> tuple[YearColumn, ...]:
    """Two or more of them, whose amounts add up. A month such as “Apr-24” tells its year; “Apr” or
    “Q1” leaves it to the row, the title or a person."""
    found = tuple(
        YearColumn(column.index, year_of_period(column.heading), find_basis(column.heading) or "")
        for column in columns
        if _PERIOD.fullmatch(column.heading.strip())
        and column.without_dashes().amount_share() >= 0.5
        and column.share(is_date) < 0.5
    )
    return found if len(found) > 1 else ()


def amounts_of_years(columns: Sequence[Column]) -> tuple[YearColumn, ...]:
    """All columns that could be the amount of a year or of a part of one."""
    years = possible_year_columns(columns)
    named = {each.index for each in years}
    return years + tuple(each for each in find_period_columns(columns) if each.index not in named)


def year_of_period(heading: str) -> int | None:
    """The starting year of a month with its year."""
    year = FinancialYear.find_month(heading)
    return year.starting_year if year else None


def only_year_of_periods(columns: Sequence[Column]) -> int | None:
    """The year that all months in the headings fall in, for sheets whose amount is their total."""
    years = {column.financial_year for column in find_period_columns(columns)}
    return years.pop() if len(years) == 1 else None
