"""The assessor's page at its fullest: long names, a look-alike, a message and rulings at once."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bucketing.actions.stages import pause_stage, reveal_round
from bucketing.domain.running_order import PlannedStage
from bucketing.models import Precedent
from tests.functional.accessibility import assert_no_axe_violations
from tests.functional.seat_pages import RATING, make_room, open_round, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
OVERFLOW = """[document.documentElement.scrollHeight - innerHeight,
  document.documentElement.scrollWidth - innerWidth]"""
VIEWPORT = """[...document.querySelectorAll(
  ".tier-button, #as-before:not([hidden]) button, #save-mix, #undo, #later, #cannot > summary")]
  .filter((each) => each.getClientRects().length)
  .filter((each) => { const box = each.getBoundingClientRect();
    return box.top < 0 || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth; })
  .map((each) => each.textContent)"""
SENTENCE = "Trained volunteers visit families with a child under two at home, once a week. "
LONGEST_START = (SENTENCE * 6)[:420]
ANSWER = (
    "The contract runs until March and covers both districts; the fee is the same for each visit."
)
PACE = """document.getElementById("seat-progress").insertAdjacentHTML("beforeend",
  '<span class="pace"> · plenty of time, no need to hurry</span>')"""
SPILT = """[...document.querySelectorAll(".seat-split .tier-button b")]
  .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent)"""
RULING = "Buildings follow what is done in them, and staff follow the service."


@pytest.fixture
def full_room():
    workshop = make_room()
    workshop.name = "Prevention spending of the county council and its partners, spring of 2026"
    workshop.save(update_fields=["name"])
    workshop.projects.update(
        provider="Valley Trust for Families and Communities", directorate="Children and families"
    )
    Precedent.objects.create(workshop=workshop, text=RULING)
    return workshop


def sit_at_the_fullest(live_server, page, workshop, size):
    page.set_viewport_size(size)
    name = "Wilhelmina Featherstonehaugh of Ambleside and Grasmere"
    ann = sit_down(page, live_server.url, workshop, name=name)
    page.wait_for_selector(".seat-card:visible")
    ann.press("2")
    ann.press("Enter")
    expect(page.locator("#as-before")).to_be_visible()
    expect(page.locator("#seat-banner")).to_be_visible()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_fullest_page_fits_one_screen(live_server, page, full_room, size):
    sit_at_the_fullest(live_server, page, full_room, size)
    assert page.evaluate(OVERFLOW) == [0, 0]
    assert_no_axe_violations(page)


def test_rulings_and_title_stay_in_view_beside_long_names(live_server, page, full_room):
    sit_at_the_fullest(live_server, page, full_room, LAPTOP)
    box = page.locator("#seat-rulings li").bounding_box()
    ladder = page.locator(".seat-ladder").bounding_box()
    assert box["y"] + box["height"] <= ladder["y"] + ladder["height"]
    banner = page.locator("#seat-banner").bounding_box()
    assert banner["x"] + banner["width"] <= ladder["x"]
    where, saved, menu = (
        page.locator(part).bounding_box()
        for part in (".seat-bar .where", "#saved-state", ".seat-bar .menu")
    )
    assert where["width"] > 500
    assert where["x"] + where["width"] <= saved["x"]
    assert saved["x"] + saved["width"] <= menu["x"]


def test_high_phone_shows_the_test_of_each_tier(live_server, page, full_room):
    sit_at_the_fullest(live_server, page, full_room, PHONE)
    tests = page.locator(".tier-button > span:not(.other)")
    assert [tests.nth(each).is_visible() for each in range(4)] == [True] * 4


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("text", [LONGEST_START, SENTENCE * 40], ids=["longest start", "long"])
def test_everything_pressed_stays_on_the_screen_beside_the_longest_texts(
    live_server, page, full_room, size, text
):
    full_room.projects.update(description=text, clarification=ANSWER)
    sit_at_the_fullest(live_server, page, full_room, size)
    assert page.evaluate(VIEWPORT) == []
    if text != LONGEST_START:
        page.get_by_text("Read it all").locator("visible=true").click()
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(200)
        assert page.evaluate(VIEWPORT) == []
    else:
        assert page.evaluate(OVERFLOW) == [0, 0]
        page.evaluate(PACE)
        assert page.evaluate(OVERFLOW) == [0, 0]
    assert_no_axe_violations(page)


def test_bar_of_a_phone_keeps_its_parts_apart_after_news(live_server, page, full_room):
    page.set_viewport_size(PHONE)
    sit_down(page, live_server.url, full_room)
    page.wait_for_selector(".seat-card:visible")
    page.evaluate(PACE)
    pause_stage(workshop=full_room, by=None, now=timezone.now())
    expect(page.locator("#seat-banner")).to_be_visible()
    progress, saved = (
        page.locator(part).bounding_box() for part in ("#seat-progress", "#saved-state")
    )
    assert progress["x"] + progress["width"] <= saved["x"]


def test_tiers_of_a_phone_hold_their_words_while_mixing(live_server, page, full_room):
    page.set_viewport_size(PHONE)
    sit_down(page, live_server.url, full_room)
    page.wait_for_selector(".seat-card:visible")
    page.get_by_role("button", name="Mix").click()
    assert page.evaluate(SPILT) == []


def test_names_beside_revealed_answers_stay_on_one_line_on_a_phone(live_server, page):
    workshop = make_room(running_order=(PlannedStage("calibration", 10), *RATING))
    page.set_viewport_size(PHONE)
    ann = sit_down(page, live_server.url, workshop)
    page.wait_for_selector(".seat-card:visible")
    ann.press("2")
    ann.wait_until_saved()
    reveal_round(round=open_round(workshop), by=None, now=timezone.now())
    name = page.locator(".votes > .mine").first
    name.wait_for()
    assert name.bounding_box()["height"] < 32
