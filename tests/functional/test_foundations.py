"""The ground under every page, in a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_server_answers_a_real_browser(live_server, page):
    answer = page.goto(f"{live_server.url}/health/")

    assert answer.status == 200
    assert page.inner_text("body").strip() == "alive"
