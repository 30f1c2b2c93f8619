"""Takes an import back, as long as nothing was built on it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from projects.actions.errors import Refused
from projects.actions.import_projects import BATCH, in_batches
from projects.actions.import_snapshots import lines_from
from projects.models import Portfolio, Project, ProjectChange, SpendImport, SpendLine
from projects.signals import import_undone


@transaction.atomic
def undo_import(
    *, spend_import: SpendImport, by: AbstractBaseUser | None, now: datetime
) -> SpendImport:
    """New projects go, changed ones get back what they had; what people edited since stays."""
    Portfolio.objects.select_for_update().get(pk=spend_import.portfolio_id)
    spend_import = SpendImport.objects.select_for_update().get(pk=spend_import.pk)
    _refuse_unless_last(spend_import)
    new = spend_import.before.get("new", [])
    _refuse_if_used(spend_import, new)
    SpendLine.objects.filter(spend_import=spend_import).delete()
    for ids in in_batches(new):
        Project.objects.filter(pk__in=ids).delete()
    _put_words_back(spend_import.before, by, now)
    _put_lines_back(spend_import.before)
    spend_import.status = SpendImport.Status.UNDONE
    spend_import.undone_at = now
    spend_import.before = {}
    spend_import.save(update_fields=["status", "undone_at", "before"])
    import_undone.send(SpendImport, spend_import=spend_import, by=by, now=now)
    return spend_import


def _refuse_unless_last(spend_import: SpendImport) -> None:
    if spend_import.status != SpendImport.Status.CONFIRMED:
        raise Refused("Only an import that was brought in can be undone.")
    later = SpendImport.objects.filter(
        portfolio=spend_import.portfolio_id,
        status=SpendImport.Status.CONFIRMED,
        confirmed_at__gt=spend_import.confirmed_at,
    ).first()
    if later:
        raise Refused(f"{later.file_name} was brought in after it: undo that one first.")


def _refuse_if_used(spend_import: SpendImport, new: list[int]) -> None:
    """A workshop keeps its own copy of what it judges, but points at the projects it came from."""
    touched = {*new, *(int(key) for key in spend_import.before.get("lines", {}))}
    for ids in in_batches(sorted(touched)):
        projects = Project.objects.filter(pk__in=ids)
        used = projects.filter(
            workshop_projects__workshop__created_at__gte=spend_import.confirmed_at
        )
        if used.exists():
            raise Refused("A workshop uses projects of this import, so it can no longer be undone.")
        if projects.filter(pk__in=new).exclude(parts=None).exists():
            raise Refused("A project of this import was split, so it can no longer be undone.")


def _put_words_back(before: dict[str, Any], by: AbstractBaseUser | None, now: datetime) -> None:
    words = {int(key): fields for key, fields in before.get("words", {}).items()}
    archived = set(before.get("archived", []))
    for ids in in_batches(sorted({*words, *archived})):
        for project in Project.objects.filter(pk__in=ids):
            fields = _restorable(project, words.get(project.pk, {}))
            for name, value in fields.items():
                setattr(project, name, value)
            if project.pk in archived:
                project.archived_at = now
            project.save(update_fields=[*fields, "archived_at", "updated_at"])
            ProjectChange.objects.create(
                project=project,
                changed_at=now,
                changed_by_id=by.pk if by else None,
                action="undo import",
                after=fields,
            )


def _restorable(project: Project, words: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        name: before for name, (before, after) in words.items() if getattr(project, name) == after
    }


def _put_lines_back(before: dict[str, Any]) -> None:
    SpendLine.objects.bulk_create(
        (
            SpendLine(project_id=project_id, **{**line, "amount": Decimal(line["amount"])})
            for project_id, lines in lines_from(before.get("lines", {})).items()
            for line in lines
        ),
        batch_size=BATCH,
    )
