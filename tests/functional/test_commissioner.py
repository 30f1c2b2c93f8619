"""The demo's commissioner answers a question in three clicks, takes the workbook, prints two pages."""

import re
import shutil
import subprocess
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from assessors.models import User
from bucketing.models import Workshop
from projects.templatetags.money import pounds_exact
from reports.domain.lens import Lens
from reports.queries.summaries import load_summary
from tests.conftest import skip_or_fail
from tests.functional.accessibility import assert_no_axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHILDREN = "Children and Families"


@pytest.fixture
def workshop(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_demo", verbosity=0)
    return Workshop.objects.get(join_code="DFK6374")


@pytest.fixture
def commissioner(workshop, client, page, live_server):
    client.force_login(User.objects.get(email="commissioner@example.org"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


@pytest.fixture(scope="module")
def soffice():
    return shutil.which("soffice") or skip_or_fail("no LibreOffice: install libreoffice-calc")


def test_demo_answers_is_taken_away_and_printed(
    commissioner, workshop, live_server, soffice, tmp_path
):
    page = commissioner
    page.goto(live_server.url + reverse("home"))
    page.get_by_role("link", name=workshop.name).first.click()
    page.locator("#breakdown").get_by_role("link", name=CHILDREN, exact=True).click()
    upstream = page.get_by_role("row", name=re.compile("^Upstream Primary"))
    expected = load_summary(workshop, Lens(where={"directorate": (CHILDREN,)})).totals.tiers[0]
    assert pounds_exact(Decimal(expected) / 100) in upstream.inner_text()
    page.get_by_role("link", name="Who says so").click()
    assert re.search(r"\d+ assessors gave \d+ answers", page.locator("#who").inner_text())
    assert_no_axe_violations(page)

    page.goto(live_server.url + reverse("summary", args=[workshop.pk]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel workbook").click()
    book = recalculated(soffice, download.value, tmp_path)
    assert book["Summary"]["C10"].value == "OK"
    assert not [cell for cell in checks_of(book) if cell != "OK"]

    page.get_by_role("link", name="Print", exact=True).click()
    page.get_by_role("button", name="Print these two pages").wait_for()
    assert_two_pages(page)


def recalculated(soffice, download, folder):
    """The workbook with every formula worked out anew by LibreOffice."""
    given = folder / "given.xlsx"
    download.save_as(given)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = [soffice, "--headless", profile, "--convert-to", kind, "--outdir", "out", given]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=180)
    return load_workbook(folder / "out" / "given.xlsx", data_only=True)


def checks_of(book):
    rows = list(book["Summary"].iter_rows(max_col=3, values_only=True))
    start = next(n for n, row in enumerate(rows) if row[0] == "Do the figures tie?")
    found = [row[2] for row in rows[start + 1 :] if row[2] is not None]
    assert len(found) >= 10
    return found


def assert_two_pages(page):
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2
    page.emulate_media(media="print")
    sheets = page.locator(".paper-sheet").all()
    assert len(sheets) == 2
    for sheet in sheets:
        assert sheet.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
