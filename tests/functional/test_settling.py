"""Settling a dispute with the room: one facilitator, two assessors, three browsers, no mouse."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from bucketing.actions.seats import take_facilitator_seat
from bucketing.actions.stages import open_next_stage
from bucketing.models import Allocation, Precedent, Reconciliation, Workshop
from tests.factories.people import make_member
from tests.factories.workshops import answer
from tests.functional.accessibility import assert_no_axe_violations
from tests.functional.seat_pages import Sitting, make_room, new_page, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UP, ACUTE = (100, 0, 0, 0), (0, 0, 0, 100)
ANSWERS = [  # of Ann and Bo on each project, largest first
    (UP, ACUTE),
    (UP, (0, 0, 100, 0)),
    ((0, 100, 0, 0), (0, 0, 100, 0)),
    ((50, 50, 0, 0), (60, 40, 0, 0)),
]


@dataclass
class SettlingRoom:
    """Everybody in a browser of their own, with rating over and four projects to settle."""

    workshop: Workshop
    page: Page
    ann: Sitting
    bo: Sitting
    base: str

    def press(self, key: str) -> None:
        """A key on the facilitator's page, which loads anew."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def activate(self, name: str) -> None:
        """Reach a button without a mouse and press it."""
        button = self.page.get_by_role("button", name=name)
        button.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    @property
    def heading(self) -> str:
        return self.page.locator("#project-name").inner_text()


