"""Subtotals in words, dashes in columns of years, several bases of one year, calculated numbers kept."""

from decimal import Decimal

import pytest

from projects.domain.cells import kept_text
from tests.unit.projects.sheets import kinds, read

BLOCKS = """
Project | Directorate | Budget 2025/26
Falls clinic | Housing | 1000
Night shelter | Housing | 2000
{housing} | Housing | 3000
Youth club | Adults | 300
Day centre | Adults | 400
{adults} | Adults | {amount}
"""
YEARS = """
Reference | Project | Provider | Budget 2024/25 | Budget 2025/26
P1 | Falls clinic | Age Well | 1000 | 1100
P2 | Night shelter | Roof | {cell} | 2200
P3 | Youth club | Play | 300 | 330
"""
BASES = """
Reference | Project | Provider | Budget 2024/25 | Actual 2024/25 | Budget 2025/26
P1 | Falls clinic | Age Well | 1000 | 900 | 1100
P2 | Night shelter | Roof | 2000 | 1900 | 2200
"""


@pytest.mark.parametrize(
    ("housing", "adults"),
    [
        ("Sub-total Housing", "Subtotal - Adults"),
        ("Housing sub total", "Adults sub-total:"),
        ("Sub total", "SUB TOTAL ADULTS"),
    ],
)
@pytest.mark.parametrize("amount", [700, 650])
def test_words_that_say_subtotal_are_enough(housing, adults, amount):
    result = read(BLOCKS.format(housing=housing, adults=adults, amount=amount))

    assert result.total == Decimal(3700)
    assert [(row.row, row.reason, row.amount) for row in result.set_aside] == [
        (4, "a subtotal", Decimal(3000)),
        (7, "a subtotal", Decimal(amount)),
    ]
    assert (result.control_total, kinds(result)) == (None, {"total_rows_set_aside": 2})


def test_project_with_such_words_is_kept_where_it_is_filled_and_does_not_add_up():
    result = read("""
Project | Provider | Notes | Budget 2025/26
Falls clinic | Age Well | new | 1000
Youth club | Play | new | 300
Warm homes | Insulate | new | 1000
Night shelter | Roof | see sub-total | 1000
Day centre | Age Well | see sub-total | 5
Sub-total Health | Various | all | 3305
""")

    assert (result.total, [row.row for row in result.set_aside]) == (Decimal(3305), [7])


def test_total_of_a_directorate_still_has_to_add_up():
    result = read(BLOCKS.format(housing="Housing total", adults="Total Wellbeing", amount=650))

    assert result.total == Decimal(4350)
    assert [row.row for row in result.set_aside] == [4]


def test_total_adds_up_with_the_rows_handed_back():
    result = read("""
Project | Directorate | Date | Amount
Falls clinic | Housing | 01/05/2025 | 1000
Night shelter | Housing | soon | 2000
Youth club | Housing | 02/05/2025 | 300
Total Housing | Housing | 31/05/2025 | 3300
""")

    assert (result.total, [error.row for error in result.errors]) == (Decimal(1300), [3])
    assert [row.row for row in result.set_aside] == [5]


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_dash_in_one_year_leaves_the_others(dash):
    result = read(YEARS.format(cell=dash))

    assert (result.errors, result.total) == ([], Decimal(4930))
    assert result.totals_by_year() == {
        (2024, "planned"): Decimal(1300),
        (2025, "planned"): Decimal(3630),
    }


@pytest.mark.parametrize("text", ["TBC", "n/a"])
def test_amount_not_known_in_one_year_is_a_fault_of_that_column(text):
    result = read(YEARS.format(cell=text))

    (error,) = result.errors
    assert (error.row, error.column, error.value) == (3, "Budget 2024/25", text)
    assert "not known" in error.message
    assert result.total == Decimal(2730)


def test_dashes_in_most_rows_do_not_hide_a_year():
    result = read("""
Reference | Project | Budget 2024/25 | Budget 2025/26
P1 | Falls clinic | - | 1100
P2 | Night shelter | - | 2200
P3 | Youth club | 300 | 330
P4 | Day centre | - | -
""")

    assert result.total == Decimal(3930)
    assert [(error.row, error.message) for error in result.errors] == [
        (5, "The amounts of all years are blank.")
    ]


def test_bases_of_one_year_are_kept_apart_and_said():
    result = read(BASES)

    assert result.totals_by_year() == {
        (2024, "planned"): Decimal(3000),
        (2024, "actual"): Decimal(2800),
        (2025, "planned"): Decimal(3300),
    }
    assert result.years_of_several_bases() == {2024: ["actual", "planned"]}
    (warning,) = result.warnings
    assert warning.message == (
        "The money of 2024/25 (actual and planned) is told on more than one basis. "
        "Each is kept apart; the sum of all money is no figure to compare."
    )


def test_planned_and_actual_of_different_years_raise_no_doubt():
    result = read(YEARS.format(cell=5).replace("Budget 2024/25", "Actual 2024/25"))

    assert (result.years_of_several_bases(), result.warnings) == ({}, [])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (2381769.833067326, "2381769.83"),
        (2500.0000001, "2500"),
        (0.1 + 0.2, "0.3"),
        (51.507351, "51.507351"),
        (12.0, "12"),
        ("2381769.833067326", "2381769.833067326"),
        (float("nan"), "nan"),
    ],
)
def test_kept_numbers_are_as_a_person_writes_them(cell, text):
    assert kept_text(cell) == text


def test_extra_column_keeps_a_calculated_number_short():
    result = read("""
Reference | Project | Provider | Financial year | Budget | Score
P1 | Falls clinic | Age Well | 2025/26 | 1000 | 2381769.833067326
P2 | Night shelter | Roof | 2025/26 | 2000 | 0.30000000000000004
""")

    assert [project.attributes for project in result.projects] == [
        {"Score": "2381769.83"},
        {"Score": "0.3"},
    ]
