"""Writes what a spreadsheet says into a portfolio: all of it, in one transaction, or nothing."""

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from projects.actions.bulk_rows import insert_rows
from projects.actions.column_mappings import remember_mapping
from projects.actions.errors import Refused
from projects.actions.import_snapshots import snapshot_of
from projects.domain.parsed import ImportResult, ParsedProject
from projects.models import (
    DESCRIBED_FIELDS,
    Portfolio,
    Project,
    ProjectChange,
    SpendImport,
    SpendLine,
)
from projects.queries.import_changes import (
    Change,
    ImportChanges,
    Money,
    import_changes,
    money_of,
    years_and_bases,
)
from projects.signals import import_confirmed

BATCH = 1_000
WORDS = [name for name in DESCRIBED_FIELDS if name not in ("reference", "attributes")]
_UPDATED = [*WORDS, "attributes", "archived_at", "updated_at"]


@transaction.atomic
def commit_import(
    *,
    portfolio: Portfolio,
    result: ImportResult,
    spend_import: SpendImport,
    by: AbstractBaseUser | None,
    now: datetime,
) -> SpendImport:
    """Adds new projects, changes those whose reference is known, and leaves the others alone.

    A project's spend lines of the years and bases that the file holds are replaced by the file's;
    mended rows are added to those of the file that handed them back.
    """
    Portfolio.objects.select_for_update().get(pk=portfolio.pk)
    spend_import = SpendImport.objects.select_for_update().get(pk=spend_import.pk)
    _refuse_unfit(result, spend_import)
    changes = import_changes(portfolio, result)
    spend_import.before = snapshot_of(changes, years_and_bases(result))
    new = _add_projects(portfolio, changes.new, now)
    spend_import.before["new"] = [key for key, _ in new]
    _change_projects(portfolio, changes.changed, now)
    _replace_lines(new, changes, years_and_bases(result), spend_import)
    _record_changes(changes.changed, by, now)
    remember_mapping(
        organisation_id=portfolio.organisation_id, interpretation=result.interpretation, now=now
    )
    confirmed = _confirm(spend_import, result, changes, now)
    import_confirmed.send(SpendImport, spend_import=confirmed, by=by, now=now)
    return confirmed


def _refuse_unfit(result: ImportResult, spend_import: SpendImport) -> None:
    if spend_import.status != SpendImport.Status.UPLOADED:
        raise Refused("This file was brought in or left before: upload it again.")
    if result.lacks_year:
        raise Refused(
            "The file does not say which financial year its amounts are for: say which one it is."
        )
    if not result.projects:
        raise Refused("The file holds no row that can be brought in.")


def _add_projects(
    portfolio: Portfolio, new: list[ParsedProject], now: datetime
) -> list[tuple[int, ParsedProject]]:
    """The new projects with their keys."""
    insert_rows(
        Project,
        ["portfolio", "reference", "attributes", "created_at", "updated_at", *WORDS],
        (
            [portfolio.pk, parsed.reference, parsed.attributes, now, now, *_words(parsed)]
            for parsed in new
        ),
    )
    keys = dict(
        Project.objects.filter(portfolio=portfolio).order_by().values_list("reference", "pk")
    )
    return [(keys[parsed.reference], parsed) for parsed in new]


def _words(parsed: ParsedProject) -> list[str]:
    all_words = parsed.words | {"name": parsed.name, "duty": parsed.duty}
    return [all_words.get(name, "") for name in WORDS]


def _change_projects(portfolio: Portfolio, changed: list[Change], now: datetime) -> None:
    """One statement for a thousand projects: an insert that updates those that are there."""
    differing = {
        change.project_id: change for change in changed if change.words or change.was_archived
    }
    for ids in in_batches(list(differing)):
        projects = list(Project.objects.filter(pk__in=ids))
        for project in projects:
            for name, (_, after) in differing[project.pk].words.items():
                setattr(project, name, after)
            project.archived_at = None
            project.updated_at = now
        Project.objects.bulk_create(
            projects,
            update_conflicts=True,
            unique_fields=["portfolio", "reference"],
            update_fields=_UPDATED,
        )


def _replace_lines(
    new: list[tuple[int, ParsedProject]],
    changes: ImportChanges,
    pairs: set[tuple[int | None, str]],
    spend_import: SpendImport,
) -> None:
    replaced = [change for change in changes.changed if change.replaces_lines]
    kept = {key for change in replaced for key in change.kept}
    for ids in in_batches([change.project_id for change in replaced]):
        for year, basis in pairs:
            if year is not None:
                _delete_lines(ids, year, basis, kept)
    owners = new + [(change.project_id, change.parsed) for change in replaced]
    insert_rows(
        SpendLine,
        ["project", *Money._fields, "spend_import", "source_row"],
        (
            [project_id, *money_of(line), spend_import.pk, line.row]
            for project_id, parsed in owners
            for line in parsed.lines
        ),
    )


def _delete_lines(project_ids: list[int], year: int, basis: str, kept: set[int]) -> None:
    lines = SpendLine.objects.filter(project__in=project_ids, financial_year=year, basis=basis)
    if kept:
        going = sorted(set(lines.values_list("pk", flat=True)) - kept)
        for keys in in_batches(going):
            SpendLine.objects.filter(pk__in=keys).delete()
    else:
        lines.delete()


def _record_changes(changed: list[Change], by: AbstractBaseUser | None, now: datetime) -> None:
    ProjectChange.objects.bulk_create(
        (
            ProjectChange(
                project_id=change.project_id,
                changed_at=now,
                changed_by_id=by.pk if by else None,
                action="import",
                before=_side(change, 0) | {"amount": str(change.amount_before)},
                after=_side(change, 1) | {"amount": str(change.amount_after)},
            )
            for change in changed
        ),
        batch_size=BATCH,
    )


def _side(change: Change, side: int) -> dict[str, Any]:
    return {name: values[side] for name, values in change.words.items()}


def _confirm(
    spend_import: SpendImport, result: ImportResult, changes: ImportChanges, now: datetime
) -> SpendImport:
    how = result.interpretation
    spend_import.status = SpendImport.Status.CONFIRMED
    spend_import.confirmed_at = now
    spend_import.sheet = how.sheet[:255]
    spend_import.header_row = how.header_row
    spend_import.mapping = how.to_json()
    if changes.mended:
        spend_import.choices["mends"] = sorted(changes.mended.origins)
    spend_import.unit = how.unit.value
    spend_import.rows_read = result.rows_read
    spend_import.rows_accepted = result.rows_accepted
    spend_import.rows_rejected = result.rows_rejected
    spend_import.projects_added = len(changes.new)
    spend_import.projects_changed = len(changes.changed)
    spend_import.projects_unchanged = len(changes.unchanged)
    spend_import.total = result.total
    spend_import.control_total = _to_the_penny(result.control_total)
    spend_import.save()
    return spend_import


def _to_the_penny(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def in_batches(ids: list[int], size: int = BATCH) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
