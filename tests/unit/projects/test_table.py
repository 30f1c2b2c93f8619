"""Tables as councils and funders lay them out, read without a word from a person."""

from decimal import Decimal

import pytest

from projects.domain.cells import SheetRow
from projects.domain.header_row import find_header
from projects.domain.headings import Field
from projects.domain.interpretation import Choices, Interpretation
from projects.domain.money import Unit
from projects.domain.proposal import TableRefused, candidate_totals
from projects.domain.propose import propose
from projects.domain.table import read_table
from tests.unit.projects.sheets import LIST, kinds, proposed, read, rows_of


def test_own_list_is_one_project_a_row():
    result = read(LIST)

    assert [project.reference for project in result.projects] == ["P1", "P2", "P3"]
    assert result.total == Decimal("3300.50")
    assert result.totals_by_year() == {(2025, "planned"): Decimal("3300.50")}
    assert result.projects[1].words == {"name": "Night shelter", "provider": "Roof"}
    assert result.warnings == []


def test_header_is_found_below_a_banner():
    header = find_header(
        rows_of(
            """
Spend over £500 | | |
Period: | July | | 9999.50
 | | |
Supplier | Purpose | Date paid | Net amount
A Ltd | Roads | 01/07/2023 | 1200.00
"""
        )
    )

    assert header is not None
    assert header.row == 4
    assert header.headings == ("Supplier", "Purpose", "Date paid", "Net amount")


def test_blank_and_repeated_headings_get_names_of_their_own():
    text = "Name | | Amount | Note | Note\nA | x | 1.00 | n | m\n"

    assert proposed(text).header.headings == ("Name", "Column B", "Amount", "Note", "Note (2)")


def test_labelled_total_is_set_aside_and_checked():
    result = read(LIST + "Total | | | | 3300.50\n")

    assert [(row.row, row.reason) for row in result.set_aside] == [(5, "a total row")]
    assert (result.control_total, result.total) == (Decimal("3300.50"), Decimal("3300.50"))


def test_total_that_does_not_add_up_is_still_the_control_total():
    result = read(LIST + "Grand total | | | | 4000\n")

    assert (result.control_total, result.total) == (Decimal(4000), Decimal("3300.50"))


def test_amount_alone_in_a_row_is_a_total():
    result = read(LIST + " | | | | 3300.50\n")

    assert result.control_total == Decimal("3300.50")
    assert result.rows_read == 3


def test_project_whose_name_begins_with_total_is_a_project():
    result = read(LIST + "P4 | Total Wellbeing | Well Ltd | 2025/26 | 50\n")

    assert len(result.projects) == 4
    assert result.set_aside == []


def test_word_that_stands_in_every_row_names_no_total():
    result = read(
        """
Service | Financial year | Figure | Value
Clinic | 2024/25 | Net expenditure | 10
Club | 2024/25 | Net expenditure | 10
Walks | 2024/25 | Net expenditure | 20
Grand total | | | 40
"""
    )

    assert (result.total, result.control_total) == (40, 40)


def test_net_that_follows_its_gross_and_income_is_no_third_amount():
    lines = [
        f"{service} | 2024/25 | {figure} | {amount}"
        for service in ("Clinic", "Club", "Walks")
        for figure, amount in (("Gross", 1000), ("Income", -200), ("Net", 800))
    ]
    result = read("Service | Financial year | Figure | Value\n" + "\n".join(lines))

    assert result.total == 2400
    assert [row.row for row in result.set_aside] == [4, 7, 10]


def test_subtotals_and_headings_within_a_budget_book():
    result = read(
        """
Service | Provider | Ward | Budget 2024/25 £000 | Budget 2025/26 £000
Adults | | | |
Home care | A | N | 100 | 110.5
Day care | B | N | 50 | 60
Total Adults | | | 150 | 170.5
Children | | | |
Nursery | C | S | 10 | 20
Total Children | | | 10 | 20
TOTAL | | | 160 | 190.5
Notes: net of grants | | | |
"""
    )

    assert len(result.projects) == 3
    assert result.totals_by_year() == {
        (2024, "planned"): Decimal(160_000),
        (2025, "planned"): Decimal(190_500),
    }
    assert result.control_total == result.total
    assert [row.row for row in result.set_aside] == [2, 5, 6, 8, 9, 10]


def test_unlabelled_total_and_what_stands_below_it():
    result = read(
        """
Code | Area | Class | Amount
E1 | Alder | A | 10.50
E2 | Birch | B | 20.00
E3 | Cedar | A | 5.00
E4 | Dogwood | B | 4.50
 | | |
 | COUNTRY | | 40.00
 | CLASS A | A | 15.50
 | CLASS B | B | 24.50
Source: returns | | |
"""
    )

    assert (result.rows_read, result.total, result.control_total) == (4, Decimal(40), Decimal(40))
    assert len(result.set_aside) == 4


