"""Changing projects by hand. Every change is recorded with what was, what is, who and when."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from projects.actions.errors import Refused
from projects.models import DESCRIBED_FIELDS, Portfolio, Project, ProjectChange, SpendLine

if TYPE_CHECKING:
    from assessors.models import User

BULK_FIELDS = ("provider", "directorate", "theme", "place", "funder", "beneficiary", "duty")


def record_change(
    project: Project,
    action: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: "User",
    now: datetime,
) -> None:
    ProjectChange.objects.create(
        project=project,
        changed_at=now,
        changed_by=by,
        action=action,
        before=dict(before),
        after=dict(after),
    )


def locked(project: Project) -> Project:
    return Project.objects.select_for_update().get(pk=project.pk)


@transaction.atomic
def edit_project(
    *, project: Project, fields: Mapping[str, Any], by: "User", now: datetime, action: str = "edit"
) -> Project:
    """Only fields that differ are written. A reference that another project has is refused."""
    unknown = set(fields) - set(DESCRIBED_FIELDS)
    if unknown:
        raise Refused(f"A project has no {', '.join(sorted(unknown))}.")
    project = locked(project)
    before = {name: old for name, new in fields.items() if (old := getattr(project, name)) != new}
    if not before:
        return project
    _refuse_taken_reference(project, fields.get("reference", project.reference))
    for name in before:
        setattr(project, name, fields[name])
    project.save(update_fields=[*before, "updated_at"])
    after = {name: fields[name] for name in before}
    record_change(project, action, before=before, after=after, by=by, now=now)
    return project


def _refuse_taken_reference(project: Project, reference: str) -> None:
    others = Project.objects.filter(portfolio=project.portfolio_id).exclude(pk=project.pk)
    if others.filter(reference=reference).exists():
        raise Refused(f"Another project has the reference {reference}: choose another.")


@transaction.atomic
def change_amounts(
    *, project: Project, amounts: Mapping[int, Decimal], by: "User", now: datetime
) -> Project:
    """New amounts by spend line, in pounds."""
    project = locked(project)
    if project.parts.exists():
        raise Refused("This project was split: change the amounts of its parts.")
    lines = list(project.spend_lines.filter(pk__in=list(amounts)))
    changed = [line for line in lines if line.amount != amounts[line.pk]]
    before = {_line_label(line): str(line.amount) for line in changed}
    for line in changed:
        line.amount = amounts[line.pk]
        line.save(update_fields=["amount"])
    if changed:
        after = {_line_label(line): str(line.amount) for line in changed}
        project.save(update_fields=["updated_at"])
        record_change(project, "amounts", before=before, after=after, by=by, now=now)
    return project


def _line_label(line: SpendLine) -> str:
    row = f", row {line.source_row}" if line.source_row else ""
    return (
        f"Amount of {line.financial_year}/{(line.financial_year + 1) % 100:02d} {line.basis}{row}"
    )


@transaction.atomic
def set_archived(
    *, portfolio: Portfolio, project_ids: Collection[int], archived: bool, by: "User", now: datetime
) -> int:
    """Archived projects stay with their money and count in no total. Answers how many changed."""
    projects = Project.objects.select_for_update().filter(portfolio=portfolio, pk__in=project_ids)
    count = 0
    for project in projects.filter(archived_at__isnull=archived):
        project.archived_at = now if archived else None
        project.save(update_fields=["archived_at", "updated_at"])
        state = {"archived": "yes" if archived else "no"}
        action = "archive" if archived else "unarchive"
        record_change(project, action, before={}, after=state, by=by, now=now)
        count += 1
    return count


@transaction.atomic
def edit_projects(
    *,
    portfolio: Portfolio,
    project_ids: Collection[int],
    field: str,
    value: str,
    by: "User",
    now: datetime,
) -> int:
    """The same value in one field of many projects. Answers how many of them changed."""
    if field not in BULK_FIELDS:
        raise Refused("This field differs from project to project: edit it in each.")
    projects = Project.objects.filter(portfolio=portfolio, pk__in=project_ids)
    differing = list(projects.exclude(**{field: value}))
    for project in differing:
        edit_project(project=project, fields={field: value}, by=by, now=now, action="bulk edit")
    return len(differing)
