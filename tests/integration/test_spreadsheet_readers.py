"""Files of every kind through the child process: what goes in comes out, and nothing harms us."""

import csv
import io
import random
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.domain.cells import NOT_CALCULATED, CellFault, cell_text
from projects.domain.interpretation import Choices
from projects.domain.mended import ORIGIN_HEADING, REASON_HEADING
from projects.domain.parsed import ImportResult
from projects.spreadsheets.interpret import interpret
from projects.spreadsheets.limits import Limits
from projects.spreadsheets.reader import opened
from projects.spreadsheets.refusal import SpreadsheetRefused
from projects.spreadsheets.returned import write_returned_rows
from projects.spreadsheets.template import COLUMNS, write_template

NINE_THIRTY = datetime(2025, 4, 1, 9, 30)  # noqa: DTZ001  # cells know no time zone
SLOW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADINGS = ["Reference", "Project name", "Provider", "Financial year", "Amount"]
# Letters of many scripts, marks and line breaks, but no word that is a total or a note.
words = st.text(st.sampled_from("abcdefgh ÀéßøŁ漢字😀'\"=+-@,;|\t\n"), min_size=1, max_size=30).map(
    lambda text: f"Q{text}q"
)
lines = st.tuples(words, words, st.integers(2015, 2030), st.decimals(-(10**9), 10**9, places=2))
tables = st.lists(lines, min_size=1, max_size=12)


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append([None] * len(row))
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(sheet.max_row if sheet.max_row else 1, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    workbook.save(path)


def write_csv(path: Path, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def write_ods(path: Path, rows: list[list[object]]) -> None:
    import pandas

    frame = pandas.DataFrame(rows, dtype=object)
    frame.to_excel(path, engine="odf", index=False, header=False)


def read(path: Path, choices: Choices | None = None) -> ImportResult:
    with opened(path) as spreadsheet:
        return interpret(spreadsheet, choices, file_name=path.name).result


def cells_of(path: Path) -> list[list[object]]:
    with opened(path) as spreadsheet:
        return [list(row.cells) for row in spreadsheet.sheets[0].rows]


def test_ods_with_a_password_is_said_to_have_one(tmp_path):
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", b"\x00\x9c\xff" * 40)
        package.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")

    with pytest.raises(SpreadsheetRefused, match="password-protected"):
        read(path)


def test_parts_that_other_programs_put_into_a_workbook_are_left_alone(tmp_path):
    path = tmp_path / "list.xlsx"
    write_xlsx(path, [HEADINGS, ["P1", "Clinic", "A", "2024/25", 100]])
    with zipfile.ZipFile(path, "a") as package:
        part = '<?xml version="1.0" encoding="UTF-16"?><DataMashup/>'
        package.writestr("customXml/item1.xml", part.encode("utf-16"))

    assert read(path).total == 100


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (['Clinic,"A Ltd,2024/25,100', 'Club,"B" Ltd,2024/25,200'], 2),
        (["Clinic,A,2024/25,100", '"Club,B,2024/25,200'], 3),
        (["Clinic,A,2024/25,100", '"Club,B,2024/25,200', "Walks,C,2024/25,7"], 3),
    ],
)
def test_quotation_mark_that_is_not_closed_swallows_no_rows(tmp_path, lines, line):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["Project,Provider,Year,Amount", *lines, ""]), encoding="utf-8")

    with pytest.raises(SpreadsheetRefused, match=f"opened on line {line} is not closed"):
        read(path)


def test_line_breaks_and_marks_within_quotation_marks_are_text(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        'Project,Provider,Year,Amount\n"Clinic, in\ntown",6" pipe,2024/25,1\n'
        'Club,"a, b, c, d, e\nand, so, on, and ""so"", on",2024/25,2\n',
        encoding="utf-8",
    )

    assert read(path).total == 3


def test_sheet_that_begins_below_the_first_row_keeps_its_row_numbers(tmp_path):
    table = [HEADINGS, ["P1", "Clinic", "A", "2024/25", 100], ["P2", "Club", "B", "2024/25", "#DIV/0!"],
             ["P3", "Walks", "C", "2024/25", 7], ["P4", "Talks", "D", "2024/25", "n/a"]]  # fmt: skip
    workbook = openpyxl.Workbook()
    for number, row in enumerate(table, start=4):
        for column, value in enumerate(row, start=3):
            workbook.worksheets[0].cell(number, column, value)
    workbook.worksheets[0].row_dimensions[5].hidden = True
    workbook.save(tmp_path / "list.xlsx")

    result = read(tmp_path / "list.xlsx")

    assert result.interpretation.header_row == 4
    assert [(error.row, error.value) for error in result.errors] == [(6, "#DIV/0!"), (8, "n/a")]
    assert (result.total, result.hidden.rows, result.hidden.total) == (107, [5], 100)


