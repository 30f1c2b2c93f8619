"""Money, shares and years as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from projects.templatetags.money import (
    financial_year,
    percent,
    pounds,
    pounds_exact,
    pounds_short,
)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("184500"), "£184,500"),
        (Decimal("184500.00"), "£184,500"),
        (Decimal("1291436.54"), "£1,291,436.54"),
        (Decimal("-20.5"), "−£20.50"),
        (0, "£0"),
        (None, ""),
    ],
)
def test_pounds_shows_pennies_only_where_there_are_some(amount: Decimal | None, shown: str) -> None:
    assert pounds(amount) == shown


def test_pounds_exact_always_shows_pennies() -> None:
    assert pounds_exact(Decimal(2000)) == "£2,000.00"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal(950), "£950"),
        (Decimal("612000"), "£612k"),
        (Decimal("999999"), "£1m"),
        (Decimal("47382000"), "£47.4m"),
        (Decimal("-5830000"), "−£5.83m"),
    ],
)
def test_pounds_short_shows_three_figures(amount: Decimal, shown: str) -> None:
    assert pounds_short(amount) == shown


@pytest.mark.parametrize("share", [6090, Fraction(609, 1000), Decimal("0.609"), 0.609])
def test_percent_reads_basis_points_and_fractions(share: int | Fraction) -> None:
    assert percent(share) == "60.9\u00a0%"
    assert percent(share, 0) == "61\u00a0%"


def test_percent_rounds_halves_up() -> None:
    assert percent(Fraction(1, 2000), 1) == "0.1\u00a0%"


def test_financial_year_shows_both_years() -> None:
    assert (financial_year(2025), financial_year(1999), financial_year(None)) == (
        "2025/26",
        "1999/00",
        "",
    )
