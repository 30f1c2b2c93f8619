"""The assessor's page when the room moves on, and what stays of an answer on its way."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bucketing.actions.reconciling import open_re_vote
from bucketing.actions.stages import (
    close_workshop,
    end_stage_softly,
    extend_stage,
    open_next_stage,
    reveal_round,
)
from bucketing.domain.running_order import PlannedStage
from bucketing.models import Allocation, Lease
from tests.factories.people import make_user
from tests.functional.seat_pages import make_room, open_round, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CALIBRATION = (PlannedStage("calibration", 10), PlannedStage("rating", 50))


def visible_card(page):
    return page.locator(".seat-card:visible")


def test_reveal_takes_the_card_away_at_once(live_server, page):
    workshop = make_room(running_order=CALIBRATION)
    sit_down(page, live_server.url, workshop)
    visible_card(page).wait_for()

    reveal_round(round=open_round(workshop), by=None, now=timezone.now())

    page.get_by_role("heading", name="What the room answered").wait_for(timeout=9000)
    expect(visible_card(page)).to_have_count(0)


def test_tap_meant_for_the_re_vote_never_goes_to_the_old_project(live_server, page):
    workshop = make_room()
    ann = sit_down(page, live_server.url, workshop)
    visible_card(page).wait_for()
    old = ann.card_name
    now = timezone.now()
    open_next_stage(workshop=workshop, by=None, now=now)
    other = workshop.projects.exclude(name=old)[0]
    workshop.refresh_from_db()
    open_re_vote(workshop=workshop, workshop_projects=[other], minutes=3, by=make_user(), now=now)

    page.get_by_role("heading", name=other.name).wait_for(timeout=9000)
    assert re.fullmatch(r"3:00|2:5\d", page.locator("#seat-bar .clock").inner_text())
    ann.press("2")
    ann.wait_until_saved()

    sent = Allocation.objects.get()
    assert (sent.workshop_project, sent.round) == (other, open_round(workshop))


def test_card_in_hand_goes_when_the_grace_after_time_up_is_over(live_server, page):
    workshop = make_room()
    ann = sit_down(page, live_server.url, workshop)
    visible_card(page).wait_for()
    assert page.locator("#answer-form").get_attribute("data-grace") == "90"
    page.evaluate("document.getElementById('answer-form').dataset.grace = '2'")

    end_stage_softly(workshop=workshop, by=None, now=timezone.now())
    page.get_by_text("Time is up. Finish the project in front of you.").first.wait_for()
    assert ann.card_name

    page.get_by_role("heading", name="Time is up").wait_for(timeout=9000)
    expect(page.locator("#answer-form")).to_be_hidden()
    page.wait_for_timeout(500)
    assert Lease.objects.count() == 0

    extend_stage(workshop=workshop, minutes=5, by=None, now=timezone.now() + timedelta(seconds=1))
    visible_card(page).wait_for(timeout=9000)


def test_mark_ends_in_saved_when_the_workshop_was_over(live_server, page):
    workshop = make_room()
    ann = sit_down(page, live_server.url, workshop)
    visible_card(page).wait_for()
    page.route("**/live/**", lambda route: route.abort())
    close_workshop(workshop=workshop, by=None, now=timezone.now())
    page.route("**/answers/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    ann.press("3")
    page.unroute("**/live/**")
    page.get_by_role("heading", name="The workshop is over").wait_for(timeout=30000)
    ann.wait_until_saved()
    assert Allocation.objects.get().is_late


def test_escape_closes_the_note_and_leaves_the_mix(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    visible_card(page).wait_for()
    for key in ("Shift+Digit2", "Shift+Digit3", "n"):
        ann.press(key)
    page.keyboard.type("Two thirds are visits")
    page.keyboard.press("Escape")

    expect(page.locator("#note-text")).to_be_hidden()
    assert page.locator("#mix-total").inner_text() == "100 of 100"
    ann.press("Enter")
    ann.wait_until_saved()
    sent = Allocation.objects.get()
    assert (sent.note, sent.shares.midstream) == ("Two thirds are visits", 7500)


def test_typing_works_at_once_after_mix(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    visible_card(page).wait_for()
    ann.press("m")
    page.keyboard.type("60")
    page.keyboard.press("Tab")
    assert page.locator("#share-upstream").input_value() == "60"


def test_tab_goes_from_box_to_box_of_a_mix(live_server, page):
    """No key on the way is a tier's: what was typed is what is saved."""
    ann = sit_down(page, live_server.url, make_room())
    visible_card(page).wait_for()
    ann.press("m")
    for share in ("60", "30", "10"):
        page.keyboard.type(share)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    ann.wait_until_saved()
    sent = Allocation.objects.get()
    assert tuple(sent.shares) == (6000, 3000, 1000, 0)


def test_quarter_key_puts_the_rest_beside_a_typed_share(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    visible_card(page).wait_for()
    ann.press("m")
    page.keyboard.type("60")
    ann.press("Shift+Digit3")
    assert [box.input_value() for box in page.locator(".share input").all()] == ["60", "", "40", ""]


def test_who_waits_or_listens_counts_as_here(live_server, page):
    page.clock.install()
    workshop = make_room(is_open=False)
    ann = sit_down(page, live_server.url, workshop)
    page.get_by_role("heading", name="You are in, Ann").wait_for()
    workshop.seats.filter(pk=ann.seat.pk).update(last_seen_at=None)
    page.clock.fast_forward(26_000)
    for _ in range(40):
        page.evaluate(
            "fetch(location.href)"
        )  # time in the browser stands still; this lets it answer
        if workshop.seats.get(pk=ann.seat.pk).last_seen_at:
            break
    assert workshop.seats.get(pk=ann.seat.pk).last_seen_at is not None


def test_done_is_the_same_after_a_reload(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    visible_card(page).wait_for()
    ann.press("1")
    ann.press("i")
    ann.press("2")
    ann.wait_until_saved()
    assert page.locator("#seat-progress").inner_text().startswith("3 done")
    page.reload()
    visible_card(page).wait_for()
    assert page.locator("#seat-progress").inner_text().startswith("3 done")


def test_interest_in_a_provider_takes_its_other_projects_along(live_server, page):
    workshop = make_room()
    workshop.projects.update(provider="Valley Trust")
    ann = sit_down(page, live_server.url, workshop)
    visible_card(page).wait_for()
    ann.press("c", wait=700)
    assert "V" in page.locator("[data-reach=provider] kbd").inner_text()
    page.keyboard.press("v")
    ann.wait_until_saved()
    page.get_by_role("heading", name="Nothing left for you").wait_for()
    assert ann.seat.interests.filter(kind="provider", value="Valley Trust").exists()


def test_first_screen_without_scripts_says_what_the_button_does(live_server, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sit_down(page, live_server.url, make_room(running_order=CALIBRATION))
    page.get_by_text("Press the button to be given a project.").wait_for()
    expect(page.get_by_text("Waiting for others")).to_have_count(0)
    assert page.locator("#seat-bar .clock").inner_text() == "10 minutes left"
    page.get_by_role("button", name="Bring me a project").click()
    expect(page.get_by_text("rest", exact=True).first).to_be_hidden()
    expect(page.locator("#mix-total")).to_be_hidden()
    context.close()
