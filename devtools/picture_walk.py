"""What is photographed, in the order in which people meet it."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, FilePayload, Page

from devtools.picture_file import FILE_NAME, LIST

WIDE = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}

# The demo's own names and words; a test holds them to it.
PASSWORD, WAITING_CODE = "calm-larks-2025", "KFD7493"  # the demo prints it
FINISHED, WAITING = "Prevention spend 2024/25", "Prevention spend 2025/26"
SECOND = f"{WAITING}, second room"


@dataclass
class Walk:
    """One browser, a window for each person, and the folder that the pictures go into."""

    browser: Browser
    address: str
    folder: Path
    windows: dict[str, Page] = field(default_factory=dict)

    def bring_in_a_list(self) -> None:
        """The admin's first hour, with a file that has faults."""
        admin = self.signed_in("admin")
        admin.goto(f"{self.address}/portfolios/new/")
        admin.get_by_label("Name of the portfolio").fill("Community grants 2025/26")
        admin.get_by_role("button", name="Go on to the spreadsheet").click()
        file = FilePayload(name=FILE_NAME, mimeType="text/csv", buffer=LIST.encode())
        admin.get_by_label("Spreadsheet").set_input_files(file)
        self.shoot(admin, "import-file", height=640)
        admin.get_by_role("button", name="Read it").click()
        self.go_on(admin, "columns", shoot="import-sheet")
        self.go_on(admin, "rows", shoot="import-columns")
        self.go_on(admin, "preview")
        self.shoot(admin, "import-preview", height=1100)
        admin.get_by_role("link", name="Go on to confirm").click()
        admin.get_by_role("button", name="Bring in").first.click()
        admin.get_by_role("link", name="See the projects").click()
        self.shoot(admin, "portfolio", height=900)
        admin.get_by_role("link", name="People").click()
        self.shoot(admin, "people", height=640)

    def go_on(self, page: Page, to: str, *, shoot: str = "") -> None:
        """Press the button that leads to the next step of an import."""
        button = page.get_by_role("button", name=f"Go on to the {to}")
        button.wait_for()
        if shoot:
            self.shoot(page, shoot, height=1000)
        button.click()

    def before_the_room(self) -> None:
        """Everything up to the moment in which the room opens."""
        facilitator = self.signed_in("facilitator")
        self.shoot(facilitator, "home")
        facilitator.get_by_role("link", name="Plan a workshop").click()
        self.shoot(facilitator, "plan", height=1000)
        self.open_workshop(facilitator, WAITING)
        self.shoot(self.big_screen(facilitator), "screen")
        self.follow(facilitator, "Invitation")
        self.shoot(facilitator, "invitation", height=640)
        phone = self.window("phone", PHONE)
        phone.goto(f"{self.address}/join/{WAITING_CODE}/")
        self.shoot(phone, "join-phone")

    def in_the_room(self) -> None:
        """Rating under way: the board, the projector and an assessor's seat."""
        facilitator = self.windows["facilitator"]
        self.open_workshop(facilitator, WAITING)
        self.shoot(facilitator, "board", height=1060)
        self.follow(facilitator, "Calibration")
        self.shoot(facilitator, "calibration", height=800)
        self.open_workshop(facilitator, WAITING)
        self.shoot(self.big_screen(facilitator), "screen-rating")
        self.shoot(self.seated("phone", PHONE, "Sam"), "seat-phone")
        laptop = self.seated("laptop", WIDE, "Priya")
        for key in ("Shift+Digit2", "Shift+Digit3"):
            laptop.keyboard.press(key)
        self.shoot(laptop, "seat")

    def after_the_room(self) -> None:
        """Settling, and what came out last year."""
        facilitator = self.windows["facilitator"]
        self.open_workshop(facilitator, SECOND)
        self.follow(facilitator, "Reconcile")
        self.shoot(facilitator, "reconcile", height=900)
        commissioner = self.signed_in("commissioner")
        commissioner.get_by_role("link", name=f"Read the summary of {FINISHED}").click()
        self.shoot(commissioner, "summary", height=1000)

    def window(self, who: str, size: dict[str, int]) -> Page:
        """A private window of this person; asked for again, the same one."""
        if who not in self.windows:
            context: BrowserContext = self.browser.new_context(
                viewport={"width": size["width"], "height": size["height"]},
                locale="en-GB",
                timezone_id="Europe/London",
                reduced_motion="reduce",
            )
            context.set_default_timeout(15_000)
            self.windows[who] = context.new_page()
        return self.windows[who]

    def signed_in(self, role: str) -> Page:
        page = self.window(role, WIDE)
        page.goto(f"{self.address}/accounts/login/")
        page.locator("input[name=login]").fill(f"{role}@example.org")
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").first.click()
        page.get_by_role("heading", name="Larkenshire Council").wait_for()
        return page

    def open_workshop(self, page: Page, name: str) -> None:
        """The board of the workshop with this name, from the start page."""
        page.goto(f"{self.address}/")
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_load_state()

    def follow(self, page: Page, words: str) -> None:
        page.get_by_role("link", name=words, exact=True).first.click()
        page.wait_for_load_state()

    def big_screen(self, page: Page) -> Page:
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Big screen").click()
        return opened.value

    def seated(self, who: str, size: dict[str, int], name: str) -> Page:
        page = self.window(who, size)
        page.goto(f"{self.address}/join/{WAITING_CODE}/")
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join").click()
        page.wait_for_url("**/seat/**")
        page.locator(".seat-card:visible").wait_for()
        return page

    def shoot(self, page: Page, name: str, *, height: int | None = None) -> None:
        """Write docs/pictures/<name>.png; `height` is for pages longer than a window."""
        if height:
            page.set_viewport_size({"width": WIDE["width"], "height": height})
        page.wait_for_load_state("load")
        page.wait_for_timeout(600)
        page.evaluate("document.activeElement?.blur?.(); window.scrollTo(0, 0)")
        page.screenshot(path=self.folder / f"{name}.png", animations="disabled", caret="hide")
        if height:
            page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
