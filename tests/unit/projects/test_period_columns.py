"""Columns for months, quarters and periods: they add up to a year, which a heading or a title tells."""

from datetime import date
from decimal import Decimal

import pytest

from projects.domain.cells import SheetRow
from projects.domain.headings import Field
from projects.domain.interpretation import Choices
from projects.domain.propose import propose
from projects.domain.table import read_table
from projects.domain.year_columns import added_up
from tests.unit.projects.sheets import kinds, proposed, read, rows_of

MONTHS = """
Service | Provider | Mar-24 | Apr-24 | May-24
Clinic | Age Well | 1.5 | 10 | 20
Club | Play | | 5 | 7
"""


def test_months_with_their_year_add_up_by_financial_year():
    result = read(MONTHS)

    assert result.totals_by_year() == {
        (2023, "planned"): Decimal("1.50"),
        (2024, "planned"): Decimal(42),
    }
    assert [warning.message for warning in added_up(result.interpretation)] == [
        "The amounts of 2024/25 are added up from “Apr-24”, “May-24”."
    ]


@pytest.mark.parametrize("headings", ["Apr | May", "Q1 | Q2", "P1 | P2", "Period 01 | Period 02"])
def test_parts_without_a_year_take_that_of_the_title(headings):
    table = f"Service | Provider | {headings}\nClinic | Age Well | 10 | 20\nClub | Play | 5 | 7\n"

    assert read("Spend 2024/25\n" + table).totals_by_year() == {(2024, "planned"): Decimal(42)}
    assert read(table).lacks_year
    assert read(table, default_year=2025).totals_by_year() == {(2025, "planned"): Decimal(42)}


def test_year_of_parts_may_come_from_the_name_of_the_file():
    rows = rows_of("Service | Apr | May\nClinic | 10 | 20\n")

    how = propose(rows, "Sheet1", Choices(), file_name="Monitoring 2024-25.xlsx").interpretation

    assert read_table(rows, how).totals_by_year() == {(2024, "planned"): Decimal(30)}


def test_year_of_parts_may_stand_in_the_row():
    text = """
Service | Year | Q1 | Q2
Clinic | 2023/24 | 1 | 2
Clinic | 2024/25 | 3 | 4
"""

    assert read(text).totals_by_year() == {(2023, "planned"): 3, (2024, "planned"): 7}


def test_total_beside_the_months_is_the_amount_and_takes_their_year():
    text = "Service | Provider | Apr-24 | Mar-25 | Total\nClinic | Age Well | 10 | 20 | 30\n"
    result = read(text)

    assert result.totals_by_year() == {(2024, "planned"): Decimal(30)}
    assert proposed(text).interpretation.mapping()["amount"] == "Total"


def test_real_dates_may_head_the_months():
    days = [date(2024, month, 1) for month in (4, 5, 6)]
    rows = [
        SheetRow(1, ["Service", *days]),
        SheetRow(2, ["Clinic", 10, 20, 30]),
        SheetRow(3, ["Club", 1, 2, 3]),
    ]
    how = propose(rows, "Sheet1", Choices()).interpretation

    assert how.headings == ("Service", "Apr 2024", "May 2024", "Jun 2024")
    assert read_table(rows, how).totals_by_year() == {(2024, "planned"): Decimal(66)}


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("FY", "24-25"),
        ("Quarter", "Q1 2024/25"),
        ("Budget version", "FY24-25"),
        ("Year ending", "31 March 2025"),
        ("Date", "2024-11"),
        ("Period", "July 2024-September 2024"),
    ],
)
def test_year_is_found_in_the_cells_of_a_column(heading, cell):
    result = read(f"Project | {heading} | Amount\nClinic | {cell} | 10\nClub | {cell} | 5\n")

    assert result.totals_by_year() == {(2024, "planned"): Decimal(15)}


def test_months_of_two_financial_years_tell_none():
    result = read(
        "Project | Date | Amount\nClinic | January 2024-June 2024 | 10\nClub | 2024-11 | 5\n"
    )

    assert [(error.row, error.column) for error in result.errors] == [(2, "Date")]


def test_the_same_words_in_every_row_are_no_name():
    lines = "".join(f"Town council | Job {n} | {n}.50\n" for n in range(1, 30))
    text = "Authority name | Item | Amount\n" + lines

    how = proposed(text).interpretation
    assert how.heading(how.columns[Field.NAME]) == "Item"
    assert kinds(read(text)) == {"no_financial_year": 29}
