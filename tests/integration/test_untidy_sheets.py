"""Sheets as councils make them: what is proposed for each, and whether every doubt is a sentence."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from projects.domain.faults import WarningKind
from projects.spreadsheets.interpret import Reading, interpret
from projects.spreadsheets.reader import opened
from tests.integration.importing import admin_with_portfolio, confirm, go_to_preview, step_url

Rows = Sequence[Sequence[Any]]
ReadSheet = Callable[..., Reading]


@pytest.fixture
def read_sheet(tmp_path: Path) -> ReadSheet:
    def read(rows: Rows, merges: Sequence[str] = ()) -> Reading:
        workbook = openpyxl.Workbook()
        sheet = workbook.worksheets[0]
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column, value)
        for merge in merges:
            sheet.merge_cells(merge)
        workbook.save(tmp_path / "list.xlsx")
        with opened(tmp_path / "list.xlsx") as spreadsheet:
            return interpret(spreadsheet, file_name="list.xlsx")

    return read


def headings(reading: Reading) -> tuple[str, ...]:
    return reading.proposal.interpretation.headings


def years(reading: Reading) -> dict[tuple[int | None, str], Decimal]:
    return reading.result.totals_by_year()


def sentences(reading: Reading, kind: WarningKind) -> list[str]:
    return [warning.message for warning in reading.result.warnings if warning.kind is kind]


def faults(reading: Reading) -> list[int]:
    return [error.row for error in reading.result.errors]


GROUPED: list[list[Any]] = [
    ["Ref", "Service", "2024/25", None, "2025/26", None, None],
    [None, None, "Budget", "Actual", "Budget", "Actual", "Comments"],
    ["S1", "Falls clinic", 1000, 900, 1100, 1050, "on track"],
    ["S2", "Night shelter", 2000, 2100, 2200, 2300, None],
    ["S3", "Youth club", 300, 310, 320, 330, None],
]
JOINED = (
    "Ref", "Service", "2024/25 Budget", "2024/25 Actual", "2025/26 Budget", "2025/26 Actual", "Comments",
)  # fmt: skip
BY_YEAR = {
    (2024, "planned"): Decimal(3300),
    (2024, "actual"): Decimal(3310),
    (2025, "planned"): Decimal(3620),
    (2025, "actual"): Decimal(3680),
}


@pytest.mark.parametrize("merges", [(), ("A1:A2", "B1:B2", "C1:D1", "E1:F1")])
def test_headings_of_two_rows_are_joined(read_sheet, merges):
    reading = read_sheet(GROUPED, merges)

    assert reading.proposal.interpretation.header_row == 2
    assert headings(reading) == JOINED
    assert years(reading) == BY_YEAR


def test_headings_of_three_rows_and_a_row_of_units(read_sheet):
    rows: list[list[Any]] = [
        ["Spend by service", None, None, None],
        ["Programme", "2024/25", None, "2025/26"],
        [None, "Budget", "Actual", "Budget"],
        [None, "£000", "£000", "£000"],
        ["Walks", 1.5, 1, 2],
        ["Talks", 5, 6, 7],
        ["Hubs", 5, 6, 7],
    ]
    reading = read_sheet(rows, ("A1:D1", "A2:A4", "B2:C2"))

    assert headings(reading) == ("Programme", "2024/25 Budget", "2024/25 Actual", "2025/26 Budget")
    assert years(reading)[2024, "planned"] == Decimal(11500)
    assert [(row.row, row.reason) for row in reading.result.set_aside] == [
        (4, "the units of the columns")
    ]


def test_three_rows_of_groups_are_joined(read_sheet):
    rows: list[list[Any]] = [
        [None, None, "Budget", None, None, None],
        [None, None, "2024/25", None, "2025/26", None],
        ["Ref", "Service", "Gross", "Net", "Gross", "Net"],
        ["S1", "Falls", 100, 90, 110, 95],
        ["S2", "Roof", 50, 45, 51, 46],
    ]
    reading = read_sheet(rows, ("C1:F1", "C2:D2", "E2:F2"))

    assert headings(reading)[2:4] == ("Budget 2024/25 Gross", "Budget 2024/25 Net")
    assert years(reading) == {(2024, "planned"): Decimal(135), (2025, "planned"): Decimal(141)}
    assert sentences(reading, WarningKind.YEAR_COLUMNS_PASSED_OVER) == [
        "Not counted, as they tell the same money again or none: "
        "“Budget 2024/25 Gross”, “Budget 2025/26 Gross”."
    ]


@pytest.mark.parametrize("merges", [(), ("A1:D1",)])
def test_title_above_is_no_group_of_headings(read_sheet, merges):
    rows: list[list[Any]] = [
        ["Prevention budget 2024/25", None, None, None],
        ["Service", "Provider", "Budget", "Notes"],
        ["Walks", "Stride", 100, "n"],
        ["Talks", "Voice", 200, "m"],
    ]
    reading = read_sheet(rows, merges)

    assert headings(reading) == ("Service", "Provider", "Budget", "Notes")
    assert years(reading) == {(2024, "planned"): Decimal(300)}


def test_joined_headings_that_come_again_are_set_aside(read_sheet):
    heading = ["Ref", "Service", *GROUPED[1][2:]]
    rows: list[list[Any]] = [
        GROUPED[0],
        heading,
        *GROUPED[2:],
        heading,
        ["S4", "Warm homes", 1, 1, 1, 1, None],
    ]

    reading = read_sheet(rows)

    assert [row.reason for row in reading.result.set_aside] == ["a repeated heading"]
    assert reading.result.rows_accepted == 4


def test_versions_of_a_budget_are_not_added_up(read_sheet):
    rows: list[list[Any]] = [
        ["Service", "2025/26 Original Budget", "2025/26 Revised Budget",
         "2025/26 Forecast outturn", "2025/26 Variance"],
        ["Walks", 100, 110, 111, 1],
        ["Talks", 200, 210, 205, -5],
    ]  # fmt: skip
    reading = read_sheet(rows)

    assert years(reading) == {(2025, "planned"): Decimal(320)}
    (sentence,) = sentences(reading, WarningKind.YEAR_COLUMNS_PASSED_OVER)
    assert "“2025/26 Original Budget”, “2025/26 Forecast outturn”, “2025/26 Variance”" in sentence


def test_quarters_are_added_up_and_said_to_be(read_sheet):
    rows: list[list[Any]] = [
        ["Service", "2025/26 Q1", "2025/26 Q2"],
        ["Walks", 1, 2],
        ["Talks", 5, 5],
    ]

    reading = read_sheet(rows)

    assert reading.result.total == Decimal(13)
    assert sentences(reading, WarningKind.YEAR_COLUMNS_ADDED) == [
        "The amounts of 2025/26 are added up from “2025/26 Q1”, “2025/26 Q2”."
    ]
    with_total = [[*rows[0], "2025/26 Total"], [*rows[1], 3], [*rows[2], 10]]
    assert read_sheet(with_total).result.total == Decimal(13)


def test_pivot_of_years_leaves_its_grand_totals_out(read_sheet):
    rows: list[list[Any]] = [
        ["Sum of Amount", "Column Labels"],
        ["Row Labels", 2023, 2024, 2025, "Grand Total"],
        ["Clinic", 10.5, 20, 30, 60.5],
        ["Shelter", 1, None, 3, 4],
        ["Hub", 5, 5, 5, 15],
        ["Grand Total", 16.5, 25, 38, 79.5],
    ]
    reading = read_sheet(rows)

    assert reading.result.total == reading.result.control_total == Decimal("79.5")
    assert years(reading)[2024, "planned"] == Decimal(25)


def test_rows_of_budget_and_of_actual_are_kept_apart(read_sheet):
    rows: list[list[Any]] = [
        ["Ref", "Project", "Type", "2024/25"],
        ["1", "Walks", "Budget", 100],
        ["1", "Walks", "Actual", 90],
        ["2", "Talks", "Budget", 10],
    ]
    assert years(read_sheet(rows)) == {
        (2024, "planned"): Decimal(110),
        (2024, "actual"): Decimal(90),
    }


def test_subtotals_headings_and_an_oddly_named_total_are_no_projects(read_sheet):
    rows: list[list[Any]] = [
        ["Cost centre", "Description", "Budget 2025/26", "Variance", "Variance %"],
        ["ADULT SOCIAL CARE"],
        ["A100", "Reablement", 100, 10, 0.1],
        ["A101", "Day centres", 200, -10, -0.05],
        [None, "Sub-total Adult Social Care", 300, 0, 0],
        [],
        ["CHILDREN"],
        ["C100", "Early help", 50, 5, 0.1],
        [None, "Sub-total Children", 50, 5, 0.1],
        [None, "NET EXPENDITURE", 350, 5, 0.01],
        ["Note: figures are provisional"],
    ]
    reading = read_sheet(rows)

    assert [project.total for project in reading.result.projects] == [100, 200, 50]
    assert reading.result.control_total == Decimal(350)
    assert [row.row for row in reading.result.set_aside] == [2, 5, 7, 9, 10, 11]


@pytest.mark.parametrize("label", ["All services", "Overall", "Whole programme"])
def test_total_that_fills_every_column_is_known_by_adding_up(read_sheet, label):
    rows: list[list[Any]] = [
        ["Service", "Type", "Budget 2025/26"],
        ["Homelessness", "Rev", 100],
        ["Drugs", "Rev", 200],
        ["Falls", "Rev", 300],
        [label, "Rev", 600],
    ]
    assert read_sheet(rows).result.control_total == Decimal(600)
    rows[-1][-1] = 601
    assert read_sheet(rows).result.total == Decimal(1201)  # it does not add up: a project


def test_last_row_as_large_as_all_others_is_asked_about(read_sheet):
    rows: list[list[Any]] = [
        ["Service", "Type", "Budget 2025/26"],
        ["Homelessness", "Rev", 100],
        ["Drugs", "Rev", 200],
        ["Falls", "Rev", 300],
        ["Public health", "Rev", 600],
    ]
    reading = read_sheet(rows)

    assert reading.result.total == Decimal(1200)
    assert sentences(reading, WarningKind.LAST_ROW_ADDS_UP) == [
        "The last row is as much as all the others together; it was counted. Is it a total?"
    ]


def test_amounts_as_people_type_them(read_sheet):
    written = {
        "£(1,234.50)": Decimal("-1234.50"), "-£1,000": Decimal(-1000), "1,000-": Decimal(-1000),
        "1\u00a0234\u00a0567": Decimal(1234567), "£ 12,345.67": Decimal("12345.67"), "GBP 100": Decimal(100),
    }  # fmt: skip
    unread = ["TBC", "n/a", "12,345*", "nil", "-", "#REF!", None]
    texts = [*written, *unread]
    rows: list[list[Any]] = [["Ref", "Project", "Budget 2025/26"]]
    rows += [[f"P{n}", f"Thing {n} ", text] for n, text in enumerate(texts)]

    reading = read_sheet(rows)

    assert [project.total for project in reading.result.projects] == list(written.values())
    assert reading.result.projects[0].name == "Thing 0"
    assert faults(reading) == list(range(2 + len(written), 2 + len(texts)))


def test_years_that_became_dates_are_years_again(read_sheet):
    rows: list[list[Any]] = [
        ["Ref", "Scheme", "Year", "Amount"],
        ["1", "Walks", datetime(2025, 1, 1), 100.5],  # noqa: DTZ001  # cells know no time zone
        ["2", "Talks", datetime(2026, 1, 1), 200],  # noqa: DTZ001
    ]
    assert years(read_sheet(rows)) == {
        (2025, "planned"): Decimal("100.5"),
        (2026, "planned"): Decimal(200),
    }


def test_financial_years_that_are_none_are_faults_and_not_passed_over(read_sheet):
    rows: list[list[Any]] = [["Project", "Financial Year", "Value"]]
    rows += [["a", "2025-2026", 1], ["b", "25/26", 2], ["c", "FY26", 3], ["d", "2025-6", 4]]

    reading = read_sheet([["Spend 2019/20"], *rows])

    assert years(reading) == {(2025, "planned"): Decimal(3)}
    assert faults(reading) == [5, 6]


def test_programme_that_differs_in_every_row_is_the_name(read_sheet):
    rows: list[list[Any]] = [
        ["Programme", "Lead", "Budget £k"],
        ["Walks", "A", 1.5],
        ["Talks", "B", 20],
    ]

    reading = read_sheet(rows)

    assert [project.name for project in reading.result.projects] == ["Walks", "Talks"]
    assert reading.result.total == Decimal(21500)


def test_two_tables_below_each_other_are_one_list(read_sheet):
    rows: list[list[Any]] = [
        ["Revenue 2025/26"], ["Ref", "Project", "Amount"], ["R1", "Clinic", 100], ["R2", "Hub", 250],
        ["R3", "Walks", 5], ["Total", None, 355], [], ["Capital 2025/26"], ["Ref", "Project", "Amount"],
        ["C1", "Roof", 1000], ["C2", "Ramp", 2000], ["Total", None, 3000],
    ]  # fmt: skip
    reading = read_sheet(rows)

    assert reading.result.total == Decimal(3355)
    assert [row.row for row in reading.result.set_aside] == [6, 8, 9, 12]


def test_very_wide_sheet_is_read(read_sheet):
    rows: list[list[Any]] = [
        ["Ref", "Project", "Budget 2025/26", *(f"Answer {n}" for n in range(400))]
    ]
    rows += [[f"p{n}", f"name {n}", 1000.5 + n, *range(400)] for n in range(5)]

    assert read_sheet(rows).result.total == Decimal("5012.5")


def test_formulas_without_values_are_faults(read_sheet):
    rows: list[list[Any]] = [
        ["Ref", "Project", "2025/26 budget"],
        ["1", "x", "=1+1"],
        ["2", "y", 300],
        ["3", "z", 4],
    ]

    reading = read_sheet(rows)

    assert (faults(reading), reading.result.total) == ([2], Decimal(304))


@pytest.mark.django_db
def test_version_that_was_passed_over_can_be_chosen_on_the_page(tmp_path):
    workbook = openpyxl.Workbook()
    for row in [["Service", "2025/26 Original Budget", "2025/26 Revised Budget"], ["Walks", 1, 2]]:
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "list.xlsx")
    client, portfolio = admin_with_portfolio()

    spend_import, _ = go_to_preview(
        client, portfolio, tmp_path / "list.xlsx", columns={"use-1": "year", "use-2": "leave"}
    )

    assert confirm(client, spend_import).total == Decimal(1)
    page = client.get(step_url("import-detail", spend_import)).content.decode()
    assert "£1.00" in page
