"""Lists longer than the screen: what to do with ticked rows, and the present tab, stay in sight."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories.people import make_member
from tests.factories.workshops import make_portfolio, make_project, make_workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(1366, 768), (390, 844)]


def open_as(member, live_server, page: Page, address: str, size: tuple[int, int]) -> None:
    client = Client()
    client.force_login(member.user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(live_server.url + address)


@pytest.mark.parametrize("size", SIZES)
def test_ticked_projects_are_changed_from_the_top_of_a_long_list(live_server, page: Page, size):
    admin = make_member("admin")
    portfolio = make_portfolio(admin.organisation)
    for number in range(30):
        make_project(portfolio, "100", name=f"Project {number}")
    open_as(admin, live_server, page, reverse("portfolio-detail", args=[portfolio.pk]), size)
    button = page.get_by_role("button", name="Change the chosen ones")
    expect(button).to_be_in_viewport()
    page.get_by_role("checkbox").first.check()
    button.click()
    expect(page.get_by_role("heading", name="Change several projects")).to_be_visible()


def test_present_tab_of_a_room_is_in_sight_on_a_phone(live_server, page: Page):
    member = make_member("facilitator")
    workshop = make_workshop(organisation=member.organisation, by=member.user)
    open_as(member, live_server, page, reverse("workshop-log", args=[workshop.pk]), SIZES[1])
    expect(page.get_by_role("link", name="Log", exact=True)).to_be_in_viewport(ratio=1)