@pytest.mark.parametrize(("ending", "write"), [("xlsx", write_xlsx), ("csv", write_csv)])
@given(table=tables)
@SLOW
def test_table_of_ours_comes_back_to_the_penny(tmp_path, ending, write, table):
    check_round_trip(tmp_path / f"list.{ending}", write, table)


@given(table=tables)
@settings(SLOW, max_examples=5)
def test_table_of_ours_comes_back_from_ods(tmp_path, table):
    plain = [
        (
            name.replace("\n", " ").replace("\t", " "),
            who.replace("\n", " ").replace("\t", " "),
            *rest,
        )
        for name, who, *rest in table
    ]
    check_round_trip(tmp_path / "list.ods", write_ods, plain)


def check_round_trip(path, write, table):
    rows = [
        [f"P{number}", name, who, f"{year}/{(year + 1) % 100:02d}", float(amount)]
        for number, (name, who, year, amount) in enumerate(table)
    ]
    write(path, [HEADINGS, *rows])

    result = read(path)

    assert result.errors == []
    assert result.total == sum(row[3] for row in table)
    found = {project.reference: project for project in result.projects}
    for number, (name, who, year, amount) in enumerate(table):
        project = found[f"P{number}"]
        assert project.words["provider"] == " ".join(cell_text(who).split(" "))
        assert project.name == cell_text(name).splitlines()[0]
        (line,) = project.lines
        assert (line.financial_year, line.amount) == (year, amount)


@given(content=st.binary(max_size=400))
@settings(SLOW, max_examples=15)
def test_any_bytes_are_read_or_refused(tmp_path, content):
    path = tmp_path / "fuzzed.xlsx"
    path.write_bytes(content)
    read_or_refuse(path)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_workbook_is_read_or_refused(tmp_path, seed):
    path = tmp_path / "damaged.xlsx"
    write_xlsx(path, [HEADINGS, ["P1", "Clinic", "A", "2025/26", 10]])
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(20):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content[: chance.randrange(len(content) // 2, len(content) + 1)])
    read_or_refuse(path)


def read_or_refuse(path: Path) -> None:
    with suppress(SpreadsheetRefused):
        read(path)


def test_types_of_cells_in_a_workbook(tmp_path):
    path = tmp_path / "types.xlsx"
    write_xlsx(path, [["00123", 7, 1.5, True, date(2025, 4, 1), NINE_THIRTY]])

    (row,) = cells_of(path)
    assert row[:4] == ["00123", 7, 1.5, True]
    assert row[4:] == [date(2025, 4, 1), NINE_THIRTY]


def test_error_cells_and_formulas_never_calculated_are_named(tmp_path):
    path = tmp_path / "faults.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["a", "=1+1", "#DIV/0!"])
    sheet["C1"].data_type = "e"
    workbook.save(path)

    assert cells_of(path) == [["a", CellFault(NOT_CALCULATED), CellFault("#DIV/0!")]]


def test_column_of_formulas_never_calculated_is_refused(tmp_path):
    path = tmp_path / "formulas.xlsx"
    write_plain_formulas(path)

    with pytest.raises(SpreadsheetRefused, match="open the file in Excel, save it"):
        read(path)


def write_plain_formulas(path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Project", "Amount"])
    sheet.append(["Clinic", "=10*2"])
    workbook.save(path)


@pytest.mark.parametrize(
    ("encoding", "stated"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path, encoding, stated, delimiter):
    path = tmp_path / "list.csv"
    rows = [["Project", "Description", "Amount"], ["Café", "One, two; £3", "1,000.50"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows * 4)
    path.write_bytes(out.getvalue().encode(encoding))

    with opened(path) as spreadsheet:
        found = [list(row.cells) for row in spreadsheet.sheets[0].rows]
        assert spreadsheet.encoding == stated
    assert found[:2] == rows


def test_row_numbers_are_those_of_the_file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('\n\nProject,Amount\n\n"two\nlines",1\nClub,x\n', encoding="utf-8")

    result = read(path)
    assert [error.row for error in result.errors] == [6]


def test_quotation_mark_never_closed_is_named_by_its_line(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('Project,Amount\n"Clinic,1\n' + "Club,2\n" * 2000, encoding="utf-8")

    with pytest.raises(SpreadsheetRefused, match="opened on line 2 is not closed"):
        read(path)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(rows=3), "more than 3 rows"),
        (Limits(columns=2), "more than 2 columns"),
        (Limits(file_bytes=10), "larger than"),
    ],
)
def test_limits_are_said_in_words(tmp_path, limits, sentence):
    path = tmp_path / "list.csv"
    path.write_text("a,b,c\n" * 5, encoding="utf-8")

    with pytest.raises(SpreadsheetRefused, match=sentence), opened(path, limits=limits):
        pass


def test_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)

    with (
        pytest.raises(SpreadsheetRefused, match="too large"),
        opened(path, limits=Limits(unpacked_bytes=20_000_000)),
    ):
        pass


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b'{"grants": []}', "JSON"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"<html><table>", "web page"),
        (b"\x89PNG\r\n", "picture"),
        (b"  \r\n", "empty"),
    ],
)
def test_other_kinds_are_named(tmp_path, content, sentence):
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    with pytest.raises(SpreadsheetRefused, match=sentence), opened(path):
        pass


