"""Bringing a spreadsheet in with a real browser: five steps, the rows to mend, undo; by keyboard and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from projects.models import Portfolio, Project, SpendImport
from tests.factories.people import PASSWORD, make_member, make_user
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [1366, 390]
PATIENCE = 30_000
"""Milliseconds for a page on a busy machine."""
FAULTY = """Reference,Project,Provider,Financial year,Budget
P1,Falls clinic,Age Well,2025/26,1000.00
P2,Night shelter,Roof,2025/26,n/a
P3,Youth club,Play,2025/26,=1+1
"""


@pytest.fixture
def portfolio() -> Portfolio:
    member = make_member("admin", user=make_user("ada@example.org", name="Ada Okafor"))
    return Portfolio.objects.create(organisation=member.organisation, name="Prevention")


@pytest.fixture(params=WIDTHS)
def page(request, browser, live_server, portfolio):
    """Signed in on a laptop and on a phone."""
    window = browser.new_context(viewport={"width": request.param, "height": 800}, locale="en-GB")
    page = window.new_page()
    page.goto(f"{live_server.url}/accounts/login/?next=/portfolios/{portfolio.pk}/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/portfolios/{portfolio.pk}/")
    yield page
    window.close()


def look_at(page: Page, heading: str) -> None:
    """The page has arrived, has no accessibility fault and does not scroll sideways."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible(timeout=PATIENCE)
    assert_no_axe_violations(page)
    width = page.evaluate("window.innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focused control has these words, as a person without a mouse does."""
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const a = document.activeElement;"
            " return (a.labels?.[0]?.innerText || a.innerText || '').trim(); }"
        )
        if focused == words:
            return
    pytest.fail(f"“{words}” cannot be reached with Tab")


def press(page: Page, words: str) -> None:
    tab_to(page, words)
    page.keyboard.press("Enter")


def bring_in(page: Page, path, button: str) -> None:
    """Agrees with every proposal, with nothing but the keyboard once the file is chosen."""
    look_at(page, "Prevention")
    press(page, "Bring in a spreadsheet")
    look_at(page, "Choose a file")
    page.get_by_label("Spreadsheet").set_input_files(path)
    press(page, "Read it")
    look_at(page, "Say what it is")
    press(page, "Go on to the columns")
    look_at(page, "Map the columns")
    press(page, "Go on to the rows")
    look_at(page, "Rows and projects")
    press(page, "Go on to the preview")
    look_at(page, "What would happen")
    press(page, "Go on to confirm")
    look_at(page, "Bring it in?")
    press(page, button)
    look_at(page, path.name)


@pytest.mark.parametrize(
    ("name", "rows", "total"),
    [
        ("A03_trafford_council_grants_360giving.csv", 555, "£1,291,436.54"),
        ("A01_abct_grants_360giving.xlsx", 783, "£12,785,625.00"),
    ],
)
def test_real_file_by_keyboard(page, portfolio, shared_data, name, rows, total):
    bring_in(page, shared_data / name, f"Bring in {rows} rows")

    expect(page.get_by_role("heading", name=f"{rows} rows brought in: {total}")).to_be_visible(
        timeout=PATIENCE
    )
    assert Project.objects.filter(portfolio=portfolio).count() == rows
    press(page, "See the projects")
    look_at(page, "Prevention")
    expect(page.get_by_text(f"{rows} projects").first).to_be_visible(timeout=PATIENCE)


def test_rows_to_mend_and_undo(page, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(FAULTY, encoding="utf-8")
    bring_in(page, path, "Bring in 1 row and hand back 2")

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rows to mend").click()
    assert download.value.suggested_filename == "list - rows to mend.xlsx"

    press(page, "Undo this import")
    press(page, "Undo it")
    expect(page.get_by_role("heading", name="This import was undone")).to_be_visible(
        timeout=PATIENCE
    )
    assert_no_axe_violations(page)
    assert SpendImport.objects.get().status == SpendImport.Status.UNDONE
    assert not Project.objects.exists()


def test_file_that_cannot_be_read_says_so_on_the_page(page, tmp_path):
    path = tmp_path / "sign-in.csv"
    path.write_text("<!doctype html><html><body>Sign in</body></html>", encoding="utf-8")
    press(page, "Bring in a spreadsheet")
    page.get_by_label("Spreadsheet").set_input_files(path)
    press(page, "Read it")
    expect(page.get_by_role("alert")).to_contain_text(
        "This is a web page, not a spreadsheet", timeout=PATIENCE
    )
    assert_no_axe_violations(page)


def test_pages_of_projects(page, portfolio):
    from tests.factories.workshops import make_project

    project = make_project(
        portfolio,
        "1000.01",
        name="Falls clinic",
        directorate="Adults",
        attributes={"Ward": "North"},
    )
    make_project(portfolio, "20", name="Night shelter", directorate="Housing")
    base = page.url.rstrip("/")
    for path, heading in (
        ("/", "Prevention"),
        ("/?column=attribute%3AWard", "Prevention"),
        ("/?q=nothing+like+it", "Prevention"),
        (f"/projects/{project.pk}/", "Falls clinic"),
        (f"/projects/{project.pk}/edit/", "Edit the project"),
        (f"/projects/{project.pk}/amounts/", "Change the amounts"),
        (f"/projects/{project.pk}/split/?parts=3", "Split into parts"),
        ("/projects/several/?all=1", "Change several projects"),
        ("/imports/", "Prevention"),
    ):
        page.goto(base + path)
        look_at(page, heading)
