"""A copy of a workshop in which a facilitator can try everything out."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event
from bucketing.actions.precedents import adopt_precedents
from bucketing.actions.queue import lock_queue
from bucketing.actions.workshops import create_workshop
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage, compressed
from bucketing.models import Allocation, Pass, Reconciliation, Workshop

LONGEST_REHEARSAL = timedelta(minutes=30)
"""After so long scripted assessors leave by themselves."""

if TYPE_CHECKING:
    from assessors.models import User


@transaction.atomic
def copy_for_rehearsal(*, workshop: Workshop, by: "User", now: datetime) -> Workshop:
    """The same projects, plan and criteria with a short running order, in a lobby of its own."""
    if workshop.rehearsal_of_id:
        raise Refused("This is a rehearsal already. Go back to the workshop to start another.")
    order = tuple(PlannedStage(each.kind, each.minutes) for each in workshop.stages.all())
    copy = create_workshop(
        portfolio=workshop.portfolio,
        name=f"Rehearsal of {workshop.name}"[:200],
        financial_year=workshop.financial_year,
        basis=workshop.basis,
        plan=Plan.from_json(workshop.plan),
        running_order=compressed(order),
        criteria_set=workshop.criteria_set,
        by=by,
        now=now,
    )
    copy.rehearsal_of = workshop
    copy.save(update_fields=["rehearsal_of"])
    _copy_choices(workshop, copy)
    adopt_precedents(
        workshop=copy,
        precedents=list(workshop.precedents.filter(withdrawn_at=None)),
        by=by,
        now=now,
    )
    log_event(copy, "rehearsal_started", by=by, now=now)
    return copy


@transaction.atomic
def delete_rehearsal(*, workshop: Workshop, by: "User", now: datetime) -> None:
    """Delete a rehearsal with all that was answered and settled in it; nothing else can be deleted."""
    lock_queue(workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if not workshop.rehearsal_of_id:
        raise Refused("Only a rehearsal can be deleted. What was judged in a workshop is kept.")
    if workshop.closed_at is None and now < workshop.created_at + LONGEST_REHEARSAL:
        raise Refused("Its scripted assessors are still in the room. Close the rehearsal first.")
    log_event(workshop, "rehearsal_deleted", by=by, now=now)
    Reconciliation.objects.filter(workshop_project__workshop=workshop).delete()
    Allocation.objects.filter(round__workshop=workshop).delete()
    Pass.objects.filter(round__workshop=workshop).delete()
    try:
        workshop.delete()
    except ProtectedError as error:
        raise Refused(
            "Its summary was published, so this rehearsal stays, like any published figure."
        ) from error


def _copy_choices(workshop: Workshop, copy: Workshop) -> None:
    """The same projects set aside, the same ones for calibration."""
    aside = dict(workshop.projects.exclude(left_out="").values_list("reference", "left_out"))
    calibrated = workshop.projects.filter(is_for_calibration=True).values_list(
        "reference", flat=True
    )
    copy.projects.update(is_for_calibration=False)
    copy.projects.filter(reference__in=list(calibrated)).update(is_for_calibration=True)
    for reason in set(aside.values()) - {"split"}:
        references = [reference for reference, each in aside.items() if each == reason]
        copy.projects.filter(reference__in=references).update(left_out=reason)
