"""Splitting a broad line into parts that add to it, to the penny, in every one of its spend lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from projects.actions.errors import Refused
from projects.actions.project_changes import locked, record_change
from projects.models import DESCRIBED_FIELDS, Project, SpendLine

if TYPE_CHECKING:
    from assessors.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """`amounts` in pounds by spend line of the broad project."""

    name: str
    description: str
    amounts: Mapping[int, Decimal]


@transaction.atomic
def split_project(
    *, project: Project, parts: Sequence[Part], by: "User", now: datetime
) -> list[Project]:
    """The broad project stays with its lines, but its parts stand for it in every total."""
    project = locked(project)
    lines = list(project.spend_lines.all())
    _refuse_unfit(project, parts, lines)
    made = [
        _make_part(project, number, part, lines, by, now) for number, part in enumerate(parts, 1)
    ]
    project.save(update_fields=["updated_at"])
    after = {"parts": [f"{part.reference} {part.name}" for part in made]}
    record_change(project, "split", before={}, after=after, by=by, now=now)
    return made


def _refuse_unfit(project: Project, parts: Sequence[Part], lines: Sequence[SpendLine]) -> None:
    if project.archived_at:
        raise Refused("This project is archived: take it out of the archive first.")
    if project.parts.exists():
        raise Refused("This project was split before: split one of its parts.")
    if len(parts) < 2:
        raise Refused("Name at least two parts.")
    for line in lines:
        _refuse_difference(
            line, sum((part.amounts.get(line.pk, Decimal(0)) for part in parts), Decimal(0))
        )


def _refuse_difference(line: SpendLine, total: Decimal) -> None:
    if total == line.amount:
        return
    year = f"{line.financial_year}/{(line.financial_year + 1) % 100:02d} {line.basis}"
    difference = abs(line.amount - total)
    what = "missing" if total < line.amount else "too much"
    raise Refused(
        f"{year}: the parts add to £{total:,.2f}, but the line is £{line.amount:,.2f}: "
        f"£{difference:,.2f} is {what}."
    )


def _make_part(
    project: Project,
    number: int,
    part: Part,
    lines: Sequence[SpendLine],
    by: "User",
    now: datetime,
) -> Project:
    words = {name: getattr(project, name) for name in DESCRIBED_FIELDS}
    words |= {"name": part.name, "reference": _free_reference(project, number)}
    words["description"] = part.description or project.description
    made = Project.objects.create(
        portfolio_id=project.portfolio_id, parent=project, created_at=now, **words
    )
    for line in lines:
        if amount := part.amounts.get(line.pk):
            copy_line(line, made, amount)
    record_change(made, "part", before={}, after={"reference": project.reference}, by=by, now=now)
    return made


def _free_reference(project: Project, number: int) -> str:
    taken = set(
        Project.objects.filter(
            portfolio=project.portfolio_id, reference__startswith=project.reference[:190]
        ).values_list("reference", flat=True)
    )
    while (reference := f"{project.reference[:190]}/{number}") in taken:
        number += 1
    return reference


def copy_line(line: SpendLine, project: Project, amount: Decimal) -> SpendLine:
    """The same money elsewhere, with the place in the file that it came from."""
    return SpendLine.objects.create(
        project=project,
        amount=amount,
        financial_year=line.financial_year,
        basis=line.basis,
        nature=line.nature,
        funding_source=line.funding_source,
        funding_route=line.funding_route,
        spend_import_id=line.spend_import_id,
        source_row=line.source_row,
    )
