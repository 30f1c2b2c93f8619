"""What may be handed in: pasted tables, hostile files, hidden sheets, and the original back."""

from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import Project, SpendImport
from tests.integration.importing import (
    FIRST,
    admin_with_portfolio,
    agree,
    confirm,
    step_url,
    upload,
)

pytestmark = pytest.mark.django_db


def test_pasted_table_is_read_like_a_file(list_file):
    client, portfolio = admin_with_portfolio()
    table = FIRST.replace(",", "\t")
    answer = client.post(reverse("import-new", args=[portfolio.pk]), {"table": table})
    assert answer.status_code == 302
    spend_import = SpendImport.objects.get()
    for step in ("sheet", "columns", "rows"):
        assert agree(client, f"import-{step}", spend_import).status_code == 302
    assert confirm(client, spend_import).total == Decimal("3300.50")


def test_refused_table_is_still_in_its_box():
    client, portfolio = admin_with_portfolio()
    answer = client.post(
        reverse("import-new", args=[portfolio.pk]), {"table": "<html><body>sign in"}
    )
    assert answer.status_code == 422
    assert "This is a web page" in answer.content.decode()
    assert "&lt;html&gt;&lt;body&gt;sign in" in answer.content.decode()
    assert not SpendImport.objects.exists()


HOSTILE = [
    ("C01_one_billion_rows_1507_bytes.xlsx", None),
    ("C02_ole_loop_1024_bytes.xls", "damaged"),
    ("C04_lying_dimensions.xlsx", None),
    ("C05_repeated_cells_1330_bytes.ods", "too large"),
    ("C09_password_protected.xlsx", "password-protected"),
    ("C12_zero_bytes.xlsx", "The file is empty"),
    ("C14_csv_named.xlsx", None),
    ("C15_html_login_page_named.csv", "This is a web page"),
    ("C16_xml_entity_utf8.xlsx", "XML entities"),
    ("C18_bad_crc.xlsx", "damaged"),
    ("C20_openpyxl_typeerror_style.xlsx", None),
    ("C22_date_1904.xlsx", None),
    ("C23_error_cells.xlsx", None),
    ("C24_hidden_and_veryhidden.xlsx", None),
    ("C25_three_row_merged_header.xlsx", None),
    ("C26_null_byte.csv", None),
    ("C26_ragged_rows.csv", None),
    ("C27_formula_injection_payloads.txt", None),
    ("C33_formulas_without_cached_values.xlsx", None),
    ("C34_zip_of_csv.zip", "This is a zip archive"),
]


@pytest.mark.parametrize(("name", "sentence"), HOSTILE)
def test_hostile_file_is_answered_on_the_page(shared_data, name, sentence):
    """What cannot be opened is refused at once; what opens without amounts stops at the second step."""
    client, portfolio = admin_with_portfolio()
    answer = upload(client, portfolio, name, (shared_data / "hostile" / name).read_bytes())
    if sentence:
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        return
    spend_import = SpendImport.objects.get()
    page = client.get(step_url("import-sheet", spend_import))
    assert page.status_code == 200
    sent = client.post(
        step_url("import-sheet", spend_import),
        {
            "header_row": "1",
            "unit": "pounds",
            "basis": "planned",
            "currency": "GBP",
            "default_year": "2025",
        },
    )
    assert sent.status_code in (302, 422)
    assert not Project.objects.exists()


def test_hidden_sheets_are_named_and_never_offered(shared_data):
    client, portfolio = admin_with_portfolio()
    name = "C24_hidden_and_veryhidden.xlsx"
    upload(client, portfolio, name, (shared_data / "hostile" / name).read_bytes())
    page = client.get(step_url("import-sheet", SpendImport.objects.get()))
    text = page.content.decode()
    assert "Hidden sheets are skipped: “Sheet2”, “Sheet4”." in text
    assert [sheet.name for sheet in page.context["spreadsheet"].sheets] == ["Sheet1", "Sheet3"]
    assert "?sheet=Sheet2" not in text


def test_original_is_an_attachment_of_no_type():
    client, portfolio = admin_with_portfolio()
    upload(client, portfolio, "list<script>.csv", FIRST.encode())
    answer = client.get(step_url("import-original", SpendImport.objects.get()))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue() == FIRST.encode()
