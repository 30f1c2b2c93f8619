"""The five steps: what is shown, what is asked, what is kept, and what happens when two press at once."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from projects.models import Project, SpendImport, SpendLine
from tests.factories.people import make_member
from tests.factories.workshops import NOW
from tests.integration.importing import (
    admin_with_portfolio,
    agree,
    confirm,
    go_to_preview,
    signed_in,
    step_url,
    upload,
)

pytestmark = pytest.mark.django_db
FIRST = """Reference,Project,Provider,Ward,Financial year,Budget
P1,Falls clinic,Age Well,North,2025/26,1000.00
P2,Night shelter,Roof,South,2025/26,2000.50
P3,Youth club,Play,East,2025/26,300
"""
SECOND = """Reference,Project,Provider,Ward,Financial year,Budget
P1,Falls clinic,Age Well,North,2025/26,1000.00
P2,Night shelter,Roof and Home,South,2025/26,2500.00
P4,Warm homes,Insulate,West,2025/26,700
"""


@pytest.fixture
def list_file(tmp_path):
    def write(text: str, name: str = "list.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_steps_cannot_be_jumped(list_file):
    client, portfolio = admin_with_portfolio()
    upload(client, portfolio, "list.csv", FIRST.encode())
    spend_import = SpendImport.objects.get()
    sheet = step_url("import-sheet", spend_import)
    for step in (
        "import-columns",
        "import-rows",
        "import-preview",
        "import-confirm",
        "import-detail",
    ):
        assert client.get(step_url(step, spend_import))["Location"] == sheet
    agree(client, "import-sheet", spend_import)
    assert client.get(step_url("import-detail", spend_import))["Location"] == step_url(
        "import-columns", spend_import
    )


def test_looking_writes_nothing(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    client.get(step_url("import-confirm", spend_import))
    assert not Project.objects.exists()
    spend_import.refresh_from_db()
    assert spend_import.status == SpendImport.Status.UPLOADED


def test_preview_of_a_changed_file_shows_exactly_the_changes(list_file):
    client, portfolio = admin_with_portfolio()
    confirm(client, go_to_preview(client, portfolio, list_file(FIRST))[0])

    spend_import, preview = go_to_preview(client, portfolio, list_file(SECOND))

    page = preview.context["page"]
    changes = page.preview.changes
    assert [each.reference for each in changes.new] == ["P4"]
    assert (len(changes.unchanged), [each.reference for each in changes.gone]) == (1, ["P3"])
    (change,) = page.changed
    assert change.differences == ["Provider: Roof → Roof and Home", "Amount: £2,000.50 → £2,500.00"]
    done = confirm(client, spend_import)
    assert (done.projects_added, done.projects_changed, done.projects_unchanged) == (1, 1, 1)
    assert Project.objects.count() == 4


def test_second_file_is_mapped_as_the_first_one_was(list_file):
    client, portfolio = admin_with_portfolio()
    first, _ = go_to_preview(
        client, portfolio, list_file(FIRST), columns={"use-2": "funder", "use-3": "leave"}
    )
    confirm(client, first)
    upload(client, portfolio, "next.csv", SECOND.encode())
    second = SpendImport.objects.latest("pk")
    agree(client, "import-sheet", second)
    page = client.get(step_url("import-columns", second))
    assert "These headings were brought in before" in page.content.decode()
    form = page.context["form"]
    assert (form["use-2"].value(), form["use-3"].value()) == ("funder", "leave")


def test_what_was_said_stays_when_a_person_leaves_and_comes_back(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST), columns={"use-3": "place"})
    assert client.get(step_url("import-detail", spend_import))["Location"] == step_url(
        "import-preview", spend_import
    )
    form = client.get(step_url("import-columns", spend_import)).context["form"]
    assert form["use-3"].value() == "place"


def test_rows_that_cannot_be_taken_come_back_with_the_reason(list_file):
    client, portfolio = admin_with_portfolio()
    text = FIRST.replace("2000.50", "n/a").replace("300", "=1+1")
    spend_import, preview = go_to_preview(client, portfolio, list_file(text))
    page = preview.content.decode()
    assert "2 rows cannot be taken" in page
    assert "row 3" in page
    assert (
        "Bring in 1 row and hand back 2"
        in client.get(step_url("import-confirm", spend_import)).content.decode()
    )
    done = confirm(client, spend_import)
    assert (done.rows_accepted, done.rows_rejected) == (1, 2)

    answer = client.get(step_url("import-returned", spend_import))
    assert "attachment" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))["Rows to mend"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Reference", "P2", "P3"]
    assert rows[1][-1].startswith("Budget:")
    assert {cell.data_type for cell in sheet[3]} == {"s"}


def test_undo_from_the_page(list_file):
    client, portfolio = admin_with_portfolio()
    done = confirm(client, go_to_preview(client, portfolio, list_file(FIRST))[0])
    client.post(step_url("import-undo", done))
    done.refresh_from_db()
    assert done.status == SpendImport.Status.UNDONE
    assert not Project.objects.exists()


def test_undo_is_refused_once_a_workshop_uses_the_projects(list_file):
    from bucketing.actions.workshops import create_workshop
    from bucketing.domain.plan import Plan

    client, portfolio = admin_with_portfolio()
    done = confirm(client, go_to_preview(client, portfolio, list_file(FIRST))[0])
    create_workshop(
        portfolio=portfolio,
        name="Spring",
        financial_year=2025,
        basis="planned",
        plan=Plan(),
        by=None,
        now=done.confirmed_at,
    )
    answer = client.post(step_url("import-undo", done), follow=True)
    assert "A workshop uses projects of this import" in answer.content.decode()
    assert Project.objects.count() == 3


def test_second_of_two_admins_is_shown_the_preview_again(list_file):
    client, portfolio = admin_with_portfolio()
    colleague = signed_in(make_member("admin", organisation=portfolio.organisation).user)
    mine, _ = go_to_preview(client, portfolio, list_file(FIRST))
    seen = client.get(step_url("import-confirm", mine)).context["page"].preview.stamp
    confirm(colleague, go_to_preview(colleague, portfolio, list_file(SECOND))[0])

    answer = client.post(step_url("import-confirm", mine), {"seen": seen}, follow=True)

    assert answer.redirect_chain[-1][0] == step_url("import-preview", mine)
    assert "changed after you looked" in answer.content.decode()
    assert Project.objects.count() == 3
    assert confirm(client, mine).status == SpendImport.Status.CONFIRMED
    assert Project.objects.count() == 4


def test_pressing_twice_brings_in_once(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    done = confirm(client, spend_import)
    again = client.post(step_url("import-confirm", spend_import), {"seen": "whatever"})
    assert again["Location"] == step_url("import-detail", spend_import)
    assert SpendLine.objects.count() == 3
    assert done.total == Decimal("3300.50")


def test_repeated_reference_is_asked_about(list_file):
    client, portfolio = admin_with_portfolio()
    text = FIRST + "P1,Falls clinic,Age Well,North,2025/26,50\n"
    upload(client, portfolio, "list.csv", text.encode())
    spend_import = SpendImport.objects.get()
    agree(client, "import-sheet", spend_import)
    agree(client, "import-columns", spend_import)
    page = client.get(step_url("import-rows", spend_import))
    assert "1 row repeats the reference of an earlier row" in page.content.decode()
    unanswered = agree(client, "import-rows", spend_import)
    assert unanswered.status_code == 422
    assert agree(client, "import-rows", spend_import, rows="reference").status_code == 302
    preview = client.get(step_url("import-preview", spend_import)).context["page"]
    assert len(preview.result.projects) == 3
    agree(client, "import-rows", spend_import, rows="each")
    preview = client.get(step_url("import-preview", spend_import)).context["page"]
    assert (len(preview.result.projects), preview.result.total) == (4, Decimal("3350.50"))


def test_year_is_asked_for_where_nothing_tells_it(list_file):
    client, portfolio = admin_with_portfolio()
    upload(client, portfolio, "list.csv", b"Reference,Project,Budget\nP1,Falls clinic,10\n")
    spend_import = SpendImport.objects.get()
    asked = agree(client, "import-sheet", spend_import)
    assert asked.status_code == 422
    assert "Enter the financial year of the amounts" in asked.content.decode()
    assert agree(client, "import-sheet", spend_import, default_year="2025/26").status_code == 302


def test_two_columns_cannot_be_the_same_thing(list_file):
    client, portfolio = admin_with_portfolio()
    upload(client, portfolio, "list.csv", FIRST.encode())
    spend_import = SpendImport.objects.get()
    agree(client, "import-sheet", spend_import)
    answer = agree(client, "import-columns", spend_import, **{"use-3": "provider"})
    assert answer.status_code == 422
    assert "“Provider” and “Ward” cannot both be the provider." in answer.content.decode()


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


def test_encoding_can_be_changed():
    client, portfolio = admin_with_portfolio()
    text = FIRST.replace("Roof", "Café").encode("cp1252")
    upload(client, portfolio, "list.csv", text)
    spend_import = SpendImport.objects.get()
    assert "Windows" in client.get(step_url("import-sheet", spend_import)).content.decode()
    client.post(
        step_url("import-reading", spend_import), {"encoding": "mac-roman", "delimiter": "comma"}
    )
    page = client.get(step_url("import-sheet", spend_import))
    assert "CafÈ" in page.content.decode()
    assert "Old Macintosh" in page.content.decode()


def test_original_is_an_attachment_of_no_type():
    client, portfolio = admin_with_portfolio()
    upload(client, portfolio, "list<script>.csv", FIRST.encode())
    answer = client.get(step_url("import-original", SpendImport.objects.get()))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue() == FIRST.encode()


def test_leaving_brings_in_nothing_and_stays_on_the_list(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    client.post(step_url("import-leave", spend_import))
    spend_import.refresh_from_db()
    assert spend_import.status == SpendImport.Status.ABANDONED
    listed = client.get(reverse("import-list", args=[portfolio.pk])).content.decode()
    assert "list.csv" in listed
    assert not Project.objects.exists()


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


@pytest.fixture
def long_files(monkeypatch):
    """Every file counts as long, and the worker is somewhere else."""
    monkeypatch.setattr("projects.actions.import_steps.LONG_FILE_BYTES", 0)
    monkeypatch.setattr("projects.views.import_preview.LONG_SHEET_ROWS", 0)


def test_long_file_is_read_and_brought_in_by_the_worker(list_file, long_files):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    done = confirm(client, spend_import)
    assert (done.status, done.work, done.total) == ("confirmed", "", Decimal("3300.50"))
    assert done.confirmed_at
    answer = client.get(step_url("import-progress", done))
    assert answer["Location"] == step_url("import-detail", done)


def test_bar_while_the_worker_is_at_work(list_file, settings):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    SpendImport.objects.filter(pk=spend_import.pk).update(work="bringing in", work_started_at=NOW)
    for step in ("import-sheet", "import-preview", "import-confirm", "import-detail"):
        answer = client.get(step_url(step, spend_import))
        assert answer["Location"] == step_url("import-progress", spend_import)
    page = client.get(step_url("import-progress", spend_import)).content.decode()
    assert "Bringing the projects in" in page
    assert 'data-poll="' in page
    assert "the worker may have stopped" in page


def test_long_file_that_cannot_be_read_says_why(long_files):
    client, portfolio = admin_with_portfolio()
    answer = upload(client, portfolio, "list.csv", b"%PDF-1.7")
    page = client.get(answer["Location"]).content.decode()
    assert "This is a PDF, not a spreadsheet" in page
    assert SpendImport.objects.get().status == SpendImport.Status.ABANDONED


def test_refusal_of_the_worker_leads_back_to_the_preview(list_file, long_files):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST))
    answer = client.post(step_url("import-confirm", spend_import), {"seen": "old"}, follow=True)
    assert answer.redirect_chain[-1][0] == step_url("import-preview", spend_import)
    assert "changed after you looked" in answer.content.decode()
    assert not Project.objects.exists()


def test_preview_says_that_a_changed_project_was_split(list_file):
    client, portfolio = admin_with_portfolio()
    confirm(client, go_to_preview(client, portfolio, list_file(FIRST))[0])
    whole = Project.objects.get(reference="P2")
    line = whole.spend_lines.get().pk
    parts = {
        "name-1": "One",
        "name-2": "Two",
        f"amount-1-{line}": "2000",
        f"amount-2-{line}": "0.50",
    }
    client.post(reverse("project-split", args=[portfolio.pk, whole.pk]), parts)
    _, preview = go_to_preview(client, portfolio, list_file(SECOND))
    page = preview.context["page"]
    assert page.changed[0].differences[-1] == "It was split: its parts stay as they are"
    assert [gone.reference for gone in page.preview.changes.gone] == ["P3"]
