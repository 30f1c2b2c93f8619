"""What the address of a project list asks for."""

from collections.abc import Sequence

from django.http import QueryDict

from projects.queries.project_list import (
    ALL_YEARS,
    ColumnFilter,
    Wanted,
    YearAndBasis,
    YearTotal,
    usual_money,
)

SEPARATOR = "\x1f"
"""Between column and value in the address: the one mark that neither can hold."""


def wanted_from(query: QueryDict, totals: Sequence[YearTotal]) -> Wanted:
    """Anything that makes no sense is passed over: an old bookmark should still open the list."""
    filters = (text.partition(SEPARATOR) for text in query.getlist("filter") if SEPARATOR in text)
    return Wanted(
        words=query.get("q", "").strip()[:200],
        filters=tuple(ColumnFilter(column, value) for column, _, value in filters),
        money=_money(query.get("money", ""), totals),
        sort=query.get("sort", "-amount"),
        archived=query.get("archived") == "1",
    )


def _money(text: str, totals: Sequence[YearTotal]) -> YearAndBasis | None:
    by_key = {money_key(*pair): pair for pair in possible_money(totals)}
    return by_key.get(text) or usual_money(totals)


def possible_money(totals: Sequence[YearTotal]) -> list[YearAndBasis]:
    """Every year on its bases, and all years of a basis that has more than one."""
    pairs = [YearAndBasis(each.financial_year, each.basis) for each in totals]
    bases = [basis for _, basis in pairs]
    several = [basis for basis in dict.fromkeys(bases) if bases.count(basis) > 1]
    return [*(YearAndBasis(ALL_YEARS, basis) for basis in several), *pairs]


def money_key(financial_year: int, basis: str) -> str:
    return f"{financial_year}-{basis}"


def filter_key(column: str, value: str) -> str:
    return f"{column}{SEPARATOR}{value}"
