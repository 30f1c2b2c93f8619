"""Long lists whose rows count different things: only money is added, each row in its own unit."""

from decimal import Decimal

import pytest

from projects.domain.headings import Field
from projects.domain.measures import counts_money, unit_of_measure
from projects.domain.money import Unit
from tests.unit.projects.sheets import kinds, proposed, read

LONG = """
Service | Financial year | Measure | Value
Falls clinic | 2024/25 | Net expenditure (£) | 1000
Falls clinic | 2024/25 | FTE | 12.5
Falls clinic | 2024/25 | % of budget | 4.5
Youth club | 2024/25 | Net expenditure (£) | 500
Youth club | 2024/25 | FTE | 3
"""


def test_rows_of_posts_and_per_cent_are_set_aside_and_said_to_be():
    result = read(LONG)

    assert result.totals_by_year() == {(2024, "planned"): Decimal(1500)}
    assert [(row.row, row.reason) for row in result.set_aside] == [
        (3, "it counts “FTE”, not money"),
        (4, "it counts “% of budget”, not money"),
        (6, "it counts “FTE”, not money"),
    ]
    assert kinds(result) == {"rows_that_count_no_money": 3}


def test_each_row_is_read_in_the_unit_it_names():
    result = read(
        """
Service | Year | Unit | Value
Falls clinic | 2024/25 | £000 | 1.5
Youth club | 2024/25 | £ | 700
Night shelter | 2024/25 | £m | 0.25
"""
    )

    assert [project.total for project in result.projects] == [1500, 700, 250_000]


def test_reasons_that_sound_like_measures_are_none():
    lines = [
        f"Project {n} | {word} | 2024/25 | 5\n"
        for n, word in enumerate(["Change", "Movement", "Change", "Cost"])
    ]

    assert read("Project | Reason | Year | Amount\n" + "".join(lines)).total == 20


def test_units_of_quantities_say_nothing_of_the_money():
    result = read(
        """
Item | Unit | Year | Amount
Respite care | Hours | 2024/25 | 10
Day centre | Days | 2024/25 | 20
Meals | Each | 2024/25 | 5
"""
    )

    assert (result.total, result.set_aside) == (35, [])


def test_one_unit_for_all_rows_counts_like_one_in_the_heading():
    result = read(
        "Service | Year | Unit | Value\nClinic | 2024/25 | £000 | 1\nClub | 2024/25 | £000 | 2\n"
    )

    assert result.total == 3000


def test_budget_actual_and_variance_below_each_other_are_kept_apart():
    result = read(
        """
Service | Year | Type | Value
Clinic | 2024/25 | Budget | 100
Clinic | 2024/25 | Actual | 90
Clinic | 2024/25 | Variance | -10
"""
    )

    assert result.totals_by_year() == {
        (2024, "planned"): Decimal(100),
        (2024, "actual"): Decimal(90),
    }


def test_measures_that_are_all_money_are_counted_and_named():
    text = """
Service | Year | Measure | Value
Clinic | 2024/25 | Employees | 100
Clinic | 2024/25 | Premises | 40
Club | 2024/25 | Employees | 7
"""
    (warning,) = [w for w in proposed(text).warnings if w.kind.value == "several_measures_counted"]

    assert warning.message == (
        "The column “Measure” holds several measures (“Employees”, “Premises”); all were counted."
    )
    assert read(text).total == 147


@pytest.mark.parametrize("heading", ["Unit", "Type", "Category"])
def test_column_of_other_words_is_no_measure(heading):
    text = f"Project | {heading} | Year | Amount\nClinic | North | 2024/25 | 5\nClub | Youth work | 2024/25 | 6\n"

    assert Field.MEASURE not in proposed(text).interpretation.columns
    assert read(text).total == 11


@pytest.mark.parametrize(
    ("text", "is_money", "unit"),
    [
        ("Net expenditure (£000)", True, Unit.THOUSANDS),
        ("£", True, Unit.POUNDS),
        ("Staff costs", True, None),
        ("Reserves", True, None),
        ("FTE", False, None),
        ("Staff", False, None),
        ("Number of clients", False, None),
        ("Expenditure per head (£)", False, Unit.POUNDS),
        ("%", False, None),
    ],
)
def test_what_a_measure_counts(text, is_money, unit):
    assert (counts_money(text), unit_of_measure(text)) == (is_money, unit)
