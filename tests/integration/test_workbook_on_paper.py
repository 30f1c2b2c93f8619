"""The workbook as somebody prints it: nothing lies over anything, and every page says what it is."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from reports.domain.lens import Lens
from reports.queries.workbook import load_workbook_source
from reports.workbook.build import write_workbook
from reports.workbook.cells import Look
from reports.workbook.heights import height_of
from tests.factories.finished import make_large_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    room = make_large_room(12)
    file = BytesIO()
    write_workbook(load_workbook_source(room.workshop, Lens(), timezone.now()), file)
    return load_workbook(file)


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        ([("Short", Look.NOTE)], None),
        ([("a" * 40, Look.NOTE)], 75.0),
        ([("a" * 40, Look.TEXT)], None),
        ([None, ("One line\nand another", Look.WRAPPED)], 30.0),
        ([(0.5, Look.SHARE_LARGE)], 27.0),
        ([("a" * 40_000, Look.WRAPPED)], 400.0),
    ],
)
def test_row_is_as_high_as_its_text(cells, points):
    assert height_of(cells, [10.0, 20.0]) == points


def test_notes_go_across_the_page_and_the_headline_has_room(book):
    sheet = book["Summary"]
    assert "A3:E3" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[7].height == 27
    notes = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).font.size == 10]
    merged = {each.min_row for each in sheet.merged_cells.ranges}
    assert {row for row in notes if sheet.cell(row, 1).value} == merged


def test_chart_lies_below_the_figures(book):
    sheet = book["Summary"]
    (chart,) = sheet._charts
    assert chart.anchor._from.col == 0
    assert chart.anchor._from.row >= sheet.max_row


def test_pages_begin_with_their_headings_and_say_which_they_are(book):
    assert book["Projects"].print_title_rows == "$1:$1"
    assert book["By directorate"].print_title_rows == "$4:$4"
    assert {sheet.oddFooter.center.text for sheet in book} == {"&A, page &P of &N"}


def test_headings_stand_over_their_numbers(book):
    sides = {cell.value: cell.alignment.horizontal for cell in book["Projects"][1]}
    assert sides["Amount"] == sides["Upstream %"] == sides["Ratings"] == "right"
    assert sides["Name"] is sides["How settled"] is None
