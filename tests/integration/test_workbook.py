"""The workbook: what it holds, and that it ties."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bucketing.models import Reconciliation
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
    name = "northmere-budget-summary-filtered.xlsx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
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


def test_chosen_break_downs_and_crossings_are_the_sheets(room):
    book = make_book(room, sheets=("place", "kept.Ward"), crossings=(("directorate", "duty"),))
    assert book.sheetnames[1:4] == ["By place", "By ward", "Directorate by statutory or not"]


def test_no_break_down_at_all_can_be_chosen(room):
    assert make_book(room, sheets=()).sheetnames[:2] == ["Summary", "Projects"]


def test_crossing_adds_to_the_rated_money_both_ways(room):
    sheet = make_book(room, crossings=(("directorate", "duty"),), sheets=())[
        "Directorate by statutory or not"
    ]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    last = next(n for n, row in enumerate(rows) if row[0] == "All")
    body, total = rows[1:last], rows[last]
    assert rows[0][0] == "Directorate"
    assert rows[0][-2:] == ("Others", "All")
    for row in [*body, total]:
        assert pounds(row[1:-1]) == pounds(row[-1:])
    for place in range(1, len(total)):
        assert pounds(row[place] for row in body) == pounds([total[place]])
    assert pounds(total[-1:]) == sum(project.amount for project in room.projects)


def test_crossing_on_the_screen_is_in_the_workbook(room):
    assert "Directorate by theme" in make_book(room, by="directorate", cross="theme").sheetnames


def test_crossing_of_very_many_values_adds_the_rest_up():
    room = make_large_room(250)
    for number, project in enumerate(room.projects):
        project.provider, project.place = f"Provider {number % 130}", f"Place {number % 31}"
        project.save(update_fields=["provider", "place"])
    sheet = make_book(room, sheets=(), crossings=(("provider", "place"),))["Provider by place"]
    rows = list(sheet.iter_rows(min_row=4, max_row=106, values_only=True))
    assert len(rows[0]) == 23
    assert [rows[101][0], rows[102][0]] == ["Others", "All"]
    assert pounds(rows[102][-1:]) == sum(project.amount for project in room.projects)
    assert rows[101][-1] > 0


def test_address_holds_what_was_chosen():
    lens = Lens(sheets=("theme", "kept.Ward & more"), crossings=(("theme", "place"), ("a", "b")))
    assert Lens.from_query(lens.query()) == lens
    assert Lens.from_query(Lens(sheets=()).query()) == Lens(sheets=())
    assert Lens.from_query(Lens().query()) == Lens()


def test_crossing_with_a_gap_or_with_itself_is_none():
    query = {"down": ["theme", "", "place"], "across": ["", "place", "place"]}
    assert Lens.read(query).crossings == ()


def test_form_takes_what_is_ticked(client, room):
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)
    page = client.get(
        reverse("summary-workbook-choose", args=[room.workshop.pk]) + "?place=North&cross=theme"
    ).content.decode()
    assert 'name="place" value="North"' in page
    assert 'value="kept.Ward"><span><bdi>Ward' in page
    assert 'name="sheet" value="directorate" checked' in page
    chosen = "?place=North&sheet=&sheet=kept.Ward&down=theme&across=duty&down=&across="
    answer = client.get(reverse("summary-workbook", args=[room.workshop.pk]) + chosen)
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames[1:4] == ["By ward", "Theme by statutory or not", "Projects"]


def test_command_takes_the_same_choices(room, tmp_path):
    file = str(tmp_path / "a.xlsx")
    call_command("export_workbook", room.workshop.join_code, "--output", file, "--sheet", "theme",
                 "--cross", "theme", "place", "--only", "directorate=Children")  # fmt: skip
    book = load_workbook(file)
    assert book.sheetnames[1:4] == ["By theme", "Theme by place", "Projects"]
    assert set(column(book["Projects"], "Directorate")) == {"Children"}


@pytest.mark.parametrize(
    "options", [["--by", "wadr"], ["--sheet", "wadr"], ["--cross", "theme", "wadr"]]
)
def test_command_refuses_an_attribute_that_nobody_has(room, tmp_path, options):
    file = tmp_path / "a.xlsx"
    with pytest.raises(CommandError, match=r"no attribute wadr\. They have: directorate,"):
        call_command("export_workbook", room.workshop.join_code, "--output", str(file), *options)
    assert not file.exists()


def test_every_reopening_is_a_row_of_its_own(room):
    project = room.projects[0]
    Reconciliation.objects.create(
        workshop_project=project, method="reopened", reason="New facts came up."
    )
    room.settle(project, (100, 0, 0, 0))
    sheet = make_book(room)["Reconciled"]
    assert column(sheet, "Reference") == [f"P{n:05}" for n in (1, 1, 1, 2, 3, 4, 5)]
    assert column(sheet, "Settled")[:3] == ["By the chair", "Reopened", "By the chair"]
    assert column(sheet, "Counts")[:3] == ["no", "no", "yes"]
    assert column(sheet, "Upstream after")[:3] == [0.25, None, 1]
    assert column(sheet, "Reason")[1] == "New facts came up."


def test_reopened_project_without_a_new_settlement_still_has_its_rows(room):
    Reconciliation.objects.create(workshop_project=room.projects[0], method="reopened")
    sheet = make_book(room)["Reconciled"]
    assert column(sheet, "Counts")[:2] == ["no", "no"]
