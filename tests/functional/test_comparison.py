"""A commissioner compares two workshops by keyboard, on a laptop and on a phone."""

import pytest
from django.urls import reverse

from tests.factories.finished import make_large_room
from tests.factories.people import make_member
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def room(db):
    """The same projects in both years, rated by other dice."""
    earlier = make_large_room(40, seed=1)
    earlier.workshop.name, earlier.workshop.financial_year = "Last year", 2024
    earlier.workshop.save(update_fields=["name", "financial_year"])
    later = make_large_room(40, seed=2)
    later.workshop.portfolio.organisation = earlier.workshop.portfolio.organisation
    later.workshop.portfolio.save(update_fields=["organisation"])
    return later


@pytest.fixture
def reader(room, client, page, live_server):
    organisation = room.workshop.portfolio.organisation
    client.force_login(make_member("commissioner", organisation=organisation).user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("summary-compare", args=[room.workshop.pk]))
    return page


def test_part_is_found_and_taken_by_keyboard_alone(reader):
    reader.locator("#money").focus()
    reader.keyboard.type("Upstream")
    reader.keyboard.press("Tab")
    reader.keyboard.type("Theme")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.get_by_role("heading", name="By theme").wait_for()
    reader.get_by_role("link", name="Homes", exact=True).focus()
    reader.keyboard.press("Enter")
    reader.get_by_text("Theme: Homes").first.wait_for()
    reader.locator("#kind").focus()
    reader.keyboard.type("only what was re")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**kind=relabelled**")
    assert "money=upstream" in reader.url
    assert "theme=Homes" in reader.url
    reader.get_by_role("link", name="CSV").focus()
    with reader.expect_download() as download:
        reader.keyboard.press("Enter")
    name = "northmere-budget-compared-with-last-year-filtered.csv"
    assert download.value.suggested_filename == name


def test_no_accessibility_faults(reader):
    assert_no_axe_violations(reader)
    reader.set_viewport_size(PHONE)
    reader.goto(f"{reader.url}?theme=Homes&kind=moved")
    assert_no_axe_violations(reader)


def test_phone_shows_every_figure_without_scrolling_sideways(reader):
    reader.set_viewport_size(PHONE)
    assert reader.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    hidden = """[...document.querySelectorAll('.report-compared td:not(.nought)')].filter(cell => {
        const box = cell.getBoundingClientRect();
        return box.width === 0 || box.right > window.innerWidth;
    }).length"""
    assert reader.evaluate(hidden) == 0
