"""The preview: it writes nothing, and tells every change and every row that cannot be taken."""

import io

import openpyxl
import pytest
from django.urls import reverse

from projects.models import Project, SpendImport
from tests.integration.importing import (
    FIRST,
    SECOND,
    admin_with_portfolio,
    confirm,
    go_to_preview,
    step_url,
)

pytestmark = pytest.mark.django_db


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


def test_planned_and_actual_of_one_year_are_shown_each_by_itself(list_file):
    client, portfolio = admin_with_portfolio()
    text = """Reference,Project,Provider,Budget 2024/25,Actual 2024/25
P1,Falls clinic,Age Well,1000,900
P2,Night shelter,Roof,2000,1900
,Sub-total Health,,3000,2800
P3,Youth club,Play,300,200
"""
    spend_import, preview = go_to_preview(client, portfolio, list_file(text))

    page = preview.content.decode()
    assert "row 4 (a subtotal, £5,800.00)" in page
    assert "compare each amount by year and basis" in page
    assert "Compare £6,300.00" not in page
    last = client.get(step_url("import-confirm", spend_import)).content.decode()
    assert "<dt>Actual, 2024/25</dt><dd>£3,000.00</dd>" in last
    assert "<dt>Planned, 2024/25</dt><dd>£3,300.00</dd>" in last
    assert "£6,300.00" not in last


def test_one_basis_is_compared_as_one_sum(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, preview = go_to_preview(client, portfolio, list_file(FIRST))

    assert "Compare £3,300.50 with what finance says" in preview.content.decode()
    last = client.get(step_url("import-confirm", spend_import)).content.decode()
    assert "<dt>Money</dt><dd>£3,300.50</dd>" in last
