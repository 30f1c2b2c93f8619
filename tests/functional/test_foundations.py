"""The ground under every page, in a real browser."""

import pytest

from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_sign_in_page_opens_without_faults(live_server, page):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{live_server.url}/accounts/login/")

    assert page.locator("form input[type=password]").count() == 1
    assert complaints == []
    assert_no_axe_violations(page)
