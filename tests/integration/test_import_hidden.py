"""Rows and columns that a person does not see in the sheet are counted, said, and left to a choice."""

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.worksheet.worksheet import Worksheet

from projects.domain.faults import WarningKind
from projects.domain.headings import Field
from projects.domain.interpretation import Choices
from projects.models import SpendLine
from projects.spreadsheets.interpret import Reading, interpret
from projects.spreadsheets.reader import opened
from projects.spreadsheets.refusal import SpreadsheetRefused
from tests.integration.importing import admin_with_portfolio, confirm, go_to_preview, step_url

HEADINGS: list[object] = ["Reference", "Project", "Ward", "Financial year", "Budget"]
ROWS: list[list[object]] = [
    ["P1", "Falls clinic", "North", "2025/26", 1000],
    ["P2", "Night shelter", "South", "2025/26", 2000.5],
    ["P3", "Youth club", "East", "2025/26", 300],
    ["P4", "Warm homes", "West", "2025/26", 70],
]
MORE: list[list[object]] = [
    ["P5", "Walks", "West", "2025/26", 2],
    ["P6", "Talks", "West", "2025/26", 3],
]


@pytest.fixture
def workbook_file(tmp_path: Path) -> Callable[..., Path]:
    def write(
        *more: list[object], rows: tuple[int, ...] = (3, 4), columns: tuple[str, ...] = ()
    ) -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.worksheets[0]
        for row in [HEADINGS, *ROWS, *more]:
            sheet.append(row)
        hide(sheet, rows, columns)
        workbook.save(tmp_path / "list.xlsx")
        return tmp_path / "list.xlsx"

    return write


def hide(sheet: Worksheet, rows: tuple[int, ...], columns: tuple[str, ...]) -> None:
    for row in rows:
        sheet.row_dimensions[row].hidden = True
    for column in columns:
        sheet.column_dimensions[column].hidden = True


def read(path: Path, choices: Choices | None = None) -> Reading:
    with opened(path) as spreadsheet:
        return interpret(spreadsheet, choices, file_name=path.name)


def sentence(reading: Reading, kind: WarningKind) -> str:
    return next(w.message for w in reading.result.warnings if w.kind is kind)


def test_hidden_rows_are_kept_and_their_money_is_said(workbook_file):
    reading = read(workbook_file())

    assert reading.result.total == Decimal("3370.50")
    assert (reading.result.hidden.count, reading.result.hidden.rows) == (2, [3, 4])
    assert sentence(reading, WarningKind.HIDDEN_ROWS) == (
        "2 rows are hidden in the sheet, with £2,300.50. They were kept."
    )


def test_hidden_rows_can_be_left_out(workbook_file):
    reading = read(workbook_file(), Choices(leaves_hidden=True))

    assert [project.reference for project in reading.result.projects] == ["P1", "P4"]
    assert reading.result.total == Decimal(1070)
    assert reading.result.hidden.total == Decimal("2300.50")
    assert sentence(reading, WarningKind.HIDDEN_ROWS).endswith("They were left out.")


@pytest.mark.parametrize("leaves_hidden", [False, True])
@pytest.mark.parametrize("stated", [3375.5, 1075])
def test_total_of_all_or_of_the_shown_rows_is_a_control_total(workbook_file, leaves_hidden, stated):
    path = workbook_file(*MORE, [None, "All of it", None, None, stated])

    reading = read(path, Choices(leaves_hidden=leaves_hidden))

    assert reading.result.control_total == Decimal(str(stated))
    assert [(row.row, row.reason) for row in reading.result.set_aside] == [(8, "a total row")]


def test_rows_of_no_height_are_hidden_rows(tmp_path):
    workbook = openpyxl.Workbook()
    for row in [HEADINGS, *ROWS]:
        workbook.worksheets[0].append(row)
    workbook.worksheets[0].row_dimensions[5].height = 1
    workbook.save(tmp_path / "whole.xlsx")
    replace_bytes(tmp_path / "whole.xlsx", tmp_path / "list.xlsx", b'ht="1"', b'ht="0"')

    assert read(tmp_path / "list.xlsx").result.hidden.rows == [5]


def replace_bytes(source: Path, to: Path, before: bytes, after: bytes) -> None:
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(to, "w") as changed:
        for name in package.namelist():
            changed.writestr(name, package.read(name).replace(before, after))


def test_tag_on_the_edge_of_two_blocks_is_found(workbook_file, monkeypatch):
    monkeypatch.setattr("projects.spreadsheets.packages._CHUNK", 600)
    from projects.spreadsheets.kinds import Kind
    from projects.spreadsheets.limits import Limits
    from projects.spreadsheets.workbooks import open_workbook

    many = [[f"Q{n}", "Walk", "North", "2025/26", n] for n in range(200)]
    path = workbook_file(*many, rows=tuple(range(2, 200, 3)))

    (sheet,) = open_workbook(path, Kind.XLSX, Limits()).sheets

    assert sheet.layout.hidden_rows == frozenset(range(2, 200, 3))