def test_repeated_heading_and_units_below_headings_are_set_aside():
    result = read(
        """
Project | Provider | Amount
 | | £000
Clinic | A | 10.5
Project | Provider | Amount
Shelter | B | 20
"""
    )

    assert result.total == Decimal(30_500)
    assert [row.reason for row in result.set_aside] == [
        "the units of the columns",
        "a repeated heading",
    ]


def test_rows_that_cannot_be_taken_are_named_with_every_fault():
    result = read(
        """
Reference | Project | Award date | Amount awarded
P1 | Clinic | 01/05/2025 | 10.00
P2 | Shelter | soon | n/a
P3 | Club | 02/05/2025 | #DIV/0!
P4 | Garden | 03/05/2025 |
"""
    )

    assert (result.rows_read, result.rows_accepted, result.rows_rejected) == (4, 1, 3)
    assert [(e.row, e.column, e.value) for e in result.errors] == [
        (3, "Amount awarded", "n/a"),
        (3, "Award date", "soon"),
        (4, "Amount awarded", "#DIV/0!"),
        (5, "Amount awarded", ""),
    ]
    assert result.total == 10


def test_amount_awarded_is_taken_before_applied_for_and_disbursed():
    proposal = proposed(
        """
Title | Amount Applied For | Amount Disbursed | Amount Awarded | Award Date
Clinic | 100.00 | 50.00 | 75.00 | 2025-05-01
Club | 10.00 | 5.00 | 7.50 | 2025-05-02
"""
    )

    assert proposal.interpretation.mapping()["amount"] == "Amount Awarded"


def test_candidates_for_the_amount_show_their_totals_without_total_rows():
    text = """
Project | Net amount | Gross amount | Ward
A | 10.00 | 12.00 | N
B | 20.00 | 24.00 | S
Total | 30.00 | 36.00 |
"""
    proposal = proposed(text)

    totals = {c.heading: c.total for c in candidate_totals(rows_of(text), proposal)}
    assert totals == {"Net amount": Decimal(30), "Gross amount": Decimal(36)}


def test_unclear_amount_is_asked_for_by_name():
    text = "Area | Roads total | Parks total\nNorth | 10.5 | 20.5\nSouth | 1.5 | 2.5\n"

    with pytest.raises(TableRefused, match="could be “Roads total”, “Parks total”") as refused:
        proposed(text)
    assert "--map amount=" in refused.value.hint
    assert [column.heading for column in refused.value.candidates] == ["Roads total", "Parks total"]
    assert read(text, mapping={Field.AMOUNT: "parks TOTAL"}).total == 23


def test_unknown_column_is_answered_with_those_there_are():
    with pytest.raises(TableRefused, match=r"no column “Cost”\. The columns are “Reference”"):
        proposed(LIST, mapping={Field.AMOUNT: "Cost"})


def test_filter_keeps_only_rows_with_the_value():
    text = "D/R | Project | Amount\nD | A | 10.00\nR | B | 4.00\nD | C | 5.00\n"
    proposal = proposed(text)
    spending = proposal.spending_filter

    assert spending is not None
    assert (spending.column, spending.value) == (0, "D")
    result = read(text, where=(("D/R", "d"),))
    assert (result.total, result.rows_read, result.rows_filtered) == (15, 2, 1)


def test_rows_that_share_columns_are_one_project_whose_lines_add():
    text = """
Supplier | Purpose | Date paid | Amount
A | Care | 01/05/2025 | 10.00
B | Care | 02/05/2025 | 1.00
A | Care | 01/05/2026 | 5.00
"""
    result = read(text, group_by=("Supplier",))

    first = result.projects[0]
    assert [project.reference for project in result.projects] == ["A", "B"]
    assert [(line.financial_year, line.amount) for line in first.lines] == [
        (2025, Decimal(10)),
        (2026, Decimal(5)),
    ]


def test_repeated_reference_adds_up_with_a_warning():
    result = read(LIST + "P1 | Falls clinic | Age Well | 2026/27 | 500\n")

    assert len(result.projects) == 3
    assert result.projects[0].total == 1500
    assert kinds(result) == {"repeated_references": 1}


def test_exact_duplicate_is_counted_and_kept():
    result = read(LIST + "P3 | Youth club | Play | 2025/26 | 300\n")

    assert kinds(result)["exact_duplicates"] == 1
    assert result.total == Decimal("3600.50")


def test_reference_is_made_from_the_words_and_stays_the_same():
    text = "Project | Provider | Amount\nClinic | A | 1.00\nClub | B | 2.00\nClub | B | 3.00\n"
    first = [project.reference for project in read(text).projects]
    moved = "Report\n\n" + text
    again = [project.reference for project in read(moved).projects]

    assert first == again
    assert len(set(first)) == 3
    assert first[2] == f"{first[1]}-2"


def test_year_comes_from_a_title_where_no_column_says_it():
    text = "Budget book 2024/25 | |\nProject | Provider | Amount\nClinic | A | 1.00\n"

    assert set(read(text).totals_by_year()) == {(2024, "planned")}


