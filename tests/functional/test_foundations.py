"""The ground under every page, in a real browser."""

import pytest

from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_sign_in_page_opens_without_faults_and_without_breaking_the_policy(live_server, page):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    answer = page.goto(f"{live_server.url}/accounts/login/")

    assert "unsafe" not in answer.headers["content-security-policy"]
    assert page.get_by_role("heading", level=1).count() == 1
    assert complaints == []
    assert_no_axe_violations(page)


def test_inline_script_does_not_run(live_server, page):
    page.goto(f"{live_server.url}/accounts/login/")

    page.evaluate(
        "const s = document.createElement('script');"
        "s.textContent = 'window.ran = true'; document.body.append(s)"
    )

    assert page.evaluate("window.ran") is None


def test_page_cannot_fetch_from_elsewhere(live_server, page):
    page.goto(f"{live_server.url}/health/")

    assert page.evaluate("fetch('http://127.0.0.2/').then(() => 'came', () => 'refused')") == (
        "refused"
    )
