"""What may be typed where an amount is asked for."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.forms.projects import amount_field


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1250.50", "1250.50"),
        ("1,250.50", "1250.50"),
        (" £2,448,242.09 ", "2448242.09"),
        ("£1250", "1250"),
        ("-1,250", "-1250"),
        ("−£1,250", "-1250"),
    ],
)
def test_amount_as_the_pages_write_it_is_taken(typed, amount):
    assert amount_field("Amount").clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1,5", "12,34.00", "1.250,50", "1,2500", "££1", "a lot"])
def test_amount_that_could_mean_something_else_is_refused(typed):
    with pytest.raises(ValidationError, match=r"such as 1,250\.50"):
        amount_field("Amount").clean(typed)
