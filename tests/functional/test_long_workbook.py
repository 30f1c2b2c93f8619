"""A long workbook in the browser: the bar moves, the file comes, with and without scripts."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.models import WorkbookBuild
from reports.queries import workbook
from reports.workbook import background
from tests.factories.finished import make_large_room
from tests.factories.people import make_member
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def room(monkeypatch, settings, tmp_path):
    settings.WORKBOOKS_DIR = tmp_path / "workbooks"
    monkeypatch.setattr(workbook, "LONG_FROM_ROWS", 0)
    return make_large_room(40)


@pytest.fixture
def queued(monkeypatch):
    """The worker is the test: what is queued waits until it is done by hand."""
    work = []
    make = background.build_in_background
    monkeypatch.setattr(
        background,
        "build_in_background",
        type("Task", (), {"enqueue": lambda *key: work.append(key)}),
    )
    return lambda: [make.func(*key) for key in work]


@pytest.fixture
def sign_in(room, client, live_server):
    member = make_member("commissioner", organisation=room.workshop.portfolio.organisation)
    client.force_login(member.user)

    def into(context):
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return context.new_page()

    return into


def choose(page, room, live_server):
    page.goto(live_server.url + reverse("summary", args=[room.workshop.pk]))
    page.get_by_role("link", name="Excel workbook").click()
    page.get_by_role("checkbox", name="Ward").check()
    page.locator("#down-1").select_option("directorate")
    page.locator("#across-1").select_option("theme")
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Make the workbook").click()


def test_bar_moves_and_the_file_comes_by_itself(room, queued, sign_in, context, live_server):
    page = sign_in(context)
    choose(page, room, live_server)
    bar = page.get_by_role("progressbar", name="Making the workbook of Northmere budget")
    bar.wait_for()
    assert_no_axe_violations(page)
    WorkbookBuild.objects.update(state="making", percent=42)
    page.locator("progress[value='42']").wait_for()
    with page.expect_download() as download:
        queued()
    page.get_by_role("heading", name="The workbook is ready").wait_for()
    assert_no_axe_violations(page)
    book = load_workbook(BytesIO(download.value.path().read_bytes()), data_only=True)
    assert "By ward" in book.sheetnames
    assert "Directorate by theme" in book.sheetnames
    assert book["Summary"]["C10"].value == "OK"


def test_without_scripts_the_page_reloads_itself(room, queued, sign_in, browser, live_server):
    with browser.new_context(java_script_enabled=False, accept_downloads=True) as window:
        page = sign_in(window)
        page.goto(live_server.url + reverse("summary-workbook-choose", args=[room.workshop.pk]))
        page.get_by_role("button", name="Make the workbook").click()
        page.get_by_role("progressbar").wait_for()
        with page.expect_download() as download:
            queued()
        assert download.value.suggested_filename == "northmere-budget-summary.xlsx"


def test_lost_build_says_so_on_a_phone(room, queued, sign_in, context, live_server):
    page = sign_in(context)
    page.set_viewport_size(PHONE)
    choose(page, room, live_server)
    page.get_by_role("progressbar").wait_for()
    WorkbookBuild.objects.update(heard_at=timezone.now() - timedelta(minutes=5))
    page.get_by_text("whatever was making it has stopped").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Make a new one").click()
    page.get_by_role("progressbar").wait_for()
