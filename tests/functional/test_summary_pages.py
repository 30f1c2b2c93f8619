"""A commissioner reads the summary, asks who says so, and prints it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.actions.publishing import publish_summary
from reports.domain.lens import Lens
from reports.presenters.frozen import freeze
from reports.presenters.summary_page import SummaryPage
from reports.queries.method import load_method
from reports.queries.summaries import load_summary
from tests.factories.finished import make_finished_room, make_large_room
from tests.factories.people import make_member, make_user
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def room(db):
    room = make_large_room(60)
    for project in room.projects[3:9]:
        room.settle(project, (70, 0, 0, 30))
    return room


@pytest.fixture
def reader(room, client, page, live_server):
    """A commissioner who is signed in."""
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


def address(live_server, room, name="summary", query=""):
    return live_server.url + reverse(name, args=[room.workshop.pk]) + query


def test_how_much_is_upstream_in_children_and_who_says_so(reader, room, live_server):
    reader.goto(address(live_server, room))
    reader.get_by_role("link", name="Children", exact=True).click()
    tiers = reader.get_by_role("table", name="Money and projects by tier")
    assert re.search(r"Upstream\s+£[\d,]+\.\d\d", tiers.inner_text())
    reader.get_by_role("link", name="Who says so").click()
    assert "assessors gave" in reader.locator("#who").inner_text()


@pytest.mark.parametrize("query", ["", "?directorate=Children&cross=theme&fold=three&headline=two"])
def test_no_accessibility_faults(reader, room, live_server, query):
    reader.goto(address(live_server, room, query=query))
    assert_no_axe_violations(reader)


def test_project_page_has_no_accessibility_faults(reader, room, live_server):
    reader.goto(address(live_server, room))
    reader.locator("#projects tbody a").nth(4).click()
    assert "The answers, without names" in reader.content()
    assert_no_axe_violations(reader)


def test_nothing_runs_over_the_edge_of_a_phone(reader, room, live_server):
    reader.set_viewport_size(PHONE)
    reader.goto(address(live_server, room))
    assert reader.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    tiers = reader.get_by_role("region", name="Tiers in figures")
    assert tiers.evaluate("region => region.scrollWidth <= region.clientWidth")


def test_phone_folds_the_long_parts_and_a_link_opens_one(reader, room, live_server):
    reader.set_viewport_size(PHONE)
    reader.goto(address(live_server, room))
    projects = reader.locator("#projects")
    assert not projects.evaluate("part => part.open")
    assert reader.evaluate("document.documentElement.scrollHeight") < 5_000
    reader.get_by_role("navigation", name="On this page").get_by_text("Projects").click()
    projects.get_by_label("Order").select_option("-upstream")
    projects.get_by_role("button", name="Show").click()
    reader.wait_for_url("**order=-upstream**")
    assert projects.evaluate("part => part.open")
    assert_no_axe_violations(reader)


def test_whole_summary_is_printed_even_where_parts_are_folded(reader, room, live_server):
    reader.set_viewport_size(PHONE)
    reader.goto(address(live_server, room))
    reader.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert reader.locator("main details:not([open])").count() == 0


def test_headings_sort_by_keyboard(reader, room, live_server):
    reader.goto(address(live_server, room))
    heading = reader.locator("#breakdown").get_by_role("link", name="Sort by Acute").first
    heading.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**sort=-acute**")
    assert reader.locator("#breakdown th.split").get_attribute("aria-sort") == "descending"


@pytest.mark.parametrize("query", ["", "?by=provider", "?by=size&directorate=Children&fold=three"])
def test_print_view_is_two_pages_of_a4(reader, room, live_server, query):
    reader.goto(address(live_server, room, "summary-print", query))
    assert_no_axe_violations(reader)
    pdf = reader.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}


@pytest.mark.parametrize("query", ["?by=provider", "?by=provider&directorate=Children"])
def test_nothing_is_cut_on_paper(reader, room, live_server, query):
    """Also where four reasons of leaving out and the way to the whole list make it long."""
    for number, reason in enumerate(("by_hand", "too_small", "overheads", "no_spend"), start=900):
        room.add(1, left_out=reason, rank=number, directorate="Children", reference=f"L{number}")
    reader.goto(address(live_server, room, "summary-print", query))
    reader.emulate_media(media="print")
    for sheet in reader.locator(".paper-sheet").all():
        assert sheet.evaluate("e => e.scrollHeight <= e.clientHeight + 1")


@pytest.fixture
def published(room):
    room.workshop.closed_at = timezone.now()
    room.workshop.save(update_fields=["closed_at"])
    page = SummaryPage(load_summary(room.workshop, Lens()), load_method(room.workshop))
    return publish_summary(
        workshop=room.workshop,
        payload=freeze(page),
        criteria="Early action criteria, version 1",
        by=make_user(),
        now=timezone.now(),
    )


def test_published_page_is_read_and_taken_away_by_anybody(published, page, live_server):
    page.goto(live_server.url + reverse("published-summary", args=[published.token]))
    assert_no_axe_violations(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel workbook").click()
    assert download.value.suggested_filename == "northmere-budget-summary-version-1.xlsx"
    page.get_by_role("link", name="Counting two tiers of prevention").click()
    page.get_by_role("heading", name="Early action, counting two tiers").wait_for()


def test_published_page_fits_a_phone(published, page, live_server):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + reverse("published-summary", args=[published.token]))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert_no_axe_violations(page)


def test_token_is_made_copied_once_and_withdrawn(reader, room, live_server):
    slug = room.workshop.portfolio.organisation.slug
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.goto(live_server.url + reverse("api-tokens", args=[slug]))
    reader.get_by_label("What is it for?").fill("Dashboard of the board")
    reader.get_by_role("button", name="Make a token").click()
    token = reader.locator("#made-token").inner_text()
    assert_no_axe_violations(reader)
    reader.get_by_role("button", name="Copy the token").click()
    reader.get_by_role("button", name="Copied").wait_for()
    assert reader.evaluate("navigator.clipboard.readText()") == token
    fetched = reader.request.get(
        f"{live_server.url}/api/workshops", headers={"Authorization": f"Bearer {token}"}
    )
    assert [each["name"] for each in fetched.json()] == ["Northmere budget"]
    reader.goto(reader.url)
    assert token not in reader.content()
    reader.get_by_role("button", name="Withdraw Dashboard of the board").click()
    reader.get_by_text("opens nothing any more").wait_for()
    refused = reader.request.get(
        f"{live_server.url}/api/workshops", headers={"Authorization": f"Bearer {token}"}
    )
    assert refused.status == 401


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, PHONE])
def test_comparison_is_found_from_the_summary_and_reads_well(reader, room, live_server, size):
    earlier = make_finished_room(
        room.workshop.portfolio.organisation, name="Last year", financial_year=2024
    )
    earlier.rate(earlier.add(500, reference="P00001"), 0, (100, 0, 0, 0))
    reader.set_viewport_size(size)
    reader.goto(address(live_server, room))
    reader.get_by_role("link", name="Compare with another workshop").click()
    reader.get_by_role("heading", name="What the change is made of").wait_for()
    assert "Early action money went from £500" in reader.content()
    assert reader.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert_no_axe_violations(reader)
