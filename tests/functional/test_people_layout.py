"""The people of an organisation, with portfolios to choose from, on a laptop and on a telephone."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories.people import make_member, make_organisation, make_user
from tests.factories.workshops import make_portfolio
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ("Children’s services and early help grants 2025/26", "Public health", "Housing")


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_admin_limits_a_member_to_portfolios(live_server, page: Page, size):
    organisation = make_organisation("Marlbeck Council")
    admin = make_member("admin", organisation)
    first, *_ = [make_portfolio(organisation, name) for name in NAMES]
    user = make_user("wilhelmina.featherstonehaugh@example.org", name="Wilhelmina")
    member = make_member("facilitator", organisation, user)
    client = Client()
    client.force_login(admin.user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": size[0], "height": size[1]})

    page.goto(live_server.url + reverse("member-change", args=[organisation.slug, member.pk]))
    assert_no_axe_violations(page)
    assert_fits(page)
    page.get_by_label("Only the portfolios ticked below").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Tick at least one portfolio")).to_be_visible()
    page.get_by_label(first.name).check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text(f"sees only {first.name}")).to_be_visible()
    assert_no_axe_violations(page)
    assert_fits(page)
    assert list(member.portfolios.all()) == [first]


def assert_fits(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth"), (page.url, width)
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every("
        "(table) => table.scrollWidth <= table.parentElement.clientWidth + 1)"
    )
