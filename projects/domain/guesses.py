"""What a sheet leaves unsaid, guessed from its words: year, basis, currency, which rows are spending."""

from collections import Counter
from collections.abc import Mapping, Sequence

from projects.domain.columns import Column
from projects.domain.financial_year import FinancialYear
from projects.domain.headings import Field
from projects.domain.interpretation import Interpretation, RowFilter
from projects.domain.money import Unit, is_amount, parse_amount
from projects.domain.words import currency_named, find_basis, find_currency, spending_side

_BEYOND_BELIEF = 20 * 10**9
"""Pounds that no line of a list is worth, typically: the figures were written in full."""


def year_from(*texts: str) -> int | None:
    """The financial year that a text names, else the year of a month that one names."""
    for find in (FinancialYear.find, FinancialYear.find_month):
        for text in texts:
            if year := find(text):
                return year.starting_year
    return None


def basis_of(
    money: Column, columns: Sequence[Column], mapping: Mapping[Field, int], banner: Sequence[str]
) -> str:
    """From the amount's heading, else the words above the table, else from what payments have: a payee."""
    if found := find_basis(money.heading) or find_basis(" ".join(banner)):
        return found
    date = mapping.get(Field.DATE)
    if date is not None and (found := find_basis(columns[date].heading)):
        return found
    return "actual" if Field.PROVIDER in mapping and Field.DATE in mapping else "planned"


def is_believable(unit: Unit, money: Column) -> bool:
    """Whether a typical amount makes sense in a unit that only words name."""
    comma = money.decimal_comma
    amounts = sorted(
        abs(parse_amount(cell, decimal_comma=comma).exact)
        for cell in money.cells
        if is_amount(cell, decimal_comma=comma)
    )
    return not amounts or amounts[len(amounts) // 2] * unit.pounds <= _BEYOND_BELIEF


def currency_of(
    money: Column, columns: Sequence[Column], mapping: Mapping[Field, int], banner: Sequence[str]
) -> str:
    """From a column of currencies, else what the amounts, their heading or the words above name."""
    if Field.CURRENCY not in mapping:
        amounts = Counter(map(currency_named, money.texts()))
        in_amounts = amounts.most_common(1)[0][0] if amounts else None
        in_words = map(currency_named, (money.heading, " ".join(banner)))
        return in_amounts or next(filter(None, in_words), "GBP")
    codes = Counter(find_currency(text) for text in columns[mapping[Field.CURRENCY]].texts())
    del codes[None]
    return codes.most_common(1)[0][0] or "GBP" if codes else "GBP"


def spending_filter(columns: Sequence[Column], how: Interpretation) -> RowFilter | None:
    """A filter for the spending, where an unmapped column parts it from income."""
    spoken_for = {*how.columns.values(), *(row_filter.column for row_filter in how.where)}
    for column in columns:
        values = set(column.texts()) if column.index not in spoken_for else set()
        if len(values) == 2 and (spending := spending_side(values)):
            return RowFilter(column.index, spending)
    return None
