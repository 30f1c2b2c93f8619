"""Merging projects that are one: the money of all in one of them, the others in the archive."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from projects.actions.errors import Refused
from projects.actions.project_changes import record_change
from projects.actions.split_project import copy_line
from projects.models import Portfolio, Project

if TYPE_CHECKING:
    from assessors.models import User


@transaction.atomic
def merge_projects(
    *, portfolio: Portfolio, project_ids: Collection[int], into: int, by: "User", now: datetime
) -> Project:
    """The portfolio's totals stay the same. The others keep their own lines in the archive."""
    chosen = Project.objects.select_for_update().filter(portfolio=portfolio, pk__in=project_ids)
    projects = list(chosen)
    target = next((project for project in projects if project.pk == into), None)
    others = [project for project in projects if project.pk != into]
    if target is None or not others:
        raise Refused("Choose at least two projects, and the one that stays.")
    for project in projects:
        if project.archived_at or project.parts.exists():
            raise Refused(f"{project.reference} is archived or was split: it cannot be merged.")
    for other in others:
        _take_over(target, other, by, now)
    target.save(update_fields=["updated_at"])
    after = {"parts": [f"{other.reference} {other.name}" for other in others]}
    record_change(target, "merge", before={}, after=after, by=by, now=now)
    return target


def _take_over(target: Project, other: Project, by: "User", now: datetime) -> None:
    for line in other.spend_lines.all():
        copy_line(line, target, line.amount)
    other.archived_at = now
    other.save(update_fields=["archived_at", "updated_at"])
    into = {"archived": f"merged into {target.reference}"}
    record_change(other, "merge", before={}, after=into, by=by, now=now)
