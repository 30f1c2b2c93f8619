"""What the address of a project list asks for."""

from collections.abc import Sequence

from django.http import QueryDict

from projects.queries.project_list import (
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
    asked = (each for each in totals if money_key(each.financial_year, each.basis) == text)
    found = next(asked, None)
    return YearAndBasis(found.financial_year, found.basis) if found else usual_money(totals)


def money_key(financial_year: int, basis: str) -> str:
    return f"{financial_year}-{basis}"


def filter_key(column: str, value: str) -> str:
    return f"{column}{SEPARATOR}{value}"
