"""From the sign-in page through an organisation's own provider to the start page, in a browser."""

import pytest
from playwright.sync_api import expect

from assessors.actions.providers import save_provider
from assessors.models import Organisation
from tests.factories.openid_provider import CLIENT_ID, SECRET, running_provider
from tests.factories.people import PASSWORD, make_member, make_user
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(settings):
    settings.SIGN_IN_LOOPBACK = True
    with running_provider() as provider:
        yield provider


@pytest.fixture
def admin(there):
    return make_member("admin", user=make_user("admin@eastfield.example"))


def sign_in(page, live_server, email, then):
    page.goto(f"{live_server.url}/accounts/login/?next={then}")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{then}")


@pytest.mark.parametrize("width", [1366, 390])
def test_admin_sets_it_up_and_a_member_comes_in_through_it(
    live_server, browser, there, admin, width
):
    colleague = make_user("ada@eastfield.example", name="Ada Okafor", password=None)
    make_member("facilitator", admin.organisation, colleague)
    window = browser.new_context(viewport={"width": width, "height": 800})
    page = window.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)

    # Given an admin who enters what the provider gave them
    rules = f"/organisations/{admin.organisation.slug}/sign-in/"
    sign_in(page, live_server, admin.user.email, rules)
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Set it up").last.click()
    assert_no_axe_violations(page)
    page.get_by_label("What people call it").fill("Eastfield account")
    page.get_by_label("Issuer").fill(there.issuer)
    page.get_by_label("Client ID").fill(CLIENT_ID)
    page.get_by_label("Client secret").fill(SECRET)
    page.get_by_label("Domains of your email addresses").fill("eastfield.example")
    page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_role("heading", name="Try it")).to_be_visible()
    assert_no_axe_violations(page)

    # When they try it, they come back to the same page
    there.person["email"] = admin.user.email
    page.get_by_role("link", name="Try it now").click()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_text("You are signed in through Eastfield account now")).to_be_visible()
    window.clear_cookies()

    # And a colleague starts at the sign-in page with nothing but an address
    there.person |= {"sub": "subject-2", "email": colleague.email}
    page.goto(f"{live_server.url}/accounts/login/")
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Use your organisation’s sign-in").click()
    assert_no_axe_violations(page)
    page.get_by_label("Email address").fill(colleague.email)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name=admin.organisation.name)).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Continue with Eastfield account").click()
    page.get_by_role("link", name="Continue").click()

    # Then they are at home
    page.wait_for_url(f"{live_server.url}/")
    expect(page.get_by_role("heading", name=admin.organisation.name)).to_be_visible()
    expect(page.get_by_text("Ada Okafor", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    window.close()


def test_refusal_and_second_factor_pages_are_accessible(live_server, page, there, admin):
    save_provider(
        by=admin,
        name="Eastfield account",
        issuer=there.issuer,
        client_id=CLIENT_ID,
        secret=SECRET,
        domains=["eastfield.example"],
        trusts_addresses=False,
        allows_own_sign_in=True,
        newcomer_role="",
    )
    there.person["email"] = "nobody@eastfield.example"
    page.goto(f"{live_server.url}/sign-in/{admin.organisation.slug}/")
    page.get_by_role("link", name="Continue with Eastfield account").click()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", name="That did not sign you in")).to_be_visible()
    assert_no_axe_violations(page)

    Organisation.objects.update(requires_second_factor=True)
    people = f"/organisations/{admin.organisation.slug}/people/"
    page.goto(f"{live_server.url}/accounts/login/?next={people}")
    page.get_by_label("Email").fill(admin.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    assert_no_axe_violations(page)
    page.goto(live_server.url)
    assert_no_axe_violations(page)
