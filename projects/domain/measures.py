"""Long lists that say row by row what is counted: pounds, thousands of pounds, posts, per cent."""

import re
from collections.abc import Iterator, Sequence, Set

from projects.domain.cells import cell_text
from projects.domain.columns import Column
from projects.domain.faults import FileWarning, WarningKind
from projects.domain.headings import heading_key
from projects.domain.interpretation import Interpretation
from projects.domain.money import Unit
from projects.domain.units import find_unit_hint
from projects.domain.words import BASIS_VALUES

_MEASURES = {
    "measure", "measures", "measure name", "measure type", "metric", "indicator", "value type", "data type",
    "figure", "figure type",
}  # fmt: skip
_UNITS = {"unit", "units", "unit of measure", "unit of measurement", "uom"}
"""Also what quantities are counted in: believed only where one of them is money."""
_NEVER_MONEY = re.compile(
    r"\b(percent|percentage|per cent|ftes?|wtes?|headcount|number of|no of|counts?|hours|days|weeks|rates?|ratio"
    r"|index|rank|population|variances?|variations?|differences?|movement|change"
    r"|per (head|capita|person|week|hour|day))\b"
)
_MONEY = re.compile(
    r"\b(gbp|pounds?|amounts?|value|budgets?|spend|spending|expenditure|costs?|funding|grants?|income|outturn)\b"
)
_NO_MONEY = re.compile(
    r"\b(number|no|posts?|staff|people|clients|users|households|visits|sessions|units?|volume|activity|places|cases)\b"
)
_BARE_MONEY = {"", "gbp", "pounds", "amount", "value", "cost", "spend", "money"}
_MOST_MEASURES = 30
_MONEY_SHARE = 0.3
_LARGE_UNITS = {Unit.THOUSANDS, Unit.MILLIONS}


def counts_money(text: str) -> bool:
    """Whether a row of this measure is an amount; an unknown word counts as one."""
    key = heading_key(text)
    if _NEVER_MONEY.search(key):
        return False
    return bool("£" in text or _MONEY.search(key)) or not _NO_MONEY.search(key)


def unit_of_measure(text: str) -> Unit | None:
    """The unit that a measure names, if any: “£000”, “Net expenditure (£)”."""
    return find_unit_hint(text) or (Unit.POUNDS if "£" in text else None)


def find_measures(columns: Sequence[Column], used: Set[int]) -> Column | None:
    """The column that tells rows of money from rows that are none, or those of one unit from others."""
    return next(
        (column for column in columns if column.index not in used and _parts_money(column)), None
    )


def _parts_money(column: Column) -> bool:
    values = set(column.texts())
    if len(values) > _MOST_MEASURES:
        return False
    if column.key not in _MEASURES and not _is_plainly_of_measures(column, values):
        return False
    money = {value for value in values if counts_money(value)}
    units = set(map(unit_of_measure, money))
    return bool(money) and (money != values or len(units) > 1 or bool(units & _LARGE_UNITS))


def measures_added(columns: Sequence[Column], how: Interpretation) -> Iterator[FileWarning]:
    """Measures that are all money, such as gross and net: which of them count, only a person knows."""
    used = {*how.columns.values(), *(each.column for each in how.where)}
    for column in columns:
        values = sorted(set(column.texts()))
        if (
            column.key in _MEASURES
            and column.index not in used
            and 2 <= len(values) <= _MOST_MEASURES
        ):
            listed = ", ".join(f"“{value}”" for value in values)
            yield FileWarning(
                WarningKind.MEASURES_ADDED,
                len(values),
                f"The column “{column.heading}” holds several measures ({listed}); all were counted.",
                hint=f'Add --where "{column.heading}={values[0]}" to count one of them.',
            )


def _is_plainly_of_measures(column: Column, values: Set[str]) -> bool:
    """Under a heading of units one value has to name money; under any other every value has to be a
    measure, and a good part of the rows money."""
    if column.key in _UNITS:
        return any(map(_names_money, values))
    money = column.share(lambda cell: counts_money(cell_text(cell)))
    return money >= _MONEY_SHARE and all(map(_is_plainly_one, values))


def _names_money(text: str) -> bool:
    return counts_money(text) and bool("£" in text or _MONEY.search(heading_key(text)))


def _is_plainly_one(value: str) -> bool:
    key = heading_key(value)
    return (
        key in BASIS_VALUES
        or key in _BARE_MONEY
        or unit_of_measure(value) is not None
        or bool(_NEVER_MONEY.fullmatch(key) or _NO_MONEY.fullmatch(key))
    )
