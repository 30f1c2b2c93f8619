"""Money in the database, as whole pence."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable

PENCE_IN_A_POUND = 100


def to_pence(pounds: Decimal | int | str) -> int:
    """Pounds as whole pence. A fraction of a penny, a float or no number: ValidationError."""
    if isinstance(pounds, float):
        raise ValidationError("Money is never a float: convert it through text first.")
    try:
        pence = Decimal(pounds) * PENCE_IN_A_POUND
    except (InvalidOperation, TypeError, ValueError):
        raise ValidationError(f"{pounds!r} is not an amount of money.") from None
    if not pence.is_finite() or pence != pence.to_integral_value():
        raise ValidationError(f"{pounds} is not a whole number of pence.")
    return int(pence)


def to_pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)


class MoneyField(models.BigIntegerField):  # type: ignore[type-arg]  # typed for ints
    """Decimal pounds in Python, whole pence in the database.

    SQLite keeps decimals as binary floats; integers are exact and sum exactly on both databases,
    and a third decimal has nowhere to go.
    """

    description = "An amount of money in pounds and pence"

    # What the type checker lets people set and get.
    _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        # Sum() over integers comes back from PostgreSQL as a Decimal count of pence.
        return None if value is None else to_pounds(int(value))

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else to_pounds(to_pence(value))

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value  # type: ignore[no-any-return]  # an expression passes through
        return to_pence(value)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.DecimalField(
            max_digits=15, decimal_places=2, label=str(self.verbose_name).capitalize(), **kwargs
        )

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    @property
    def validators(self) -> list[Any]:
        # The integer range validators would compare pounds with limits meant for pence.
        return []
