"""A whole workshop: a facilitator, the big screen, two people and eight scripted assessors."""

import re
from collections.abc import Iterator
from threading import Thread
from time import monotonic, sleep

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from bucketing.models import Allocation, RoundKind, Workshop
from bucketing.rehearsal import Rehearsal
from tests.factories.people import make_member
from tests.factories.workshops import make_portfolio, make_project
from tests.functional.accessibility import assert_no_axe_violations
from tests.functional.seat_pages import Sitting, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AN_HOUR_FAST = "const real = Date.now; Date.now = () => real() + 3600000;"
WORDS = ("Weekly visits", "Night shelter", "School meals", "Falls clinic", "Youth club", "Hostel")


@pytest.fixture
def facilitator(live_server, page):
    """Signed in, with sixty projects of £11,000 to £70,000."""
    member = make_member("facilitator")
    portfolio = make_portfolio(member.organisation, name="Northmere")
    for number in range(60):
        make_project(
            portfolio,
            f"{70_000 - 1000 * number}",
            name=f"{WORDS[number % 6]} {number + 1}",
            directorate=("Children", "Adults", "Housing")[number % 3],
        )
    client = Client()
    client.force_login(member.user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


@pytest.fixture
def windows(browser: Browser) -> Iterator:
    """Opens private windows, and closes them all."""
    opened = []

    def open_window(script: str = "") -> Page:
        context = browser.new_context(viewport={"width": 1024, "height": 700}, locale="en-GB")
        opened.append(context)
        if script:
            context.add_init_script(script)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def scripted(live_server) -> Iterator:
    """Sends eight scripted assessors in, much faster than people."""
    rooms = []

    def send_in(workshop: Workshop) -> Rehearsal:
        room = Rehearsal(
            code=workshop.join_code,
            url=live_server.url,
            assessors=8,
            speed=25,
            tell=lambda words: None,
        )
        thread = Thread(target=room.run, daemon=True)
        thread.start()
        rooms.append((room, thread))
        return room

    yield send_in
    for room, thread in rooms:
        room.stop.set()
        thread.join(timeout=10)


def plan_the_workshop(page: Page, base: str) -> Workshop:
    page.goto(base + reverse("workshop-new"))
    page.get_by_label("Name of the workshop").fill("Northmere prevention")
    with page.expect_response(re.compile(r"minutes_rating=20")):
        page.get_by_label("Silent rating").fill("20")
    expect(page.get_by_role("radio", name=re.compile("All three times"))).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Make this workshop").click()
    page.wait_for_url("**/workshops/*/")
    return Workshop.objects.get()


def seconds_on(page: Page, selector: str = ".clock") -> int:
    minutes, seconds = page.locator(selector).first.inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def expect_clocks_to_agree(*pages: Page) -> None:
    """Every screen follows within one poll; a busy machine is given two."""
    for _ in range(24):
        shown = [seconds_on(page) for page in pages]
        if max(shown) - min(shown) <= 3:
            return
        pages[0].wait_for_timeout(250)
    raise AssertionError(shown)


def wait_for_answers(workshop: Workshop, kind: str, count: int, *, seconds: float = 25) -> None:
    until = monotonic() + seconds
    answers = Allocation.objects.filter(round__workshop=workshop, round__kind=kind)
    while answers.count() < count:
        assert monotonic() < until, f"only {answers.count()} answers of {count}"
        sleep(0.2)


def judge_some(person: Sitting, keys: str) -> None:
    for key in keys:
        expect(person.page.locator(".seat-card:visible h1")).to_be_visible()
        person.press(key, wait=450)


def press(board: Page, name: str) -> None:
    """Press a lever of the board, which loads it again with what happened."""
    board.get_by_role("button", name=name, exact=False).first.click()
    board.wait_for_load_state()


def test_whole_workshop(facilitator, windows, scripted, live_server):
    board, base = facilitator, live_server.url
    workshop = plan_the_workshop(board, base)
    expect(board.get_by_text("Waiting in the lobby")).to_be_visible()

    # The big screen and the people come in; one of them has a clock that is an hour fast.
    screen = board.context.new_page()
    screen.goto(base + reverse("workshop-screen", args=[workshop.pk]))
    expect(screen.locator(".join-code")).to_have_text(
        f"{workshop.join_code[:3]} {workshop.join_code[3:]}"
    )
    ann = sit_down(windows(), base, workshop, "Ann")
    ben = sit_down(windows(AN_HOUR_FAST), base, workshop, "Ben")
    scripted(workshop)
    expect(board.locator("#people-title")).to_contain_text("10 here", timeout=10_000)
    assert_no_axe_violations(board)

    # Calibration: alone, then side by side.
    press(board, "Start")
    press(board, "End welcome")
    expect(ann.page.locator(".seat-card:visible h1")).to_be_visible(timeout=5_000)
    expect(ben.page.locator(".seat-card:visible h1")).to_be_visible(timeout=5_000)
    expect_clocks_to_agree(board, screen, ann.page, ben.page)
    judge_some(ann, "123412")
    judge_some(ben, "432143")
    wait_for_answers(workshop, RoundKind.CALIBRATION, 50)
    board.goto(base + reverse("workshop-calibration", args=[workshop.pk]))
    expect(board.locator(".tier-bar")).to_have_count(0)
    board.get_by_role("button", name="Reveal the answers to the room").click()
    expect(board.locator(".tier-bar").first).to_be_visible()
    assert_no_axe_violations(board)
    expect(screen.locator(".screen-reveal")).to_be_visible(timeout=4_000)
    board.get_by_label("The room’s ruling, in a sentence").first.fill("Referral counts as risk.")
    board.get_by_role("button", name="Save the ruling").first.click()
    expect(board.get_by_text("Referral counts as risk.").first).to_be_visible()

    # Rating: everybody gets on; a pause reaches every screen within three seconds.
    board.goto(base + reverse("workshop-board", args=[workshop.pk]))
    press(board, "End calibration")
    expect(ann.page.locator(".seat-card:visible h1")).to_be_visible(timeout=5_000)
    judge_some(ann, "1234")
    wait_for_answers(workshop, RoundKind.RATING, 20)
    expect(board.locator(".rated-chart")).to_be_visible(timeout=5_000)
    expect_clocks_to_agree(board, screen, ann.page, ben.page)
    press(board, "Pause")
    for page in (screen, ann.page, ben.page):
        expect(page.locator(".clock.paused").first).to_be_visible(timeout=3_600)
    expect_clocks_to_agree(board, screen, ann.page, ben.page)
    press(board, "Go on")
    press(board, "+5 min")
    expect(screen.locator(".clock:not(.paused)")).to_be_visible(timeout=3_600)
    expect(screen.locator(".clock")).to_have_text(re.compile(r"2[34]:\d\d"), timeout=4_000)

    # The plan changes under way, and the change is taken back.
    board.goto(base + reverse("workshop-plan", args=[workshop.pk]))
    board.get_by_label("Leave out projects below").fill("20000")
    board.get_by_role("button", name="Change the plan").click()
    expect(board.locator(".banner")).to_contain_text("No answer is lost")
    assert workshop.projects.filter(left_out="too_small").count() == 9
    assert_no_axe_violations(board)
    board.goto(base + reverse("workshop-board", args=[workshop.pk]))
    press(board, "Undo the last change")
    assert workshop.projects.filter(left_out="too_small").count() == 0

    # One assessor is lost: closed laptop, taken out, back with all answers.
    given = Allocation.objects.filter(seat=ben.seat).count()
    board.goto(base + reverse("workshop-seat", args=[workshop.pk, ben.seat.pk]))
    board.get_by_role("button", name="Take out of the room").click()
    expect(board.locator(".banner")).to_contain_text("Ben is out of the room")
    assert_no_axe_violations(board)
    board.get_by_role("button", name="Bring back").click()
    expect(board.locator(".banner")).to_contain_text("Ben is back")
    assert Allocation.objects.filter(seat=ben.seat).count() == given

    # To the end.
    board.goto(base + reverse("workshop-board", args=[workshop.pk]))
    press(board, "End rating")
    expect(screen.locator(".screen-do")).to_contain_text("where we differ", timeout=4_000)
    press(board, "End reconciling")
    press(board, "Close the workshop")
    expect(board.get_by_text("The workshop is closed.").first).to_be_visible()
    expect(board.locator("[data-poll]")).to_have_count(0)
    expect(screen.locator(".screen-do")).to_contain_text("is over", timeout=4_000)
    assert_no_axe_violations(screen)
    board.goto(base + reverse("workshop-log", args=[workshop.pk]))
    expect(board.get_by_text("Rating was paused.")).to_be_visible()
    assert_no_axe_violations(board)
