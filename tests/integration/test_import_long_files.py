"""Long files: what the worker does, what the page shows meanwhile, and what it says when it fails."""

from decimal import Decimal

import pytest

from projects.models import Project, SpendImport
from tests.factories.workshops import NOW
from tests.integration.importing import (
    FIRST,
    admin_with_portfolio,
    confirm,
    go_to_preview,
    step_url,
    upload,
)

pytestmark = pytest.mark.django_db


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
