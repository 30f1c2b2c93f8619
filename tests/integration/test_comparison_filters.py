"""A comparison cut down to a part, and taken away: the same pence everywhere."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.finished import make_finished_room
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier():
    room = make_finished_room(name="Last year", financial_year=2024)
    rows = (
        ("A", 100, "Play for all", "Youth", (80, 0, 0, 20)),
        ("B", 80, "Old hall", "Youth", (100, 0, 0, 0)),
        ("C", 300, "Day centre", "Adults", (20, 0, 0, 80)),
        ("E", 10, "=Quiet", "Adults", (100, 0, 0, 0)),
        ("F", 5, "Waiting", "Adults", (0, 100, 0, 0)),
    )
    for reference, amount, name, directorate, split in rows:
        project = room.add(amount, reference=reference, name=name, directorate=directorate)
        room.rate(project, 0, split)
    return room


@pytest.fixture
def room(earlier):
    """Youth is called Children now; F is in the list but nobody rated it."""
    room = make_finished_room(organisation=earlier.workshop.portfolio.organisation)
    rows = (
        ("A", 150, "Play for all", "Children", (80, 0, 0, 20)),
        ("C", 250, "Day centre", "Adults", (30, 0, 0, 70)),
        ("D", 40, "New hub", "Children", (50, 0, 0, 50)),
        ("E", 10, "=Quiet", "Adults", (100, 0, 0, 0)),
        ("F", 5, "Waiting", "Adults", None),
    )
    for reference, amount, name, directorate, split in rows:
        project = room.add(amount, reference=reference, name=name, directorate=directorate)
        if split:
            room.rate(project, 0, split)
    return room


@pytest.fixture
def get(client, room):
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)

    def get(name="summary-compare", query=""):
        return client.get(reverse(name, args=[room.workshop.pk]) + query)

    return get


def rows_of(page, heading):
    """The cells of each row of the table with this first heading, by its label."""
    table = page.split(f'<thead><tr><th scope="col">{heading}</th>')[1].split("</table>")[0]
    found = {}
    for row in table.split("<tr>")[1:]:
        label = re.sub(r"<[^>]+>", "", row.split("</th>")[0]).strip()
        found[label] = re.findall(r'<td class="num[^>]*>(.*?)</td>', row)
    return found


def test_groups_go_by_what_this_workshop_says_and_add_to_the_whole(get):
    rows = rows_of(get().content.decode(), "Directorate")
    assert rows == {
        "Children": ["£80.00", "+£40.00", "£0.00", "+£20.00", "£0.00", "£140.00"],
        "Youth": ["£80.00", "£0.00", "£0.00", "£0.00", "−£80.00", "£0.00"],
        "Adults": ["£75.00", "−£12.50", "+£27.50", "£0.00", "−£5.00", "£85.00"],
        "All": ["£235.00", "+£27.50", "+£27.50", "+£20.00", "−£85.00", "£225.00"],
    }


def test_filter_shows_its_part_of_the_same_pence(get):
    page = get(query="?directorate=Adults").content.decode()
    assert rows_of(page, "Directorate")["Adults"] == rows_of(page, "Directorate")["All"]
    assert "Directorate: <bdi>Adults</bdi>" in page
    assert "Early action money went from £75 to £85: £10 more." in page
    assert list(rows_of(page, "Project")) == ["Day centre C", "Waiting F", "=Quiet E", "All"]


def test_project_that_nobody_rated_this_time_is_told_apart_from_what_is_gone(get):
    page = get().content.decode()
    assert (
        "2 projects rated only in the earlier one; 1 of them stood in the other list unrated"
        in page
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("", ["Old hall B", "Play for all A", "Day centre C", "New hub D", "Waiting F", "=Quiet E"]),
        ("changed", ["Old hall B", "Play for all A", "Day centre C", "New hub D", "Waiting F"]),
        ("moved", ["Play for all A", "Day centre C"]),
        ("relabelled", ["Day centre C"]),
        ("added", ["New hub D"]),
        ("gone", ["Old hall B", "Waiting F"]),
        ("nonsense", ["Old hall B", "Play for all A", "Day centre C", "New hub D", "Waiting F", "=Quiet E"]),
    ],
)  # fmt: skip
def test_list_cut_down_by_what_happened_is_what_the_csv_holds(get, kind, expected):
    names = list(rows_of(get(query=f"?kind={kind}").content.decode(), "Project"))
    assert sorted(names[:-1]) == sorted(expected)
    assert names[-1] == ("All" if kind in ("", "nonsense") else "All of these")
    content = b"".join(get("summary-compare-csv", f"?kind={kind}")).decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(content)))
    assert [f"{line['Name'].lstrip(chr(39))} {line['Reference']}" for line in lines] == names[:-1]


def test_one_tier_can_be_looked_at(get):
    page = get(query="?money=acute").content.decode()
    assert '<option value="acute" selected>Acute</option>' in page
    assert "Acute money went from £260 to £225: £35 less." in page
    assert rows_of(page, "Project")["Play for all A"][:4] == [
        "£20.00", "+£10.00", "£0.00", "£0.00"
    ]  # fmt: skip


def test_csv_leads_from_the_earlier_money_to_this(get):
    answer = get("summary-compare-csv")
    name = "northmere-budget-compared-with-last-year.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    content = b"".join(answer).decode("utf-8-sig")
    lines = {line["Reference"]: line for line in csv.DictReader(StringIO(content))}
    counted = "Counted: Early action, counting three tiers of prevention"
    assert lines["E"]["Name"] == "'=Quiet"
    assert lines["C"] == {
        "Reference": "C", "Name": "Day centre", "Directorate": "Adults",
        "Rated 2024/25 £": "300.00", "Rated 2025/26 £": "250.00",
        f"{counted} 2024/25 £": "60.00", "Money moved £": "-12.50", "Re-labelled £": "27.50",
        "Added £": "0.00", "Gone £": "0.00", f"{counted} 2025/26 £": "75.00",
        "Upstream 2024/25 £": "60.00", "Midstream 2024/25 £": "0.00",
        "Downstream 2024/25 £": "0.00", "Acute 2024/25 £": "240.00",
        "Upstream 2025/26 £": "75.00", "Midstream 2025/26 £": "0.00",
        "Downstream 2025/26 £": "0.00", "Acute 2025/26 £": "175.00",
    }  # fmt: skip


def test_no_two_columns_of_the_csv_are_called_alike(get):
    content = b"".join(get("summary-compare-csv", "?money=acute")).decode("utf-8-sig")
    (headings, *_) = csv.reader(StringIO(content))
    assert len(set(headings)) == len(headings) == 19


def test_workbook_ties_and_holds_every_project_that_passes_the_filters(get):
    answer = get("summary-compare-workbook", "?kind=gone&directorate=Adults")
    assert "compared-with-last-year-filtered.xlsx" in answer["Content-Disposition"]
    book = load_workbook(BytesIO(b"".join(answer)), data_only=True)
    assert book.sheetnames == ["Change", "By directorate", "Projects"]
    change = {row[0]: row[1:] for row in book["Change"].iter_rows(values_only=True) if row[0]}
    assert change["Filtered to Directorate: Adults: 3 projects"]
    assert change["Early action, counting three tiers of prevention"] == (
        75, -12.5, 27.5, 0, -5, 85
    )  # fmt: skip
    assert change["All figures tie"][1] == "OK"
    names = [row[1].value for row in book["Projects"].iter_rows(min_row=2)]
    assert names == ["Day centre", "=Quiet", "Waiting"]


@pytest.mark.parametrize("name", ["summary-compare-csv", "summary-compare-workbook"])
def test_nothing_to_take_without_a_workshop_to_compare_with(client, name, get, earlier):
    client.force_login(
        make_member("commissioner", organisation=earlier.workshop.portfolio.organisation).user
    )
    assert client.get(reverse(name, args=[earlier.workshop.pk])).status_code == 404
    assert get(name, "?with=0").status_code == 404
