"""Sheets with a column of amounts for each year, and often several: budget, outturn, variance."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from projects.domain.columns import Column, is_date
from projects.domain.faults import FileWarning, WarningKind
from projects.domain.financial_year import FinancialYear
from projects.domain.interpretation import Interpretation, YearColumn
from projects.domain.words import find_basis

_NO_MONEY = re.compile(
    r"\b(variances?|variations?|differences?|diff|change|increase|decrease|growth|movement"
    r"|under|over|percent|percentage|rate|ftes?|posts|headcount|numbers?|no|cumulative|per head)\b"
)
_VERSIONS = (
    r"revised|current|latest|updated|final|outturn",
    r"approved|agreed|net",
    r"budget|plan|planned|actuals?|spend|expenditure|amount",
    r"original|opening|initial|base|gross",
    r"forecast|estimated?|projected|projection|provisional|to date|ytd",
)
"""Words for the same money at another time, the one that finance would name first."""
_ANY_VERSION = re.compile(rf"\b({'|'.join(_VERSIONS)})\b")
_NUMBERS = re.compile(r"\b(fy)?\d[\d ]*\b")
_PART = re.compile(r"\b(q[1-4]|quarter|month|period|p\d\d?|half|h[12]|capital|revenue)\b")


def possible_year_columns(columns: Sequence[Column]) -> tuple[YearColumn, ...]:
    """Columns of numbers named after financial years: “2025/26”, “2025/26 Budget”. Their basis is
    blank where the heading does not say it."""
    return tuple(
        YearColumn(column.index, year.starting_year, find_basis(column.heading) or "")
        for column in columns
        if (year := _year_of(column.heading))
        and column.without_dashes().amount_share() >= 0.5
        and column.share(is_date) < 0.5
    )


def find_year_columns(columns: Sequence[Column]) -> tuple[YearColumn, ...]:
    """Those that are money, each amount once."""
    by_index = {column.index: column for column in columns}
    found = [
        each
        for each in possible_year_columns(columns)
        if not _NO_MONEY.search(by_index[each.index].key)
    ]
    alike: dict[tuple[int | None, str], list[Column]] = defaultdict(list)
    for each in found:
        alike[each.financial_year, each.basis].append(by_index[each.index])
    kept = {column.index for group in alike.values() for column in _counted_once(group)}
    return tuple(each for each in found if each.index in kept)


def _year_of(heading: str) -> FinancialYear | None:
    return FinancialYear.find(heading) or FinancialYear.from_plain_year(heading.strip())


def _counted_once(columns: Sequence[Column]) -> Sequence[Column]:
    """Of the same money told several times only the best version; parts of a year stay all."""
    if len(columns) == 1:
        return columns
    if totals := [column for column in columns if "total" in column.key.split()]:
        return totals[:1]
    subjects = {_ANY_VERSION.sub("", _NUMBERS.sub("", column.key)).strip() for column in columns}
    if len(subjects) > 1 or all(_PART.search(column.key) for column in columns):
        return columns
    return [min(columns, key=lambda column: _version(column.key))]


def _version(key: str) -> int:
    found = {rank for rank, words in enumerate(_VERSIONS) if re.search(rf"\b({words})\b", key)}
    if "forecast" in key.split() and "outturn" in key.split():
        found.discard(0)  # what the year is going to end with is a forecast
    return min(found) if found & {0, 1} else max(found, default=2)


def added_up(how: Interpretation) -> Iterator[FileWarning]:
    """Amounts of one year and basis that stand in several columns."""
    together: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    for each in how.year_columns:
        together[each.financial_year, each.basis].append(how.heading(each.index))
    for (year, _), headings in together.items():
        if len(headings) > 1:
            of_year = f" of {FinancialYear(year)}" if year else ""
            message = f"The amounts{of_year} are added up from {_listed(headings)}."
            yield FileWarning(WarningKind.YEAR_COLUMNS_ADDED, len(headings), message)


def passed_over(columns: Sequence[Column], how: Interpretation) -> Iterator[FileWarning]:
    """Columns of numbers of a year that are not taken as its amount."""
    taken = {each.index for each in how.year_columns}
    found = [
        how.heading(each.index)
        for each in possible_year_columns(columns)
        if taken and each.index not in taken
    ]
    if found:
        message = f"Not counted, as they tell the same money again or none: {_listed(found)}."
        yield FileWarning(WarningKind.YEAR_COLUMNS_PASSED_OVER, len(found), message)


def _listed(headings: Sequence[str]) -> str:
    return ", ".join(f"“{heading}”" for heading in headings)
