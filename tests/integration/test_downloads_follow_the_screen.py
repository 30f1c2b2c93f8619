"""Downloads hold what the screen shows: its filters, its order, and totals that say of what."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.actions.api_tokens import make_api_token
from tests.factories.finished import make_finished_room
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db

CHILDREN = "directorate=Children"


@pytest.fixture
def room():
    """Five projects of £1,000.00 in all, £30.00 of it left out; two of Children's are rated."""
    room = make_finished_room()
    for amount, name, directorate, split in (
        (500, "Youth work", "Children", (10, 0, 0, 90)),
        (250, "Lunch club", "Adults", (100, 0, 0, 0)),
        (200, "Baby groups", "Children", (90, 10, 0, 0)),
        (20, "Arts", "Children", None),
    ):
        project = room.add(amount, name=name, directorate=directorate)
        if split:
            room.rate(project, 0, split)
    room.add(30, name="Old hall", directorate="Children", left_out="by_hand")
    return room


@pytest.fixture
def member(client, room):
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)
    return member


def fetch(client, room, name, query):
    answer = client.get(reverse(name, args=[room.workshop.pk]) + query)
    content = b"".join(answer) if answer.streaming else answer.content
    return answer["Content-Disposition"].split('"')[1], content


def names_in_csv(content):
    return [row["Name"] for row in csv.DictReader(StringIO(content.decode("utf-8-sig")))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Youth work", "Lunch club", "Baby groups", "Arts", "Old hall"]),
        ("?order=name", ["Arts", "Baby groups", "Lunch club", "Youth work", "Old hall"]),
        ("?order=-upstream", ["Lunch club", "Baby groups", "Youth work", "Arts", "Old hall"]),
        (f"?order=name&{CHILDREN}", ["Arts", "Baby groups", "Youth work", "Old hall"]),
    ],
)
def test_every_download_has_the_order_of_the_screen(client, room, member, query, expected):
    assert names_in_csv(fetch(client, room, "summary-csv", query)[1]) == expected
    book = load_workbook(BytesIO(fetch(client, room, "summary-workbook", query)[1]))
    assert [row[1].value for row in book["Projects"].iter_rows(min_row=2)] == expected
    rated = [name for name in expected if name not in ("Arts", "Old hall")]
    assert [row[1].value for row in book["Ratings"].iter_rows(min_row=2)] == rated
    _, text = make_api_token(by=member, name="Dashboard", now=timezone.now())
    answer = client.get(
        f"/api/workshops/{room.workshop.pk}/projects{query}",
        headers={"Authorization": f"Bearer {text}"},
    )
    assert [each["name"] for each in answer.json()["items"]] == expected


def test_page_says_what_downloads_hold(client, room, member):
    address = reverse("summary", args=[room.workshop.pk])
    page = client.get(address).content.decode()
    last = "those left out come last"
    assert f"Downloads hold all 5 projects of the list, largest first; {last}." in page
    page = client.get(f"{address}?{CHILDREN}&order=-acute").content.decode()
    assert f"Downloads hold 4 of the list&#x27;s 5 projects, most acute first; {last}." in page


def test_totals_of_a_part_lead_to_the_whole_list(client, room, member):
    page = client.get(reverse("summary", args=[room.workshop.pk]) + f"?{CHILDREN}")
    page = page.content.decode().split('<caption class="hidden-visually">Coverage')[1]
    for label, count, amount in (
        ("Rated", 2, "£700.00"),
        ("Not rated", 1, "£20.00"),
        ("All that pass the filters", 4, "£750.00"),
        ("Filtered out", 1, "£250.00"),
        ("The workshop&#x27;s list", 5, "£1,000.00"),
    ):
        row = f'<th scope="row">{label}</th><td class="num">{count}</td><td class="num">{amount}'
        assert row in page


def test_file_of_a_part_says_so_and_adds_up_to_the_whole(client, room, member):
    for ending, name in (
        ("csv", "summary-csv"),
        ("json", "summary-json"),
        ("xlsx", "summary-workbook"),
    ):
        assert fetch(client, room, name, "")[0] == f"northmere-budget-summary.{ending}"
        part = fetch(client, room, name, f"?{CHILDREN}")[0]
        assert part == f"northmere-budget-summary-filtered.{ending}"
    _, content = fetch(client, room, "summary-workbook", f"?{CHILDREN}")
    sheet = load_workbook(BytesIO(content), data_only=True)["Summary"]
    found = {row[0]: row[1:3] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert found["All that pass the filters"] == (750, 4)
    assert found["Filtered out"] == (250, 1)
    assert found["The workshop's list"] == (1000, 5)
    assert found["All figures tie"] == (None, "OK")
    assert "4 of the list's 5 projects, largest first; those left out come last." in found
