"""Bringing a file into a portfolio, bringing a changed one in again, and undoing it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bucketing.actions.workshops import create_workshop
from bucketing.domain.plan import Plan
from projects.actions.errors import Refused
from projects.actions.import_projects import commit_import
from projects.actions.spend_imports import record_upload
from projects.actions.undo_import import undo_import
from projects.domain.headings import Field
from projects.domain.interpretation import Choices
from projects.models import Portfolio, Project, ProjectChange, SpendImport, SpendLine
from projects.queries.column_mappings import propose_with_memory
from projects.queries.import_changes import import_changes
from projects.spreadsheets.interpret import Reading, interpret
from projects.spreadsheets.reader import opened
from tests.factories.people import make_organisation, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
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
def portfolio() -> Portfolio:
    return Portfolio.objects.create(organisation=make_organisation(), name="Prevention")


def read(folder: Path, text: str, choices: Choices | None = None) -> Reading:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    with opened(path) as spreadsheet:
        return interpret(spreadsheet, choices)


def bring_in(
    portfolio: Portfolio, folder: Path, text: str, *, now: datetime = NOW, **choices
) -> SpendImport:
    result = read(folder, text, Choices(**choices)).result
    with (folder / "list.csv").open("rb") as file:
        upload = record_upload(
            portfolio=portfolio, file=file, file_name="list.csv", by=None, now=now
        )
    return commit_import(
        portfolio=portfolio, result=result, spend_import=upload, by=make_user(), now=now
    )


def test_first_import_adds_every_project(portfolio, tmp_path):
    done = bring_in(portfolio, tmp_path, FIRST)

    assert (done.projects_added, done.projects_changed, done.rows_accepted) == (3, 0, 3)
    assert done.total == Decimal("3300.50")
    shelter = Project.objects.get(reference="P2")
    assert (shelter.name, shelter.provider, shelter.place) == ("Night shelter", "Roof", "South")
    line = shelter.spend_lines.get()
    assert (line.financial_year, line.basis, line.amount, line.source_row) == (
        2025,
        "planned",
        Decimal("2000.50"),
        3,
    )


def test_import_keeps_the_file_and_its_digest(portfolio, tmp_path):
    done = bring_in(portfolio, tmp_path, FIRST)

    with done.file.open("rb") as kept:
        assert kept.read().decode() == FIRST
    assert len(done.sha256) == 64
    assert done.mapping["columns"]["reference"] == 0


def test_changed_file_shows_exactly_the_changes(portfolio, tmp_path):
    bring_in(portfolio, tmp_path, FIRST)

    changes = import_changes(portfolio, read(tmp_path, SECOND).result)

    assert [project.reference for project in changes.new] == ["P4"]
    assert len(changes.unchanged) == 1
    assert [(gone.reference, gone.amount) for gone in changes.gone] == [("P3", Decimal("300"))]
    (change,) = changes.changed
    assert change.words == {"provider": ("Roof", "Roof and Home")}
    assert (change.amount_before, change.amount_after) == (Decimal("2000.50"), Decimal("2500"))


def test_second_import_changes_by_reference_and_deletes_nothing(portfolio, tmp_path):
    bring_in(portfolio, tmp_path, FIRST)
    bring_in(portfolio, tmp_path, SECOND, now=NOW + timedelta(days=1))

    amounts = dict(SpendLine.objects.values_list("project__reference", "amount"))
    assert amounts == {
        "P1": Decimal("1000.00"),
        "P2": Decimal("2500.00"),
        "P3": Decimal("300.00"),
        "P4": Decimal("700.00"),
    }
    assert Project.objects.get(reference="P2").provider == "Roof and Home"
    change = ProjectChange.objects.get(project__reference="P2")
    assert change.before == {"provider": "Roof", "amount": "2000.50"}
    assert change.after == {"provider": "Roof and Home", "amount": "2500.00"}


def test_same_file_again_changes_nothing(portfolio, tmp_path):
    bring_in(portfolio, tmp_path, FIRST)
    again = bring_in(portfolio, tmp_path, FIRST, now=NOW + timedelta(days=1))

    assert (again.projects_added, again.projects_changed, again.projects_unchanged) == (0, 0, 3)
    assert SpendLine.objects.count() == 3


def test_other_years_and_bases_stay(portfolio, tmp_path):
    bring_in(portfolio, tmp_path, FIRST)
    bring_in(portfolio, tmp_path, FIRST.replace("2025/26", "2026/27"), now=NOW + timedelta(days=1))

    assert SpendLine.objects.filter(financial_year=2025).count() == 3
    assert SpendLine.objects.filter(financial_year=2026).count() == 3


def test_undo_of_the_second_import_restores_the_first(portfolio, tmp_path):
    bring_in(portfolio, tmp_path, FIRST)
    before = snapshot()
    second = bring_in(portfolio, tmp_path, SECOND, now=NOW + timedelta(days=1))

    undo_import(spend_import=second, by=None, now=NOW + timedelta(days=2))

    assert snapshot() == before


def test_undo_of_the_first_import_leaves_an_empty_portfolio(portfolio, tmp_path):
    first = bring_in(portfolio, tmp_path, FIRST)
    undo_import(spend_import=first, by=None, now=NOW)

    assert snapshot() == []
    with pytest.raises(Refused, match="Only an import that was brought in"):
        undo_import(spend_import=first, by=None, now=NOW)


def test_undo_is_refused_while_a_later_import_stands(portfolio, tmp_path):
    first = bring_in(portfolio, tmp_path, FIRST)
    bring_in(portfolio, tmp_path, SECOND, now=NOW + timedelta(days=1))

    with pytest.raises(Refused, match="undo that one first"):
        undo_import(spend_import=first, by=None, now=NOW)


def test_file_without_a_year_is_not_brought_in(portfolio, tmp_path):
    yearless = "Reference,Project,Amount\nP1,Falls clinic,10\n"

    with pytest.raises(Refused, match="which financial year"):
        bring_in(portfolio, tmp_path, yearless)
    assert Project.objects.count() == 0

    bring_in(portfolio, tmp_path, yearless, default_year=2025)
    assert SpendLine.objects.get().financial_year == 2025


def test_repeated_reference_keeps_every_line(portfolio, tmp_path):
    text = FIRST + "P1,Falls clinic,Age Well,North,2025/26,250\n"
    bring_in(portfolio, tmp_path, text)

    amounts = sorted(
        SpendLine.objects.filter(project__reference="P1").values_list("amount", flat=True)
    )
    assert amounts == [Decimal("250"), Decimal("1000")]


def test_undo_is_refused_once_a_workshop_uses_the_projects(portfolio, tmp_path):
    first = bring_in(portfolio, tmp_path, FIRST)
    create_workshop(
        portfolio=portfolio,
        name="Spring",
        financial_year=2025,
        basis="planned",
        plan=Plan(),
        by=None,
        now=NOW + timedelta(hours=1),
    )

    with pytest.raises(Refused, match="A workshop uses projects of this import"):
        undo_import(spend_import=first, by=None, now=NOW + timedelta(hours=2))
    assert Project.objects.count() == 3


def test_undo_keeps_what_somebody_edited_since(portfolio, tmp_path):
    bring_in(portfolio, tmp_path, FIRST)
    second = bring_in(portfolio, tmp_path, SECOND, now=NOW + timedelta(days=1))
    Project.objects.filter(reference="P2").update(provider="Edited by hand")

    undo_import(spend_import=second, by=None, now=NOW + timedelta(days=2))

    assert Project.objects.get(reference="P2").provider == "Edited by hand"


def test_mapping_is_remembered_and_proposed_again(portfolio, tmp_path):
    bring_in(portfolio, tmp_path, FIRST, mapping={Field.THEME: "Provider"})

    path = tmp_path / "next.csv"
    path.write_text(SECOND, encoding="utf-8")
    with opened(path) as book:
        mine, remembered = propose_with_memory(book, book.sheets[0], portfolio.organisation_id)
        other, known = propose_with_memory(book, book.sheets[0], make_organisation().pk)

    assert (remembered, mine.interpretation.mapping()["theme"]) == (True, "Provider")
    assert (known, other.interpretation.mapping()["provider"]) == (False, "Provider")


def snapshot() -> list[tuple]:
    return list(
        SpendLine.objects.order_by("project__reference", "financial_year", "amount").values_list(
            "project__reference",
            "project__name",
            "project__provider",
            "project__attributes",
            "financial_year",
            "basis",
            "amount",
            "source_row",
        )
    )
