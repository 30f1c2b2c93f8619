"""Rows handed back, mended and brought in: they are added, and nothing else of their project goes."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Portfolio, Project, SpendImport, SpendLine
from tests.integration.importing import admin_with_portfolio, confirm, go_to_preview, step_url

pytestmark = pytest.mark.django_db
BY_REFERENCE = {"rows": "reference"}
HEADINGS = ["Reference", "Project", "Financial year", "Budget"]
FIRST: list[list[Any]] = [
    ["P1", "Falls clinic", "2025/26", 1000],
    ["P1", "Falls clinic", "2025/26", "TBC"],
    ["P1", "Falls clinic", "2025/26", "n/a"],
    ["P1", "Falls clinic", "2024/25", 70],
    ["P2", "Night shelter", "2025/26", 2000],
]


def write(path: Path, rows: list[list[Any]]) -> Path:
    workbook = openpyxl.Workbook()
    for row in [HEADINGS, *rows]:
        workbook.worksheets[0].append(row)
    workbook.save(path)
    return path


@pytest.fixture
def admin() -> tuple[Client, Portfolio]:
    return admin_with_portfolio()


@pytest.fixture
def first(admin: tuple[Client, Portfolio], tmp_path: Path) -> SpendImport:
    spend_import, _ = go_to_preview(
        admin[0], admin[1], write(tmp_path / "list.xlsx", FIRST), rows=BY_REFERENCE
    )
    return spend_import


def handed_back(client: Client, spend_import: SpendImport) -> openpyxl.Workbook:
    answer = client.get(step_url("import-returned", spend_import))
    return openpyxl.load_workbook(io.BytesIO(answer.getvalue()))


def mend(workbook: openpyxl.Workbook, path: Path, *amounts: Any) -> Path:
    for row, amount in enumerate(amounts, start=2):
        workbook.worksheets[0].cell(row, 4, amount)
    workbook.save(path)
    return path


def money() -> list[tuple[str, int, Decimal, int]]:
    return list(
        SpendLine.objects.order_by(
            "project__reference", "financial_year", "source_row"
        ).values_list("project__reference", "financial_year", "amount", "source_row")
    )


AS_FIRST = [
    ("P1", 2024, Decimal(70), 5),
    ("P1", 2025, Decimal(1000), 2),
    ("P2", 2025, Decimal(2000), 6),
]


def with_mended(*lines: tuple[int, int]) -> list[tuple[str, int, Decimal, int]]:
    mended = [("P1", 2025, Decimal(amount), row) for amount, row in lines]
    return [*AS_FIRST[:2], *mended, AS_FIRST[2]]


def test_mended_rows_are_added_to_their_project(admin, first, tmp_path):
    confirm(admin[0], first)
    assert money() == AS_FIRST
    path = mend(handed_back(admin[0], first), tmp_path / "mended.xlsx", 50, 8)

    spend_import, preview = go_to_preview(admin[0], admin[1], path, rows=BY_REFERENCE)

    page = preview.content.decode()
    assert "They are added to what it brought in" in page
    assert "Amount: £1,000.00 → £1,058.00" in page
    assert preview.context["page"].preview.changes.gone == []
    confirm(admin[0], spend_import)
    assert money() == with_mended((50, 3), (8, 4))


def test_rows_mended_in_two_goes_keep_where_they_stood(admin, first, tmp_path):
    confirm(admin[0], first)
    path = mend(handed_back(admin[0], first), tmp_path / "once.xlsx", 50, "still unknown")
    second, _ = go_to_preview(admin[0], admin[1], path, rows=BY_REFERENCE)
    confirm(admin[0], second)
    assert money() == with_mended((50, 3))

    again = handed_back(admin[0], second)
    rows = list(again.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == (*HEADINGS, "Handed back from", "Why this row was not brought in")
    assert rows[1][4] == f"import {first.pk}, row 4"
    third, _ = go_to_preview(admin[0], admin[1], mend(again, tmp_path / "twice.xlsx", 8))
    confirm(admin[0], third)
    assert money() == with_mended((50, 3), (8, 4))


def test_mended_rows_brought_in_again_replace_themselves(admin, first, tmp_path):
    confirm(admin[0], first)
    workbook = handed_back(admin[0], first)
    for amounts in ((50, 8), (55, 8)):
        path = mend(workbook, tmp_path / "mended.xlsx", *amounts)
        confirm(admin[0], go_to_preview(admin[0], admin[1], path, rows=BY_REFERENCE)[0])

    assert money() == with_mended((55, 3), (8, 4))


def test_undoing_mended_rows_leaves_the_first_file_alone(admin, first, tmp_path):
    confirm(admin[0], first)
    path = mend(handed_back(admin[0], first), tmp_path / "mended.xlsx", 50, 8)
    second, _ = go_to_preview(admin[0], admin[1], path, rows=BY_REFERENCE)
    confirm(admin[0], second)

    admin[0].post(reverse("import-undo", args=[admin[1].pk, second.pk]))

    assert money() == AS_FIRST


def test_mended_rows_of_a_file_that_was_not_brought_in_are_a_file_of_their_own(
    admin, first, tmp_path
):
    before = write(tmp_path / "old.xlsx", [["P1", "Falls clinic", "2025/26", 900]])
    confirm(admin[0], go_to_preview(admin[0], admin[1], before)[0])
    path = mend(handed_back(admin[0], first), tmp_path / "mended.xlsx", 50, 8)

    spend_import, preview = go_to_preview(admin[0], admin[1], path, rows=BY_REFERENCE)

    assert "whose money this file would replace" in preview.content.decode()
    confirm(admin[0], spend_import)
    assert [amount for _, _, amount, _ in money()] == [50, 8]


def test_mended_rows_older_than_what_is_there_are_warned_about(admin, first, tmp_path):
    confirm(admin[0], first)
    newer = write(tmp_path / "newer.xlsx", [["P1", "Falls clinic", "2025/26", 1058]])
    confirm(admin[0], go_to_preview(admin[0], admin[1], newer)[0])
    path = mend(handed_back(admin[0], first), tmp_path / "mended.xlsx", 50, 8)

    _, preview = go_to_preview(admin[0], admin[1], path, rows=BY_REFERENCE)

    assert "followed by a newer one. 1 of their projects has" in preview.content.decode()


def test_mended_rows_without_a_word_where_they_stood_come_from_the_last_file(
    admin, first, tmp_path
):
    confirm(admin[0], first)
    workbook = handed_back(admin[0], first)
    workbook.worksheets[0].delete_cols(5)
    path = mend(workbook, tmp_path / "mended.xlsx", 50, 8)

    confirm(admin[0], go_to_preview(admin[0], admin[1], path, rows=BY_REFERENCE)[0])

    assert sum(amount for _, _, amount, _ in money()) == Decimal(3128)
    assert Project.objects.get(reference="P1").attributes == {}


def test_mended_rows_of_another_portfolio_are_not_added_to_anything(admin, first, tmp_path):
    confirm(admin[0], first)
    path = mend(handed_back(admin[0], first), tmp_path / "mended.xlsx", 50, 8)
    other = Portfolio.objects.create(organisation=admin[1].organisation, name="Other")

    _, preview = go_to_preview(admin[0], other, path, rows=BY_REFERENCE)

    assert preview.context["page"].preview.changes.mended.origins == frozenset()


def test_mended_rows_are_read_as_their_file_was(admin, tmp_path):
    rows = [["P1", "Falls clinic", "2025/26", 1.5], ["P2", "Shelter", "2025/26", "TBC"]]
    path = write(tmp_path / "list.xlsx", rows)
    first, _ = go_to_preview(admin[0], admin[1], path, sheet={"unit": "thousands"})
    confirm(admin[0], first)

    path = mend(handed_back(admin[0], first), tmp_path / "mended.xlsx", 2.5)

    assert confirm(admin[0], go_to_preview(admin[0], admin[1], path)[0]).total == Decimal(2500)
