"""Awkward portfolios: never a traceback, never a wrong sum, always a sentence."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from projects.actions.merge_projects import merge_projects
from projects.actions.project_changes import set_archived
from projects.actions.split_project import Part, split_project
from projects.models import Project, SpendImport, SpendLine
from tests.factories.finished import make_finished_room
from tests.factories.people import make_member, make_user
from tests.factories.workshops import make_project

pytestmark = pytest.mark.django_db

EVERYWHERE = [
    "summary",
    "summary-print",
    "summary-compare",
    "summary-csv",
    "summary-json",
    "summary-workbook",
    "summary-workbook-choose",
]


@pytest.fixture
def room():
    return make_finished_room()


@pytest.fixture
def read(client, room):
    """Open a page as a commissioner; the text of the answer is returned."""
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)

    def read_page(name="summary", query=""):
        answer = client.get(reverse(name, args=[room.workshop.pk]) + query)
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return content if name == "summary-workbook" else content.decode()

    return read_page


def workbook(read, query=""):
    return load_workbook(BytesIO(read("summary-workbook", query)), data_only=True)


def checks(book):
    rows = list(book["Summary"].iter_rows(max_col=3, values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "Do the figures tie?")
    return {row[0]: row[2] for row in rows[start + 1 :] if row[2] is not None}


@pytest.mark.parametrize("name", EVERYWHERE)
def test_empty_workshop_opens_everywhere(read, name):
    assert read(name)


def test_nothing_rated_says_so(room, read):
    room.add(100)
    page = read()
    assert "Nothing has been rated yet" in page
    assert "£100 in 1 project was not rated and is not in these shares." in page


def test_one_assessor_says_that_nobody_can_tell(room, read):
    room.rate(room.add(100), 0, (100, 0, 0, 0))
    page = read()
    assert "Only one person judged" in page
    assert "At least three people must have rated before a range can be given." in page
    assert "£100 in 1 project was judged by one person only." in page


def test_zero_total_has_no_share_but_adds_up(room, read):
    for amount in (0, 50, -50):
        room.rate(room.add(amount), 0, (50, 0, 0, 50))
    assert "The rated money adds to nothing or less" in read()
    assert set(checks(workbook(read)).values()) == {"OK"}
    assert workbook(read)["Summary"]["B7"].value == "not defined"


def test_negative_total_has_no_share_but_adds_up(room, read):
    room.rate(room.add("-100.01"), 0, (50, 25, 25, 0))
    assert "The rated money adds to nothing or less" in read()
    assert set(checks(workbook(read)).values()) == {"OK"}


def test_break_down_of_400_values_shows_the_largest_and_adds_up(room, read):
    for number in range(400):
        room.rate(room.add(number + 1, provider=f"Provider {number:03}"), 0, (100, 0, 0, 0))
    page = read(query="?by=provider")
    assert "375 others" in page
    assert "Show all 400" in page
    assert page.count('<th scope="row"><a href="?by=provider&amp;provider=') == 25
    assert read(query="?by=provider&rows=all").count("&amp;provider=Provider") >= 400
    book = workbook(read, "?by=provider")
    assert set(checks(book).values()) == {"OK"}
    assert book["By provider"].max_row > 400


@pytest.mark.parametrize("name", EVERYWHERE)
@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "/\\[]*?:",
        "🪣🪣",
        "أطفال وعائلات",
        "<script>alert(1)</script>",
        "'; DROP TABLE",
        "{{ 7 }}",
        "\u202eabc",
    ],
)
def test_hostile_names_are_only_text(room, read, name, text):
    room.rate(
        room.add(100, name=text, directorate=text, attributes={text: text}), 0, (100, 0, 0, 0)
    )
    choice = {
        "by": f"kept.{text}",
        "cross": "directorate",
        "down": "directorate",
        "across": f"kept.{text}",
    }
    answer = read(name, "?" + urlencode(choice))
    if name == "summary-workbook":
        assert set(checks(load_workbook(BytesIO(answer), data_only=True)).values()) == {"OK"}
    elif name not in ("summary-csv", "summary-json"):
        assert "<script>alert" not in answer


def test_two_bases_and_years_in_a_portfolio_are_never_added(room, read):
    """The workshop judges one year on one basis; a file's other money is not in its check."""
    room.rate(room.add(100), 0, (100, 0, 0, 0))
    project = Project.objects.get()
    imported = SpendImport.objects.create(
        portfolio=room.workshop.portfolio,
        status="confirmed",
        file="x.csv",
        file_name="x.csv",
        sha256="0" * 64,
        total=Decimal(600),
        control_total=Decimal(600),
    )
    project.spend_lines.update(spend_import=imported)
    for year, basis, amount in ((2025, "actual", 200), (2024, "planned", 300)):
        SpendLine.objects.create(
            project=project, financial_year=year, basis=basis, amount=amount, spend_import=imported
        )
    found = checks(workbook(read))
    assert found["The workshop's list is the imported planned money of 2025/26"] == "OK"
    assert found["What was read of x.csv is its control total"] == "OK"