def test_rejected_rows_come_back_in_the_shape_of_the_file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "Reference,Project,Budget 2025/26,Notes\n"
        "P1,Clinic,10,fine\n"
        "P2,=cmd|' /C calc'!A0,n/a,@SUM(1)\n"
        "P3,Club,,+1\n",
        encoding="utf-8",
    )
    returned = tmp_path / "returned.xlsx"
    with opened(path) as spreadsheet, returned.open("wb") as file:
        reading = interpret(spreadsheet)
        count = write_returned_rows(reading.sheet.rows, reading.result, file, import_id=7)

    sheet = openpyxl.load_workbook(returned).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert count == 2
    assert rows[0] == (
        "Reference", "Project", "Budget 2025/26", "Notes", ORIGIN_HEADING, REASON_HEADING,
    )  # fmt: skip
    assert [row[4] for row in rows[1:]] == ["import 7, row 3", "import 7, row 4"]
    assert [row[:4] for row in rows[1:]] == [
        ("P2", "=cmd|' /C calc'!A0", "n/a", "@SUM(1)"),
        ("P3", "Club", None, "+1"),
    ]
    assert rows[2][5].startswith("Budget 2025/26: The amount")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet["B2"].quotePrefix


def test_mended_rows_can_be_brought_in_again(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Reference,Project,Amount\nP1,Clinic,10\nP2,Club,n/a\n", encoding="utf-8")
    returned = tmp_path / "returned.xlsx"
    with opened(path) as spreadsheet, returned.open("wb") as file:
        reading = interpret(spreadsheet)
        write_returned_rows(reading.sheet.rows, reading.result, file, import_id=7)
    workbook = openpyxl.load_workbook(returned)
    workbook.worksheets[0]["C2"] = 25
    workbook.save(returned)

    result = read(returned)

    assert (result.total, result.errors) == (Decimal(25), [])
    assert result.projects[0].attributes == {}


def test_template_headings_are_known_by_heart(tmp_path):
    path = tmp_path / "template.xlsx"
    with path.open("wb") as file:
        write_template(file)
    workbook = openpyxl.load_workbook(path)
    workbook["Projects"].append(
        ["P1", "Clinic", "Text", "Falls", "200 people", "Age Well", "Adults", "Health", "North",
         "Council", "Older people", "statutory", "2025/26", "committed", 10.5, "revenue", "Grant", "Contract"]
    )  # fmt: skip
    workbook.save(path)

    with opened(path) as spreadsheet:
        reading = interpret(spreadsheet)
    assert reading.result.interpretation.mapping() == {
        column.field.value: column.heading for column in COLUMNS
    }
    (project,) = reading.result.projects
    (line,) = project.lines
    assert (project.duty, line.basis, line.nature, line.amount) == (
        "statutory", "committed", "revenue", Decimal("10.50"),
    )  # fmt: skip
    assert (line.funding_source, line.funding_route) == ("Grant", "Contract")


def test_formula_payloads_are_imported_as_text(shared_data, tmp_path):
    payloads = (shared_data / "hostile" / "C27_formula_injection_payloads.txt").read_text()
    path = tmp_path / "list.xlsx"
    names = payloads.splitlines()
    write_xlsx(path, [["Project", "Amount"], *([name, 1] for name in names)])

    assert [project.name for project in read(path).projects] == [name.strip() for name in names]
