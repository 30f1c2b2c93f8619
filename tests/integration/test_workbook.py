"""The workbook: what it holds, and that it ties."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.domain.lens import Lens
from reports.queries.workbook import load_workbook_source
from reports.workbook.build import write_workbook
from tests.factories.finished import make_finished_room, make_large_room
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


def make_book(room, **lens):
    source = load_workbook_source(room.workshop, Lens(**lens), timezone.now())
    file = BytesIO()
    write_workbook(source, file)
    return load_workbook(file, data_only=True)


def column(sheet, heading):
    headings = [cell.value for cell in sheet[1]]
    place = headings.index(heading)
    return [row[place] for row in sheet.iter_rows(min_row=2, values_only=True)]


def pounds(values):
    return sum(Decimal(str(value)) for value in values if value is not None)


@pytest.fixture
def room():
    room = make_large_room(40)
    for project in room.projects[:5]:
        room.settle(project, (25, 25, 25, 25))
    return room


def test_sheets_in_order_with_the_first_selected(room):
    book = make_book(room)
    assert book.sheetnames[0] == "Summary"
    assert book.sheetnames[-5:] == [
        "Projects",
        "Ratings",
        "Reconciled",
        "Agreement",
        "Criteria and method",
    ]
    assert book.active.title == "Summary"
    assert book.active.sheet_view.selection[0].activeCell == "A1"
    assert book.properties.title == "Northmere budget: where the money goes by tier"


def test_projects_add_to_the_list_and_tiers_to_projects(room):
    projects = make_book(room)["Projects"]
    amounts = column(projects, "Amount")
    tiers = [column(projects, f"{t} £") for t in ("Upstream", "Midstream", "Downstream", "Acute")]
    for amount, *parts in zip(amounts, *tiers, strict=True):
        assert pounds(parts) == Decimal(str(amount))
    assert pounds(amounts) == sum(project.amount for project in room.projects)
    assert len(column(make_book(room)["Ratings"], "Reference")) == 120
    assert len(column(make_book(room)["Reconciled"], "Reference")) == 5


def test_every_check_reads_ok(room):
    for sheet in make_book(room):
        for row in sheet.iter_rows(values_only=True):
            assert "LOOK BELOW" not in row
    summary = make_book(room)["Summary"]
    checks = [row[2] for row in summary.iter_rows(min_row=34, max_col=3, values_only=True)]
    assert len([check for check in checks if check == "OK"]) == 19


def test_assessors_are_codes_never_names(room):
    book = make_book(room)
    text = " ".join(
        str(value)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    )
    assert "Assessor A" not in text
    assert "Fay" not in text


def test_download_has_the_filters_of_the_screen(client, room):
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)
    answer = client.get(
        reverse("summary-workbook", args=[room.workshop.pk]) + "?directorate=Children"
    )
    assert answer["Content-Disposition"] == 'attachment; filename="northmere-budget-summary.xlsx"'
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), data_only=True)
    assert set(column(book["Projects"], "Directorate")) == {"Children"}
    assert book["Summary"]["A4"].value == "Filtered to Directorate: Children"


def test_command_writes_the_file(room, tmp_path, capsys):
    call_command("export_workbook", room.workshop.join_code, "--output", str(tmp_path / "a.xlsx"))
    assert capsys.readouterr().out.startswith("40 projects written to ")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "Summary"


def test_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="There is no workshop with the code NOPE"):
        call_command("export_workbook", "NOPE", "--output", str(tmp_path / "a.xlsx"))


def test_workshop_without_ratings_still_has_a_workbook():
    room = make_finished_room()
    room.add(100)
    book = make_book(room)
    assert book["Summary"]["B7"].value == "not defined"
    assert column(book["Projects"], "Status") == ["Not rated"]
