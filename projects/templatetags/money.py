"""Money, shares and years as people read them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template

register = template.Library()

NO_BREAK_SPACE = "\u00a0"


@register.filter
def pounds(amount: Decimal | int | None) -> str:
    """£184,500, and £184,500.25 where there are pennies."""
    exact = pounds_exact(amount)
    return exact.removesuffix(".00")


@register.filter
def pounds_exact(amount: Decimal | int | None) -> str:
    """£184,500.00: always with pennies, for columns that must add up by eye."""
    return "" if amount is None else _signed(Decimal(amount), f"{abs(Decimal(amount)):,.2f}")


@register.filter
def pounds_short(amount: Decimal | int | None) -> str:
    """£5.83m, £612k, £950: three figures, for talking about."""
    if amount is None:
        return ""
    size = abs(Decimal(amount))
    for limit, mark in ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k")):
        if size >= limit * Decimal("0.9995"):
            return _signed(Decimal(amount), f"{_three_figures(size / limit)}{mark}")
    return _signed(Decimal(amount), str(size.quantize(Decimal(1), ROUND_HALF_UP)))


@register.filter
def percent(share: int | Fraction | Decimal | float | None, places: int = 1) -> str:
    """60.9 % from 6090 basis points (a whole number) or from the fraction 0.609 (any other)."""
    if share is None:
        return ""
    exact = Fraction(share, 10_000) if isinstance(share, int) else Fraction(share)
    shown = Decimal(exact.numerator * 100) / Decimal(exact.denominator)
    rounded = shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded}{NO_BREAK_SPACE}%"


@register.filter
def financial_year(starting_year: int | None) -> str:
    """2025/26 from 2025."""
    return "" if starting_year is None else f"{starting_year}/{(starting_year + 1) % 100:02d}"


def _signed(amount: Decimal, digits: str) -> str:
    return f"{'−' if amount < 0 else ''}£{digits}"


def _three_figures(number: Decimal) -> str:
    places = "0.01" if number < Decimal("9.995") else "0.1" if number < Decimal("99.95") else "1"
    text = str(number.quantize(Decimal(places), ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text
