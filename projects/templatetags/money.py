"""Money, shares and years as people read them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template

from projects.domain.financial_year import FinancialYear
from projects.domain.money import format_pounds, format_pounds_short

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
    return "" if amount is None else format_pounds(Decimal(amount))


@register.filter
def pounds_short(amount: Decimal | int | None) -> str:
    """£5.83m, £612k, £950: three figures, for talking about."""
    return "" if amount is None else format_pounds_short(Decimal(amount))


@register.filter
def ratio(value: float | None) -> str:
    """−0.11: two decimals and a true minus."""
    return "" if value is None else f"{value:.2f}".replace("-", "−")


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
    return "" if starting_year is None else str(FinancialYear(starting_year))
