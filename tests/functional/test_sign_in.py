"""Signing in with a real browser: by keyboard, by mailed code, by passkey."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.factories.people import PASSWORD, make_member, make_user
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console holds against a page: a blocked script or style would be there."""
    heard: list[str] = []
    page.on("console", lambda message: message.type == "error" and heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def press_tab_to(page: Page, words: str) -> None:
    """Press Tab until the focused control has these words, as a person without a mouse does."""
    for _ in range(25):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const a = document.activeElement;"
            " return (a.labels?.[0]?.innerText || a.innerText || a.name || '').trim(); }"
        )
        if focused == words:
            return
    pytest.fail(f"“{words}” cannot be reached with Tab")


def test_sign_in_by_keyboard_alone(live_server, page, complaints):
    member = make_member("admin", user=make_user("ada@example.org", name="Ada Okafor"))

    page.goto(live_server.url)
    assert_no_axe_violations(page)
    page.locator("body").press("Home")
    press_tab_to(page, "Sign in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/")
    assert_no_axe_violations(page)

    press_tab_to(page, "Email")
    page.keyboard.type("ADA@example.org")
    press_tab_to(page, "Password")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_role("alert")).to_be_focused()
    assert_no_axe_violations(page)

    press_tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=member.organisation.name)).to_be_visible()
    assert_no_axe_violations(page)

    press_tab_to(page, "Ada Okafor")
    page.keyboard.press("Enter")
    press_tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Join a workshop")).to_be_visible()
    assert not complaints


def test_sign_in_with_a_mailed_code(live_server, page, complaints):
    make_user("ada@example.org", password=None)

    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("link", name="Mail me a code to type").click()
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_role("button", name="Mail the code").click()
    expect(page.get_by_role("heading", name="Type the code")).to_be_visible()
    assert_no_axe_violations(page)

    code = re.search(r"^([A-Z0-9-]{6,12})$", mail.outbox[-1].body, re.MULTILINE)
    assert code is not None
    page.get_by_label("Code").fill(code[1].lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("You belong to no organisation yet")).to_be_visible()
    assert not complaints


def test_sign_in_with_a_passkey_under_the_strict_policy(live_server, page, complaints, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test server speaks plain http
    make_user("ada@example.org")
    add_authenticator(page)

    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Passwordless").check()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/accounts/2fa/**")
    expect(page.get_by_text("recovery codes").first).to_be_visible()
    assert_no_axe_violations(page)

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("You belong to no organisation yet")).to_be_visible()
    assert not complaints


def add_authenticator(page: Page) -> None:
    """Give the browser a security key that says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("width", [1366, 390])
def test_account_and_people_pages_are_accessible(live_server, browser, width):
    member = make_member("admin", user=make_user("ada@example.org"))
    window = browser.new_context(viewport={"width": width, "height": 800})
    page = window.new_page()
    page.goto(f"{live_server.url}/accounts/login/?next=/account/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/account/")
    people = f"/organisations/{member.organisation.slug}/people/"
    for path in (
        "/account/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/sessions/",
        people,
        f"{people}{member.pk}/role/",
        "/invitations/",
        "/no-such-page/",
    ):
        page.goto(live_server.url + path)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    window.close()