def test_a_list_that_does_not_tie_shows_the_difference(room, read):
    room.rate(room.add(100), 0, (100, 0, 0, 0))
    imported = SpendImport.objects.create(
        portfolio=room.workshop.portfolio,
        status="confirmed",
        file="x.csv",
        file_name="x.csv",
        sha256="0" * 64,
        total=Decimal(100),
        control_total=Decimal("100.01"),
    )
    SpendLine.objects.update(spend_import=imported)
    book = workbook(read)
    assert checks(book)["What was read of x.csv is its control total"] == -0.01
    assert book["Summary"]["C10"].value == "LOOK BELOW"


def test_filter_that_nothing_fits(room, read):
    room.rate(room.add(100, directorate="Adults"), 0, (100, 0, 0, 0))
    for name in EVERYWHERE:
        assert read(name, "?directorate=Nobody")
    assert "No project fits these filters." in read(query="?directorate=Nobody")


def test_project_left_out_has_a_page_that_says_so(room, read, client):
    project = room.add(5, left_out="too_small")
    page = client.get(reverse("summary-project", args=[room.workshop.pk, project.pk]))
    assert "Left out: too small" in page.content.decode()


def test_project_of_another_workshop_is_not_found(room, read, client):
    other = make_finished_room().add(5)
    assert (
        client.get(reverse("summary-project", args=[room.workshop.pk, other.pk])).status_code == 404
    )


def test_imported_money_counts_once_after_a_split_a_merge_and_archiving(room, read):
    """What a file brought in stays what it was, whatever was tidied before the workshop or after."""
    room.rate(room.add(60), 0, (100, 0, 0, 0))
    room.rate(room.add(40), 0, (100, 0, 0, 0))
    whole, other = Project.objects.order_by("pk")
    portfolio, by, made = room.workshop.portfolio, make_user(), room.workshop.created_at
    archived_before = make_project(portfolio, archived_at=made - timedelta(days=1))
    imported = SpendImport.objects.create(
        portfolio=portfolio, status="confirmed", file="x.csv", file_name="x.csv", sha256="0" * 64
    )
    for row, line in enumerate(SpendLine.objects.order_by("pk"), 2):
        SpendLine.objects.filter(pk=line.pk).update(spend_import=imported, source_row=row)
    assert archived_before.spend_lines.get().spend_import == imported

    line = whole.spend_lines.get()
    parts = [Part("Doing", "", {line.pk: Decimal(50)}), Part("Other", "", {line.pk: Decimal(10)})]
    doing, rest = split_project(project=whole, parts=parts, by=by, now=made)
    assert import_check(read) == "OK"

    both, later = [doing.pk, other.pk], made + timedelta(days=1)
    merge_projects(portfolio=portfolio, project_ids=both, into=doing.pk, by=by, now=later)
    assert import_check(read) == "OK"

    set_archived(portfolio=portfolio, project_ids=[rest.pk], archived=True, by=by, now=later)
    assert import_check(read) == "OK"


def import_check(read) -> object:
    return checks(workbook(read))["The workshop's list is the imported planned money of 2025/26"]


def test_second_look_says_that_it_is_a_sample_and_ties_to_no_import(room, read):
    """Its list is a part of what was imported, so that a difference would be no fault."""
    room.rate(room.add(100), 0, (100, 0, 0, 0))
    imported = SpendImport.objects.create(
        portfolio=room.workshop.portfolio,
        status="confirmed",
        file="x.csv",
        file_name="x.csv",
        sha256="0" * 64,
        total=Decimal(1000),
    )
    SpendLine.objects.update(spend_import=imported, amount=Decimal(1000))
    room.workshop.sample = {"seed": 7, "by": "money", "one_in": 10, "of": 1200}
    room.workshop.save(update_fields=["sample"])
    says = (
        "a second look at 1,200 projects: about one in 10 of its money, drawn at random, "
        "not the whole list"
    )
    assert says in read()
    book = workbook(read)
    assert says in book["Summary"]["A2"].value
    assert book["Summary"]["C10"].value == "OK"
