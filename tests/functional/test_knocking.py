"""A guest at a door that one knocks at, and the facilitator who lets them in, each in a window."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from bucketing.actions.door import set_door
from bucketing.actions.seats import take_facilitator_seat
from bucketing.models import Workshop
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user
from tests.factories.workshops import make_workshop
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1366, "height": 768}


@pytest.fixture
def workshop() -> Workshop:
    organisation = make_organisation("Marlbeck Council")
    user = make_user("facilitator@example.org", name="Fay")
    make_member("facilitator", organisation=organisation, user=user)
    made = make_workshop(organisation=organisation, by=user)
    take_facilitator_seat(workshop=made, user=user, now=timezone.now())
    return made


@pytest.fixture
def windows(browser: Browser, live_server):
    contexts = []

    def open_one(size, **options):
        context = browser.new_context(
            viewport=size, locale="en-GB", base_url=live_server.url, **options
        )
        context.set_default_timeout(12_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def sign_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("facilitator@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    return page


def knock(page, workshop: Workshop, name: str):
    page.goto(f"/join/{workshop.join_code}/")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Knock").click()
    return page


def test_guest_knocks_and_the_facilitator_lets_them_in(windows, workshop):
    facilitator = sign_in(windows(LAPTOP))
    facilitator.goto(f"/workshops/{workshop.pk}/people/")
    facilitator.get_by_label("Knock").check()
    facilitator.get_by_role("button", name="Set the door").click()
    expect(facilitator.get_by_text("Nobody is knocking.")).to_be_visible()
    assert_no_axe_violations(facilitator)

    ann, bo, cy = (windows(PHONE) for _ in range(3))
    ann.goto(f"/join/{workshop.join_code}/")
    assert_no_axe_violations(ann)
    for page, name in ((ann, "Ann"), (bo, "Bo"), (cy, "Cy")):
        knock(page, workshop, name)
        expect(page.get_by_role("heading")).to_have_text(
            "Waiting for the facilitator to let you in"
        )
    assert_no_axe_violations(ann)

    expect(facilitator.get_by_role("button", name="Let all 3 in")).to_be_visible()
    facilitator.goto(f"/workshops/{workshop.pk}/")
    assert_no_axe_violations(facilitator)
    facilitator.get_by_role("button", name="Turn away Bo").click()
    expect(bo.get_by_role("heading")).to_have_text("You were not let in")
    assert_no_axe_violations(bo)
    facilitator.get_by_role("button", name="Let in Ann").click()
    ann.wait_for_url(f"**/seat/{workshop.join_code}/")
    expect(cy.get_by_role("heading")).to_have_text("Waiting for the facilitator to let you in")
    assert sorted(workshop.seats.values_list("name", flat=True)) == ["Ann", "Fay"]


def test_guest_without_scripts_is_led_in_as_well(windows, workshop):
    set_door(workshop=workshop, door="knock", by=None, now=timezone.now())
    guest = knock(windows(PHONE, java_script_enabled=False), workshop, "Ann")
    facilitator = sign_in(windows(LAPTOP, java_script_enabled=False))
    facilitator.goto(f"/workshops/{workshop.pk}/")
    facilitator.get_by_role("button", name="Let in Ann").click()
    guest.reload()
    guest.wait_for_url(f"**/seat/{workshop.join_code}/")
