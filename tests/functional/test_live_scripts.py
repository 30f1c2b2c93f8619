"""The small scripts in a real browser: live fragments, the clock, shortcut keys."""

import time

import pytest
from playwright.sync_api import Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRAGMENT = (
    '<section id="room" data-poll="/live/" data-revision="{revision}" data-every="100">'
    '{words}<input id="note" aria-label="Note"></section>'
)


@pytest.fixture
def load(live_server, page):
    """Put this body on a page at the server's address, with one of its scripts."""

    def put(body: str, script: str) -> None:
        source = f'<script type="module" src="/static/js/{script}"></script>'
        html = f"<!doctype html><title>Try</title><main>{body}</main>{source}"
        page.route("**/try/", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{live_server.url}/try/")

    return put


def test_poll_sends_its_revision_and_shows_what_changed(load, page):
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.split("?")[-1])
        if "revision=2" in route.request.url:
            route.fulfill(status=204)
        else:
            route.fulfill(body=FRAGMENT.format(revision=2, words="Ten people"))

    page.route("**/live/*", answer)
    load(FRAGMENT.format(revision=1, words="Nine people"), "poll.js")
    expect(page.get_by_text("Ten people")).to_be_visible()
    page.wait_for_timeout(500)
    assert asked[:2] == ["revision=1", "revision=2"]


def test_poll_leaves_a_person_who_types_in_peace(load, page):
    page.route(
        "**/live/*", lambda route: route.fulfill(body=FRAGMENT.format(revision=2, words="New"))
    )
    load(FRAGMENT.format(revision=1, words="Old"), "poll.js")
    page.get_by_label("Note").type("half a sent")
    page.wait_for_timeout(400)
    assert page.get_by_label("Note").input_value() == "half a sent"


def test_poll_stops_when_the_fragment_says_so(load, page):
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body='<section id="room">Closed</section>')

    page.route("**/live/*", answer)
    load(FRAGMENT.format(revision=1, words="Open"), "poll.js")
    expect(page.get_by_text("Closed")).to_be_visible()
    page.wait_for_timeout(400)
    assert len(asked) == 1


def test_poll_backs_off_without_network_says_so_and_recovers(load, page):
    asked: list[float] = []
    is_down = True

    def answer(route: Route) -> None:
        asked.append(time.monotonic())
        if is_down:
            route.abort()
        else:
            route.fulfill(status=204)

    page.route("**/live/*", answer)
    load(FRAGMENT.format(revision=1, words="Old"), "poll.js")
    expect(page.get_by_text("No connection. What you see may be old")).to_be_visible()
    page.wait_for_timeout(2500)
    assert asked[3] - asked[2] > asked[1] - asked[0]
    is_down = False
    expect(page.get_by_text("No connection")).to_be_hidden(timeout=10_000)


def test_poll_of_a_page_that_is_gone_stops_and_says_so(load, page):
    page.route("**/live/*", lambda route: route.fulfill(status=404))
    load(FRAGMENT.format(revision=1, words="Old"), "poll.js")
    expect(page.get_by_text("Load it again to go on")).to_be_visible()


def test_clock_counts_by_the_servers_time_and_speaks_at_milestones_only(load, page):
    due = "Date.now() + 3_600_000 + 61_500"  # this machine's clock is an hour slow
    load('<time class="clock" data-announce></time>', "clock.js")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('server-now', {detail: Date.now()/1000 + 3600}));"
        f"document.querySelector('time').dataset.due = {due}"
    )
    expect(page.locator("time")).to_have_text("1:01")
    announcer = page.locator("[role=status]")
    assert announcer.text_content() == ""
    expect(announcer).to_have_text("1 minute left.", timeout=5_000)


def test_clock_that_is_paused_stands_still(load, page):
    load('<time class="clock" data-paused-left="1180"></time>', "clock.js")
    expect(page.locator("time")).to_have_text("19:40")
    page.wait_for_timeout(1_200)
    assert page.locator("time").text_content() == "19:40"


KEYS = """
<button data-key="z" data-pressed="0">Undo <kbd>Z</kbd></button>
<input aria-label="Note"><input type="checkbox" data-keys-switch aria-label="Letter keys">
<input data-key-for="z" maxlength="1" aria-label="Key for undo">
"""
COUNT = """
const button = document.querySelector("[data-key]");
button.addEventListener("click", () => button.dataset.pressed++);
"""


def test_keys_press_their_button_but_not_while_somebody_types(load, page):
    load(KEYS, "keys.js")
    page.evaluate(COUNT)
    pressed = page.locator("[data-key]")
    page.keyboard.press("z")
    expect(pressed).to_have_attribute("data-pressed", "1")
    page.keyboard.press("Control+z")
    page.get_by_label("Note").type("zzz")
    expect(pressed).to_have_attribute("data-pressed", "1")


def test_keys_can_be_moved_and_switched_off(load, page):
    load(KEYS, "keys.js")
    page.evaluate(COUNT)
    pressed = page.locator("[data-key]")
    page.get_by_label("Key for undo").fill("q")
    page.get_by_label("Key for undo").blur()
    page.keyboard.press("z")
    page.keyboard.press("q")
    expect(pressed).to_have_attribute("data-pressed", "1")
    page.get_by_label("Letter keys").uncheck()
    page.get_by_label("Letter keys").blur()
    page.keyboard.press("q")
    expect(pressed).to_have_attribute("data-pressed", "1")
    expect(page.locator("kbd")).to_be_hidden()