def test_hidden_rows_of_an_ods_file_are_found(tmp_path):
    path = tmp_path / "list.ods"
    write_ods(path, hidden_rows=(1, 2))

    reading = read(path)

    assert (reading.result.hidden.rows, reading.result.hidden.total) == ([2, 3], Decimal("3000.50"))
    assert sentence(reading, WarningKind.HIDDEN_COLUMNS) == (
        "The sheet hides columns. Read all the same: “Ward”."
    )


def write_ods(path: Path, hidden_rows: tuple[int, ...]) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="List")
    table.addElement(TableColumn(numbercolumnsrepeated=2))
    table.addElement(TableColumn(visibility="collapse"))
    table.addElement(TableColumn(numbercolumnsrepeated=2))
    for index, values in enumerate([HEADINGS, *ROWS]):
        row = TableRow(visibility="filter" if index in hidden_rows else "visible")
        for value in values:
            row.addElement(ods_cell(value))
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(path)


def ods_cell(value: object) -> TableCell:
    if isinstance(value, (int, float)):
        return TableCell(valuetype="float", value=value)
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def test_hidden_words_are_left_out_and_named(workbook_file):
    reading = read(workbook_file(rows=(), columns=("C",)))
    how = reading.proposal.interpretation

    assert how.columns[Field.PLACE] == 2  # a known heading is used, and the sentence says so
    assert sentence(reading, WarningKind.HIDDEN_COLUMNS) == (
        "The sheet hides columns. Read all the same: “Ward”."
    )


def test_hidden_column_of_no_known_heading_is_not_handed_on(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append([*HEADINGS, "Salary of the manager"])
    for row in ROWS:
        sheet.append([*row, "secret"])
    hide(sheet, (), ("F",))
    workbook.save(tmp_path / "list.xlsx")

    reading = read(tmp_path / "list.xlsx")

    assert all(project.attributes == {} for project in reading.result.projects)
    assert sentence(reading, WarningKind.HIDDEN_COLUMNS) == (
        "The sheet hides columns. Left out: “Salary of the manager”."
    )


def write_two_amounts(path: Path, headings: tuple[str, str], hidden: str) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append([*HEADINGS[:4], *headings])
    for row in ROWS:
        sheet.append([*row, 7.5])
    hide(sheet, (), (hidden,))
    workbook.save(path)
    return path


def test_amount_that_is_shown_wins_over_a_hidden_one(tmp_path):
    path = write_two_amounts(tmp_path / "list.xlsx", ("Amount awarded", "Budget"), "E")

    assert read(path).result.total == Decimal(30)


def test_known_amount_that_is_hidden_beside_another_is_asked_about(tmp_path):
    path = write_two_amounts(tmp_path / "list.xlsx", ("Budget", "Money in all"), "E")

    with pytest.raises(SpreadsheetRefused, match="it could be “Money in all”, “Budget”"):
        read(path)


@pytest.mark.django_db
def test_preview_tells_hidden_rows_and_takes_one_word(workbook_file):
    client, portfolio = admin_with_portfolio()
    path = workbook_file(["Total", None, None, None, 1070])
    spend_import, preview = go_to_preview(client, portfolio, path)
    page = preview.content.decode()
    assert "2 rows are hidden in the sheet, by a filter or by hand, with <b>£2,300.50</b>" in page
    assert "counts only the rows that are shown" in page
    assert page.count("total row") == 1  # said once, among the rows set aside

    answer = client.post(step_url("import-preview", spend_import), {"hidden": "leave"}, follow=True)

    assert "Count the hidden rows" in answer.content.decode()
    done = confirm(client, spend_import)
    assert (done.total, done.rows_accepted) == (Decimal("1070.00"), 2)
    assert set(SpendLine.objects.values_list("project__reference", flat=True)) == {"P1", "P4"}


@pytest.mark.django_db
def test_word_on_hidden_rows_outlives_a_look_at_the_columns(workbook_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, workbook_file())
    address = step_url("import-preview", spend_import)
    client.post(address, {"hidden": "leave"})
    stale = client.get(step_url("import-confirm", spend_import)).context["page"].preview.stamp
    client.post(address, {"hidden": "keep"})

    client.post(step_url("import-confirm", spend_import), {"seen": stale})

    spend_import.refresh_from_db()
    assert spend_import.status == "uploaded"  # what was seen is not what would be done
    assert confirm(client, spend_import).total == Decimal("3370.50")
