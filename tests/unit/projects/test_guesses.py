"""What a sheet leaves unsaid: its currency, a unit that cannot be meant, an amount among several."""

from decimal import Decimal

import pytest

from projects.domain.money import Unit
from tests.unit.projects.sheets import proposed, read


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Project | Year | Amount (USD)\nClinic | 2024/25 | 5", "USD"),
        ("Project | Year | Sum (EURO)\nClinic | 2024/25 | 5", "EUR"),
        ("Project | Year | Amount\nClinic | 2024/25 | €5\nClub | 2024/25 | €6", "EUR"),
        ("Figures in € | |\nProject | Year | Amount\nClinic | 2024/25 | 5", "EUR"),
        ("Project | Year | Amount £\nClinic | 2024/25 | 5", "GBP"),
        ("Rates: £1 = €1.15 | |\nProject | Year | Amount\nClinic | 2024/25 | 5", "GBP"),
    ],
)
def test_currency_is_that_of_the_amounts_their_heading_or_title(text, currency):
    assert proposed(text).interpretation.currency == currency


def test_amount_in_another_currency_is_not_added():
    result = read("Project | Year | Amount\nA | 2024/25 | £5\nB | 2024/25 | €6\nC | 2024/25 | 7\n")

    assert result.total == 12
    assert [(error.row, error.message) for error in result.errors] == [
        (3, "The other amounts are in GBP: convert this one.")
    ]


def test_millions_that_cannot_be_meant_are_read_as_pounds_and_said():
    text = "Project | Year | Cost £m\nClinic | 2024/25 | 1500000\nClub | 2024/25 | 250000\n"

    assert read(text).total == Decimal(1_750_000)
    (warning,) = proposed(text).warnings
    assert warning.message == (
        "The sheet speaks of millions of pounds, but its amounts are too large for that: "
        "they were read as pounds."
    )
    assert proposed(text, unit=Unit.MILLIONS).interpretation.unit is Unit.MILLIONS


def test_columns_that_could_be_the_amount_too_are_named():
    text = (
        "Monitoring 2024/25 | | |\nService | Budget | Actual | Variance\nClinic | 10.5 | 4 | 6.5\n"
    )
    messages = [warning.message for warning in proposed(text).warnings]

    assert "The amount was taken from “Actual”, not from “Budget”." in messages
