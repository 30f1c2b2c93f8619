"""A workshop and browsers that sit in it, for the tests of the assessor's page."""

from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from bucketing.actions.stages import open_next_stage
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.models import Round, Seat, Workshop
from tests.factories.workshops import make_workshop

RATING = (PlannedStage("rating", 50), PlannedStage("reconciling", 20), PlannedStage("close", 5))
TEXT = (
    "Trained volunteers visit families with a child under two, once a week for up to six months. "
    "Two paid coordinators match and supervise them."
)
WORDS = ("Weekly visits", "Night shelter", "School meals", "Falls clinic", "Youth club", "Hostel")


def make_room(
    projects: int = 12,
    *,
    running_order: tuple[PlannedStage, ...] = RATING,
    plan: Plan | None = None,
    is_open: bool = True,
) -> Workshop:
    """A workshop whose first stage is open; each project has words of its own."""
    amounts = [str(1_000_000 - 1000 * number) for number in range(projects)]
    workshop = make_workshop(*amounts, plan=plan or Plan(lease_size=3), running_order=running_order)
    for number, project in enumerate(workshop.projects.order_by("rank")):
        project.name = f"{WORDS[number % len(WORDS)]} number {number + 1}"
        project.description = f"{TEXT} {' '.join(f'w{number}{letter}' for letter in 'abcdefgh')}"
        project.provider = f"Provider {number + 1}"
        project.directorate = ("Children and families", "Adults", "Housing")[number % 3]
        project.save()
    if is_open:
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
    return workshop


@dataclass
class Sitting:
    """One person's browser page in a workshop."""

    page: Page
    seat: Seat

    @property
    def card_name(self) -> str:
        return self.page.locator(".seat-card:visible h1").inner_text()

    @property
    def saved(self) -> str:
        return self.page.locator("#saved-state").inner_text()

    def press(self, key: str, *, wait: int = 400) -> None:
        """Press once a card has been there for longer than a key counts as a slip."""
        self.page.locator(".scripted .seat-card:visible").wait_for()
        self.page.wait_for_timeout(wait)
        self.page.keyboard.press(key)

    def wait_until_saved(self) -> None:
        self.page.wait_for_selector("#saved-state[data-state=saved]")


def sit_down(page: Page, base: str, workshop: Workshop, name: str = "Ann") -> Sitting:
    """Join by code and name, as a person does."""
    page.goto(f"{base}/join/?code={workshop.join_code}")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"**/seat/{workshop.join_code}/")
    return Sitting(page, workshop.seats.get(name=name))


def new_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: print("PAGE ERROR", error))  # noqa: T201
    return page


def open_round(workshop: Workshop) -> Round:
    return workshop.rounds.get(closed_at=None)