def test_year_that_nothing_tells_is_said():
    result = read("Project | Provider | Amount\nClinic | A | 1.00\n")

    assert result.lacks_year
    assert not read(
        "Project | Provider | Amount\nClinic | A | 1.00\n", default_year=2025
    ).lacks_year


def test_date_tells_the_year_better_than_a_bare_year():
    text = """
Project | Year | Date | Amount
Clinic | 2020 | 31/03/2021 | 1.00
Club | 2021 | 01/04/2021 | 1.00
"""

    assert set(read(text).totals_by_year()) == {(2020, "planned"), (2021, "planned")}


def test_unit_is_taken_from_a_hint_and_can_be_said():
    text = "Spend (£ thousand) | |\nProject | Provider | Amount\nClinic | A | 1.5\n"

    assert read(text).total == 1500
    assert read(text, unit=Unit.POUNDS).total == Decimal("1.50")


def test_currency_of_another_land_is_named():
    text = """
Project | Currency | Amount
A | GBP | 1.00
B | GBP | 2.00
C | EUR | 3.00
D | pounds and pence | 3.00
"""
    result = read(text)

    assert [(e.row, e.column) for e in result.errors] == [(4, "Currency"), (5, "Currency")]


def test_columns_not_mapped_are_kept_as_attributes():
    text = "Project | Amount | Ward councillor | Lead officer\nClinic | 1.00 | Cllr A | B\n"

    assert read(text).projects[0].attributes == {"Ward councillor": "Cllr A", "Lead officer": "B"}


def test_warnings_name_their_first_rows():
    result = read(
        "Project | Description | Amount\nA | " + "x" * 255 + " | -1.005\nB | | 2\nC | text | 3\n"
    )

    assert kinds(result) == {
        "negative_amounts": 1,
        "amounts_rounded_to_the_penny": 1,
        "text_cut_at_255_characters": 1,
        "blank_descriptions": 1,
        "no_financial_year": 3,
    }
    blank = next(w for w in result.warnings if w.kind.value == "blank_descriptions")
    assert (blank.rows, blank.message) == ([3], "1 description is blank.")


def test_interpretation_comes_back_from_its_stored_form():
    how = proposed(LIST, where=(("Provider", "Roof"),), group_by=("Project",)).interpretation

    assert Interpretation.from_json(how.to_json()) == how
    assert read_table(rows_of(LIST), Interpretation.from_json(how.to_json())).total == Decimal(
        "2000.50"
    )


def test_remembered_column_is_checked_not_trusted():
    good = proposed(LIST, remembered={Field.AMOUNT: "Budget", Field.THEME: "Provider"})
    bad = proposed(LIST, remembered={Field.AMOUNT: "Provider"})

    assert good.interpretation.mapping()["theme"] == "Provider"
    assert bad.interpretation.mapping()["amount"] == "Budget"


def test_points_that_part_thousands_are_no_decimals():
    text = "Project | Year | Amount\nClinic | 2024/25 | £1.250.000\nClub | 2024/25 | £12.500\n"

    assert read(text).total == 1_262_500


def test_columns_of_years_may_hold_numbers_that_could_be_dates():
    """Text files have no number cells: 39536 would be a day of 2008, had it been one."""
    rows = [
        SheetRow(1, ["Programme", "2024-25", "2025-26"]),
        SheetRow(2, ["Walks", "39536", "410"]),
    ]

    result = read_table(rows, propose(rows, "Sheet1", Choices()).interpretation)

    assert result.totals_by_year() == {(2024, "planned"): 39536, (2025, "planned"): 410}


def test_project_of_nothing_is_no_total_of_nothing():
    text = """
Project | Provider | Year | Amount
Clinic | Total People Ltd | 2024/25 | 0
Club | Total People Ltd | 2024/25 | 0
Walks | Total People Ltd | 2024/25 | 0
"""
    result = read(text)

    assert (result.rows_accepted, result.set_aside) == (3, [])


def test_error_in_another_column_is_no_reason_to_refuse_the_sheet():
    text = """
Reference | Project | Lookup | Allocation
P1 | Clinic | #N/A | 10
P2 | Club | #N/A | 20
"""

    assert read(text).total == 30


def test_amounts_that_are_all_errors_are_said_to_be_so():
    text = "Project | Quantity | Amount\nClinic | 10 | #REF!\nClub | 20 | #REF!\n"

    with pytest.raises(TableRefused, match=r"holds errors \(#REF!\) where amounts should be"):
        proposed(text)


def test_money_per_head_is_not_the_amount():
    text = (
        "Authority | Borrowing per capita | Borrowing £\nNorth | 12.5 | 1000\nSouth | 13.5 | 2000\n"
    )

    assert proposed(text).interpretation.mapping()["amount"] == "Borrowing £"


def test_years_and_codes_are_never_offered_as_the_amount():
    text = "Project | Approval year | Postcode | Staff\nClinic | 2016 | 10997 | 3\nClub | 2017 | 10115 | 4\n"

    with pytest.raises(TableRefused, match="it could be “Staff”"):
        proposed(text)
