"""The whole job once, in the browser: from a council's spreadsheet to a workbook that adds up.

An admin, a facilitator, a commissioner and two assessors, each in a window of their own.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from bucketing.models import Allocation, Workshop
from projects.models import Portfolio, SpendLine
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user
from tests.functional.accessibility import assert_no_axe_violations
from tests.functional.seat_pages import Sitting, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenWindow = Callable[[], Page]


@pytest.fixture
def open_window(browser: Browser, live_server) -> OpenWindow:
    """A private window that knows the address of the site."""
    contexts = []

    def open_one() -> Page:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768},
            locale="en-GB",
            base_url=live_server.url,
            accept_downloads=True,
        )
        context.set_default_timeout(12_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def test_from_a_spreadsheet_to_a_workbook(live_server, open_window, shared_data, tmp_path):
    organisation = make_organisation("Marlbeck Council")
    for role in ("admin", "facilitator", "commissioner"):
        user = make_user(f"{role}@example.org", name=role.capitalize())
        make_member(role, organisation=organisation, user=user)

    admin = sign_in(open_window(), "admin")
    portfolio = bring_in(admin, shared_data / "A03_trafford_council_grants_360giving.csv")
    assert portfolio.projects.count() == 555
    assert total_of(portfolio) == Decimal("1291436.54")

    facilitator = sign_in(open_window(), "facilitator")
    workshop = make_workshop(facilitator)
    start_rating(facilitator, workshop)
    ann, bo = (
        sit_down(open_window(), live_server.url, workshop, name=name) for name in ("Ann", "Bo")
    )
    assert ann.card_name != bo.card_name
    judge(ann, workshop)
    judge(bo, workshop)

    settle(facilitator, workshop)
    close(facilitator, workshop)

    commissioner = sign_in(open_window(), "commissioner")
    book = take_the_workbook(commissioner, workshop, tmp_path)
    assert_book_adds_up(book, workshop)


def sign_in(page: Page, role: str) -> Page:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(f"{role}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    return page


def bring_in(page: Page, file: Path) -> Portfolio:
    """The five steps of an import, taking what is proposed."""
    page.get_by_role("link", name="Bring in a spreadsheet").click()
    page.get_by_label("Name").fill("Grants")
    page.get_by_role("button", name="Go on to the spreadsheet").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Go on to the columns").click(timeout=60_000)
    page.get_by_role("button", name="Go on to the rows").click()
    page.get_by_role("button", name="Go on to the preview").click()
    expect(page.locator("main")).to_contain_text("£1,291,436.54")
    page.get_by_role("link", name="Go on to confirm").click()
    page.get_by_role("button", name=re.compile("Bring in 555")).click()
    expect(page.locator("main")).to_contain_text("555")
    return Portfolio.objects.get(name="Grants")


def total_of(portfolio: Portfolio) -> Decimal:
    return sum(
        SpendLine.objects.filter(project__portfolio=portfolio).values_list("amount", flat=True),
        Decimal(0),
    )


def make_workshop(page: Page) -> Workshop:
    page.goto("/workshops/new/")
    page.get_by_label("Name of the workshop").fill("Grants workshop")
    page.get_by_label("Assessors expected").fill("2")
    for stage in ("Welcome and criteria", "Calibration"):
        page.get_by_label(stage).fill("0")
    page.get_by_role("button", name="Update the answer").click()
    page.get_by_role("button", name="Make this workshop").click()
    page.wait_for_url(re.compile(r"/workshops/\d+/"))
    return Workshop.objects.get(name="Grants workshop")


def start_rating(page: Page, workshop: Workshop) -> None:
    page.goto(f"/workshops/{workshop.pk}/")
    expect(page.locator(".join-code").first).to_be_visible()
    page.locator("#lever-open-next").click()
    expect(page.locator(".rail [aria-current]")).to_contain_text("Rating")
    page.locator("#lever-pause").click()
    page.locator("#lever-resume").click()
    page.locator("#lever-extend5").click()
    expect(page.locator("#lever-pause")).to_be_visible()


def judge(sitting: Sitting, workshop: Workshop) -> None:
    """Whole projects by one key, a mix by quarters, one undone."""
    first = sitting.card_name
    sitting.press("1")
    assert sitting.card_name != first
    for key in ("Shift+Digit2", "Shift+Digit3", "Enter", "4"):
        sitting.press(key)
    sitting.press("z")
    sitting.press("3")
    sitting.wait_until_saved()
    answers = Allocation.objects.filter(seat=sitting.seat).latest_of_each()
    assert sorted(tuple(each.shares) for each in answers) == [
        (0, 0, 10000, 0),
        (0, 7500, 2500, 0),
        (10000, 0, 0, 0),
    ]


def settle(page: Page, workshop: Workshop) -> None:
    """Reconciling: the chair decides one, the rule takes the rest."""
    page.goto(f"/workshops/{workshop.pk}/")
    page.locator("#lever-open-next").click()
    expect(page.locator(".rail [aria-current]")).to_contain_text("Reconciling")
    largest = workshop.projects.judged().filter(allocations__isnull=False).order_by("rank").first()
    page.goto(f"/workshops/{workshop.pk}/reconcile/?project={largest.pk}")
    assert_no_axe_violations(page)
    page.get_by_text("The chair decides").click()
    page.get_by_role("spinbutton", name="Midstream").fill("60")
    page.get_by_role("spinbutton", name="Downstream").fill("30")
    page.get_by_role("textbox", name="Reason").fill(
        "Families are chosen by risk; a part is recovery."
    )
    page.get_by_role("button", name="Settle as the chair").click()
    expect(page.locator("main")).to_contain_text("The four shares add to 90 %, not 100 %.")
    page.get_by_role("spinbutton", name="Downstream").fill("40")
    page.get_by_role("button", name="Settle as the chair").click()
    expect(page.locator("body")).to_contain_text(f"Settled: {largest.name}")
    for words in ("agreed by the", "rated once"):
        button = page.get_by_role("button", name=re.compile(words))
        if button.is_visible():
            button.click()
    if page.get_by_text("Time is up…").is_visible():
        page.get_by_text("Time is up…").click()
        page.get_by_role("button", name="Settle all that is left").click()
    expect(page.locator("body")).to_contain_text("Everything that was rated is settled.")


def close(page: Page, workshop: Workshop) -> None:
    page.goto(f"/workshops/{workshop.pk}/")
    page.locator("#lever-open-next").click()
    page.get_by_role("button", name="Close the workshop").click()
    expect(page.locator("main")).to_contain_text("closed")
    workshop.refresh_from_db()
    assert workshop.closed_at is not None


def take_the_workbook(page: Page, workshop: Workshop, folder: Path) -> openpyxl.Workbook:
    page.goto(f"/workshops/{workshop.pk}/summary/")
    assert_no_axe_violations(page)
    expect(page.locator("main")).to_contain_text("Early action")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel workbook").click()
    file = folder / "summary.xlsx"
    download.value.save_as(file)
    return openpyxl.load_workbook(file)


def assert_book_adds_up(book: openpyxl.Workbook, workshop: Workshop) -> None:
    """The tiers of every rated project add to its amount, and all amounts to the spend imported."""
    heading, *rows = book["Projects"].iter_rows(values_only=True)
    projects = [dict(zip(heading, row, strict=True)) for row in rows if row[0] is not None]
    assert len(projects) == workshop.projects.count()
    imported = SpendLine.objects.filter(
        project__portfolio=workshop.portfolio,
        financial_year=workshop.financial_year,
        basis=workshop.basis,
    )
    assert sum(money(each["Amount"]) for each in projects) == sum(
        imported.values_list("amount", flat=True)
    )
    rated = [each for each in projects if each["Upstream £"] is not None]
    assert len(rated) == Allocation.objects.values("workshop_project").distinct().count()
    for each in rated:
        tiers = (each[f"{tier} £"] for tier in ("Upstream", "Midstream", "Downstream", "Acute"))
        assert sum(map(money, tiers)) == money(each["Amount"])


def money(cell: object) -> Decimal:
    """A cell's pounds and pence; workbooks hold binary numbers."""
    return Decimal(str(cell)).quantize(Decimal("0.01"))
