"""Dealing with projects that somebody could not judge, while the room is working."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_room
from bucketing.actions.queue import lock_queue, replan_queue
from bucketing.domain.plan import Plan
from bucketing.models import (
    Allocation,
    Lease,
    LeftOut,
    Pass,
    Reconciliation,
    RoundKind,
    Workshop,
    WorkshopProject,
)
from projects.models import DESCRIBED_FIELDS
from projects.templatetags.money import pounds

if TYPE_CHECKING:
    from assessors.models import User

FEWEST_PARTS = 2
MOST_PARTS = 20
CARRIED_OVER = (*DESCRIBED_FIELDS, "nature", "funding_source", "funding_route", "clarification")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a line that is too broad to judge. `amount` is in pounds."""

    name: str
    amount: Decimal
    description: str = ""


@transaction.atomic
def answer_pass(
    *, workshop_project: WorkshopProject, text: str, by: "User | None", now: datetime
) -> WorkshopProject:
    """Write the answer beside the project for whoever gets it next; those who asked may get it too."""
    text = text.strip()
    if not text:
        raise Refused("Write what the person needs to know, or pass the project on as it is.")
    workshop_project.clarification = text
    workshop_project.save(update_fields=["clarification"])
    _resolve(workshop_project, now)
    _log(workshop_project, "pass_answered", by=by, now=now)
    return workshop_project


@transaction.atomic
def pass_on(*, workshop_project: WorkshopProject, by: "User | None", now: datetime) -> None:
    """Take a project off the list as it is: somebody else judges it."""
    _resolve(workshop_project, now)
    _log(workshop_project, "pass_dismissed", by=by, now=now)


@transaction.atomic
def split_workshop_project(
    *, workshop_project: WorkshopProject, parts: Sequence[Part], by: "User | None", now: datetime
) -> list[WorkshopProject]:
    """Replace a line by parts whose amounts add to it. Answers on the line are kept, not counted.

    The parts go into the queue of the rating round under way. Raises Refused where the amounts do
    not add up, and where the line is a part of another or settled already.
    """
    lock_queue(workshop_project.workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop_project.workshop_id)
    workshop_project.refresh_from_db()
    _refuse_bad_parts(workshop_project, parts)
    children = WorkshopProject.objects.bulk_create(
        _part_of(workshop_project, number, part) for number, part in enumerate(parts, start=1)
    )
    _leave_to_parts(workshop_project)
    _resolve(workshop_project, now)
    _queue_again(workshop)
    _log(workshop_project, "project_split", by=by, now=now, parts=len(children))
    return children


@transaction.atomic
def undo_split(
    *, workshop_project: WorkshopProject, by: "User | None", now: datetime
) -> WorkshopProject:
    """Put the line back in place of its parts, as long as nobody has judged one of them."""
    lock_queue(workshop_project.workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop_project.workshop_id)
    parts = workshop_project.parts.all()
    if workshop_project.left_out != LeftOut.SPLIT:
        raise Refused("This line is not split.")
    if Allocation.objects.filter(workshop_project__in=parts).exists():
        raise Refused("Somebody has judged one of the parts already, so the split stays.")
    Pass.objects.filter(workshop_project__in=parts).delete()
    parts.delete()
    workshop_project.left_out = ""
    workshop_project.save(update_fields=["left_out"])
    _queue_again(workshop)
    _log(workshop_project, "split_undone", by=by, now=now)
    return workshop_project


def _refuse_bad_parts(whole: WorkshopProject, parts: Sequence[Part]) -> None:
    if whole.left_out == LeftOut.SPLIT:
        raise Refused("This line has been split already. Look at the board.")
    if Reconciliation.objects.standing().filter(workshop_project=whole).exists():
        raise Refused("This project is settled. Reopen it before you split it.")
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS:
        raise Refused(f"Give between {FEWEST_PARTS} and {MOST_PARTS} parts, each with an amount.")
    if any(not part.name.strip() or part.amount <= 0 for part in parts):
        raise Refused("Every part needs a name and an amount above nought.")
    total = sum((part.amount for part in parts), Decimal(0))
    if total != whole.amount:
        raise Refused(
            f"The parts add to {pounds(total)}, not {pounds(whole.amount)}: "
            f"{pounds(abs(whole.amount - total))} too {'much' if total > whole.amount else 'little'}."
        )


def _part_of(whole: WorkshopProject, number: int, part: Part) -> WorkshopProject:
    words = {name: getattr(whole, name) for name in CARRIED_OVER}
    words |= {"reference": f"{whole.reference[:190]}/{number}", "name": part.name.strip()[:500]}
    if part.description.strip():
        words["description"] = part.description.strip()
    return WorkshopProject(
        workshop=whole.workshop,
        project=whole.project,
        parent=whole,
        amount=part.amount,
        rank=whole.rank,
        **words,
    )


def _leave_to_parts(whole: WorkshopProject) -> None:
    whole.left_out, whole.is_for_calibration = LeftOut.SPLIT, False
    whole.save(update_fields=["left_out", "is_for_calibration"])
    Lease.objects.filter(workshop_project=whole).delete()


def _queue_again(workshop: Workshop) -> None:
    for round in workshop.rounds.filter(kind=RoundKind.RATING, closed_at=None):
        replan_queue(round, Plan.from_json(workshop.plan))


def _resolve(workshop_project: WorkshopProject, now: datetime) -> None:
    Pass.objects.filter(workshop_project=workshop_project, resolved_at=None).update(resolved_at=now)


def _log(
    workshop_project: WorkshopProject,
    kind: str,
    *,
    by: "User | None",
    now: datetime,
    parts: int = 0,
) -> None:
    workshop = workshop_project.workshop
    log_event(workshop, kind, by=by, now=now, name=workshop_project.name, parts=parts)
    touch_room(workshop)
