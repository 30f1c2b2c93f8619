"""The facilitator's pages on a laptop and on a telephone: nothing is wider than the screen."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from bucketing.actions.seats import join_workshop
from bucketing.actions.stages import open_next_stage
from bucketing.domain.running_order import DEFAULT_RUNNING_ORDER
from bucketing.models import Workshop
from tests.factories.people import make_member
from tests.factories.workshops import answer, make_workshop
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(1366, 768), (390, 844)]
BESIDE_THE_BOARD = ["people", "plan", "calibration", "log", "projects"]


@pytest.fixture
def room(live_server, page) -> tuple[Page, Workshop, str]:
    """A facilitator's page and their workshop, in rating, with a few answers."""
    member = make_member("facilitator")
    workshop = make_workshop(
        *[f"{40_000 - 1000 * number}" for number in range(30)],
        organisation=member.organisation,
        by=member.user,
        running_order=DEFAULT_RUNNING_ORDER,
        provider="Northmere and District Partnership for Children",
    )
    workshop.name = "Northmere prevention spend, first workshop of the year"
    workshop.save(update_fields=["name"])
    now = timezone.now()
    while (stage := open_next_stage(workshop=workshop, by=None, now=now)).kind != "rating":
        pass
    for name in ("Wilhelmina Featherstonehaugh", "Ada", "Maximilian"):
        seat, _ = join_workshop(workshop=workshop, name=name, now=now)
        for project in workshop.projects.all()[: len(name) // 3]:
            answer(seat, stage.rounds.get(), project, 70, 30, 0, 0, now=now)
    client = Client()
    client.force_login(member.user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page, workshop, live_server.url


def assert_fits(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth"), (page.url, width)


@pytest.mark.parametrize("size", SIZES)
def test_pages_of_a_running_workshop_fit_the_screen(room, size):
    page, workshop, base = room
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(base + reverse("workshop-board", args=[workshop.pk]))
    assert_fits(page)
    assert_table_stays_inside_its_card(page)
    for name in BESIDE_THE_BOARD:
        page.goto(base + reverse(f"workshop-{name}", args=[workshop.pk]))
        expect(page.locator("#room-bar .clock")).to_have_text(re.compile(r"\d+:\d\d"))
        assert_fits(page)
    assert_no_axe_violations(page)


def assert_table_stays_inside_its_card(page: Page) -> None:
    inside = page.evaluate(
        """() => {
            const card = document.querySelector(".board-people").getBoundingClientRect();
            const table = document.querySelector(".board-people table").getBoundingClientRect();
            return table.left - card.left >= 8 && card.right - table.right >= 8;
        }"""
    )
    assert inside


def test_bar_beside_the_board_follows_a_pause(room):
    page, workshop, base = room
    page.goto(base + reverse("workshop-plan", args=[workshop.pk]))
    expect(page.locator("#bar-stage")).to_have_text("Rating")
    other = page.context.new_page()
    other.goto(base + reverse("workshop-board", args=[workshop.pk]))
    other.locator("#lever-pause").click()
    expect(page.locator("#bar-stage")).to_have_text("Rating, paused", timeout=6000)


def test_choosing_a_plan_draws_the_answer_for_it_and_stays_chosen(room):
    page, _, base = room
    page.goto(base + reverse("workshop-new"))
    with page.expect_response(re.compile(r"plan=all(\+|%20)twice")):
        page.get_by_role("radio", name=re.compile("All twice")).check()
    expect(page.get_by_text("Your choice. We would propose")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("All twice"))).to_be_checked()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["laptop", "phone"])
def test_pages_of_the_criteria_fit_and_have_no_accessibility_faults(room, size):
    page, workshop, base = room
    page.set_viewport_size({"width": size[0], "height": size[1]})
    slug = workshop.portfolio.organisation.slug
    one = reverse("criteria-detail", args=[slug, workshop.criteria_set_id])
    for path in (reverse("criteria-list", args=[slug]), one, reverse("criteria-new", args=[slug])):
        page.goto(base + path)
        assert_fits(page)
        assert_no_axe_violations(page)
    page.goto(base + one)
    expect(page.get_by_role("listitem").filter(has_text="handle consequences")).to_contain_text(
        "Acute"
    )
