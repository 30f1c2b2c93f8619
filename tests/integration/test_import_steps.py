"""The steps of an import: their order, what each asks, and that what was said stays."""

from decimal import Decimal

import pytest

from projects.models import SpendImport
from tests.integration.importing import (
    FIRST,
    SECOND,
    admin_with_portfolio,
    agree,
    confirm,
    go_to_preview,
    step_url,
    upload,
)

pytestmark = pytest.mark.django_db


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


def test_what_was_said_stays_when_a_person_leaves_and_comes_back(list_file):
    client, portfolio = admin_with_portfolio()
    spend_import, _ = go_to_preview(client, portfolio, list_file(FIRST), columns={"use-3": "place"})
    assert client.get(step_url("import-detail", spend_import))["Location"] == step_url(
        "import-preview", spend_import
    )
    form = client.get(step_url("import-columns", spend_import)).context["form"]
    assert form["use-3"].value() == "place"


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


def test_year_is_asked_for_where_nothing_tells_it(list_file):
    client, portfolio = admin_with_portfolio()
    upload(client, portfolio, "list.csv", b"Reference,Project,Budget\nP1,Falls clinic,10\n")
    spend_import = SpendImport.objects.get()
    asked = agree(client, "import-sheet", spend_import)
    assert asked.status_code == 422
    assert "Enter the financial year of the amounts" in asked.content.decode()
    assert agree(client, "import-sheet", spend_import, default_year="2025/26").status_code == 302


def test_year_in_the_name_of_the_file_is_proposed():
    client, portfolio = admin_with_portfolio()
    months = b"Service,Provider,Apr,May\nClinic,Age Well,10,20\nClub,Play,5,7\n"
    upload(client, portfolio, "Monitoring 2024-25.csv", months)
    spend_import = SpendImport.objects.get()

    page = client.get(step_url("import-sheet", spend_import))
    assert page.context["form"]["default_year"].value() == "2024/25"
    agree(client, "import-sheet", spend_import)
    columns = client.get(step_url("import-columns", spend_import)).content.decode()
    assert "2 columns that add up: 2024/25" in columns
    agree(client, "import-columns", spend_import)
    agree(client, "import-rows", spend_import)
    assert confirm(client, spend_import).total == 42


def test_two_columns_cannot_be_the_same_thing(list_file):
    client, portfolio = admin_with_portfolio()
    upload(client, portfolio, "list.csv", FIRST.encode())
    spend_import = SpendImport.objects.get()
    agree(client, "import-sheet", spend_import)
    answer = agree(client, "import-columns", spend_import, **{"use-3": "provider"})
    assert answer.status_code == 422
    assert "“Provider” and “Ward” cannot both be the provider." in answer.content.decode()


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
