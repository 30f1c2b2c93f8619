"""Tables below each other: the same headings go on with the list, other headings are another list."""

from decimal import Decimal

from tests.unit.projects.sheets import read

GRANTS = """
Grants 2023/24
Project | Provider | Amount
Clinic | Age Well | 100
Club | Play | 50
Total | | 150

"""


def messages(result, kind):
    return [warning.message for warning in result.warnings if warning.kind.value == kind]


def test_table_under_other_headings_is_not_added():
    result = read(
        GRANTS
        + """Income 2023/24
Source | Received from | Income
Fees | Public | 300
Rent | Tenants | 400
Total | | 700
"""
    )

    assert (result.total, result.control_total) == (Decimal(150), Decimal(150))
    assert messages(result, "another_table_not_read") == [
        "Another table begins in row 8, under the headings “Source”, “Received from”, “Income”; "
        "it was not read."
    ]
    assert [row.reason for row in result.set_aside][-3:] == 3 * [
        "of another table, under the headings of row 8"
    ]
    assert result.errors == []


def test_table_that_is_not_read_can_be_asked_for():
    text = GRANTS + "Service | Contractor | Contract value\nMeals | Cook Ltd | 700\n"

    assert read(text).total == 150
    assert read(text, header_row=7).total == 700


def test_same_headings_under_another_title_go_on_in_the_year_of_the_title():
    result = read(
        GRANTS
        + """Grants 2024/25
Project | Provider | Amount
Clinic | Age Well | 110
Walks | Stride | 5
Total | | 115
"""
    )

    assert result.totals_by_year() == {
        (2023, "planned"): Decimal(150),
        (2024, "planned"): Decimal(115),
    }
    clinic = result.projects[0]
    assert [(line.financial_year, line.amount) for line in clinic.lines] == [
        (2023, 100),
        (2024, 110),
    ]
    assert len(result.projects) == 3
    assert messages(result, "financial_years_from_titles") == [
        "The titles of tables below each other tell their financial years: 2023/24, 2024/25."
    ]


def test_year_alone_in_a_row_is_that_of_the_rows_below():
    result = read(
        "Project | Provider | Amount\n2023/24 | |\nClinic | Age Well | 1\n2024/25 | |\nClinic | Age Well | 2\n"
    )

    assert result.totals_by_year() == {(2023, "planned"): 1, (2024, "planned"): 2}


def test_year_in_a_row_of_its_own_column_holds_before_a_title():
    result = read(
        """
Project | Financial year | Amount
Clinic | 2022/23 | 1
Grants 2024/25 | |
Project | Financial year | Amount
Club | 2022/23 | 2
"""
    )

    assert result.totals_by_year() == {(2022, "planned"): 3}


def test_year_in_a_note_is_of_no_consequence():
    result = read(
        "Grants 2024/25\nProject | Provider | Amount\nClinic | Age Well | 1\n"
        "Note: carried forward from 2022/23 | |\nClub | Play | 2\n"
    )

    assert result.totals_by_year() == {(2024, "planned"): 3}


def test_headings_of_parts_of_a_short_list_are_no_faults():
    result = read(
        """
Service | Budget 2024/25
Adults |
Falls clinic | 1000
Total Adults | 1000
Children |
Youth club | 300
Breakfast club |
"""
    )

    assert result.total == 1300
    assert [row.row for row in result.set_aside] == [2, 4, 5]
    assert [error.row for error in result.errors] == [7]


def test_project_whose_amount_is_not_known_is_no_heading():
    result = read(
        GRANTS
        + "Garden | Grow | cost to be confirmed\nWalks | Play | budget not set\nTalks | Voice | 5\n"
    )

    assert [error.row for error in result.errors] == [7, 8]
    assert result.total == 155


def test_row_that_shares_a_word_with_the_last_one_is_no_heading():
    result = read(GRANTS + "Garden | Play | grant refused\nTalks | Voice | 5\n")

    assert [error.row for error in result.errors] == [7]
    assert result.total == 155