@pytest.fixture
def room(live_server, browser, client):
    facilitator = make_member("facilitator")
    workshop = make_room(4, is_open=False)
    portfolio = workshop.portfolio
    portfolio.organisation = facilitator.organisation
    portfolio.save()
    now = timezone.now()
    take_facilitator_seat(workshop=workshop, user=facilitator.user, now=now)
    rating = open_next_stage(workshop=workshop, by=None, now=now).rounds.get()
    windows = [browser.new_context(viewport={"width": 1366, "height": 768}) for _ in range(3)]
    pages = [new_page(window) for window in windows]
    ann, bo = (
        sit_down(page, live_server.url, workshop, name)
        for page, name in zip(pages[1:], ("Ann", "Bo"), strict=True)
    )
    for project, splits in zip(workshop.projects.order_by("rank"), ANSWERS, strict=True):
        for seat, split in zip((ann.seat, bo.seat), splits, strict=True):
            answer(seat, rating, project, *split, now=timezone.now())
    open_next_stage(workshop=workshop, by=facilitator.user, now=timezone.now())
    for sitting in (ann, bo):
        sitting.page.reload()
    client.force_login(facilitator.user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    windows[0].add_cookies([{**cookie, "url": live_server.url}])
    pages[0].goto(live_server.url + reverse("workshop-reconcile", args=[workshop.pk]))
    yield SettlingRoom(workshop, pages[0], ann, bo, live_server.url)
    for window in windows:
        window.close()


def records(room):
    rows = Reconciliation.objects.order_by("id")
    return [(row.workshop_project.rank, row.method, tuple(row.shares or ())) for row in rows]


def vote(sitting, key):
    """Answer the re-vote once it has come to the assessor's screen."""
    expect(sitting.page.locator(".seat-card:visible h1")).to_contain_text("number 1", timeout=8_000)
    sitting.press(key)
    sitting.wait_until_saved()


def test_room_discusses_votes_again_in_private_and_settles(room):
    assert "Weekly visits number 1" in room.heading
    assert_no_axe_violations(room.page)

    room.press("d")
    for sitting in (room.ann, room.bo):
        names = sitting.page.locator(".votes > :nth-child(3n + 1)")
        expect(names).to_have_count(2, timeout=8_000)
        assert names.all_inner_texts()[0] == "You"
        others = "Bo" if sitting is room.ann else "Ann"
        assert others not in sitting.page.locator("main").inner_text()
        assert_no_axe_violations(sitting.page)

    room.press("v")
    turnout = room.page.locator("#turnout")
    expect(turnout).to_contain_text("0 of 2 have voted")
    vote(room.bo, "3")
    expect(turnout).to_contain_text("1 of 2 have voted", timeout=8_000)
    assert_no_axe_violations(room.page)

    # Nobody learns Bo's new answer before the close: not Ann, not even the facilitator.
    room.ann.page.reload()
    assert "Downstream 100" not in room.ann.page.content()
    room.page.reload()
    assert "Downstream 100" not in room.page.locator("section.card").inner_html()
    assert room.page.locator(".vote .before").count() == 0
    vote(room.ann, "2")
    expect(turnout).to_contain_text("2 of 2 have voted", timeout=8_000)

    room.press("v")
    expect(room.page.get_by_text("The thin bar is what the same person answered")).to_be_visible()
    assert room.page.locator(".vote .before").count() == 2
    expect(room.page.get_by_role("button", name="Take the mean")).to_have_count(0)
    room.press("t")
    assert records(room) == [(1, "re_vote", (0, 5000, 5000, 0))]
    assert Allocation.objects.filter(workshop_project__rank=1).count() == 4
    assert "Night shelter number 2" in room.heading


def test_chairs_reason_becomes_a_ruling_then_the_rule_settles_the_rest_and_is_undone(room):
    room.press("n")
    assert "Night shelter number 2" in room.heading

    room.page.keyboard.press("c")
    expect(room.page.get_by_role("textbox", name="Reason")).to_be_visible()
    room.page.keyboard.press("Tab")
    for _ in range(2):
        room.page.keyboard.press("Tab")
    room.page.keyboard.type("100")
    room.page.get_by_role("textbox", name="Reason").focus()
    room.page.keyboard.type("They have the problem.")
    room.page.get_by_label("Save the reason as a ruling").focus()
    room.page.keyboard.press("Space")
    assert_no_axe_violations(room.page)
    room.activate("Settle as the chair")
    assert records(room) == [(2, "chair", (0, 0, 10000, 0))]
    assert Precedent.objects.get().text == "They have the problem."
    assert "School meals number 3" in room.heading

    room.activate("Settle 1 agreed by the mean")
    room.page.get_by_text("When time is up…").focus()
    room.page.keyboard.press("Enter")
    room.activate("Settle all that is left")
    assert [method for _, method, _ in records(room)] == ["chair", "rule", "rule", "rule"]
    expect(room.page.get_by_text("Nothing is in dispute").first).to_be_visible()
    expect(room.page.get_by_text("settled. End this stage")).to_be_visible()
    assert_no_axe_violations(room.page)

    room.activate("Undo")
    expect(room.page.get_by_text("Undone: 2 projects are open again.")).to_be_visible()
    assert "Weekly visits number 1" in room.heading
    standing = Reconciliation.objects.standing().values_list("workshop_project__rank", flat=True)
    assert sorted(standing) == [2, 4]


def test_ruling_on_a_look_alike_is_offered_and_recorded_where_it_is_followed(room):
    first, second, *_ = room.workshop.projects.order_by("rank")
    second.provider = first.provider
    second.save()
    room.page.keyboard.press("c")
    room.page.get_by_role("spinbutton", name="Acute").fill("100")
    room.page.get_by_role("textbox", name="Reason").fill("Cover for a crisis is acute.")
    room.page.get_by_label("Save the reason as a ruling").check()
    room.activate("Settle as the chair")

    offer = room.page.get_by_role("link", name="Follow it here…")
    offer.focus()
    room.press("Enter")
    assert room.page.get_by_role("spinbutton", name="Acute").input_value() == "100"
    assert_no_axe_violations(room.page)
    room.activate("Settle as the chair")
    record = Reconciliation.objects.get(workshop_project=second)
    assert (record.reason, record.precedent.text) == ("Cover for a crisis is acute.",) * 2


def test_when_the_clock_has_run_out_the_page_offers_to_settle_the_rest(room):
    room.workshop.stages.filter(kind="reconciling").update(
        opened_at=timezone.now() - timedelta(minutes=21),
        due_at=timezone.now() - timedelta(minutes=1),
    )
    room.page.reload()
    expect(room.page.get_by_role("button", name="Settle all that is left")).to_be_visible()
    assert_no_axe_violations(room.page)
