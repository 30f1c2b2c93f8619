"""Names of people in rooms: replaced by the codes that tables and workbooks use anyway."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from assessors.actions.auditing import write_audit
from assessors.models import AuditKind
from bucketing.models import Seat, Workshop, WorkshopEvent

NAMED_IN_EVENTS = ("name", "before", "after")
EVENTS_THAT_NAME = ("seat_taken", "seat_kept", "knock_let_in", "seat_renamed")


@transaction.atomic
def replace_names(*, seats: "QuerySet[Seat]") -> int:
    """From now on a seat is known by its role and code. Answers stay; links back stop working."""
    count = 0
    for seat in seats.select_for_update():
        seat.name = code_name(seat)
        seat.user = None
        seat.token_hash = None
        seat.save(update_fields=["name", "user", "token_hash"])
        _blank_events(seat)
        count += 1
    return count


def code_name(seat: Seat) -> str:
    return f"{seat.get_role_display()} {seat.code}"


def _blank_events(seat: Seat) -> None:
    for event in WorkshopEvent.objects.filter(seat=seat, kind__in=EVENTS_THAT_NAME):
        told = {key: value for key, value in event.detail.items() if key not in NAMED_IN_EVENTS}
        WorkshopEvent.objects.filter(pk=event.pk).update(detail=told)


@transaction.atomic
def tidy_names(*, before: datetime, now: datetime) -> int:
    """Replace the names of guests in workshops that ended, or were left, before this moment."""
    over = Q(closed_at__lt=before) | Q(closed_at=None, created_at__lt=before)
    count = 0
    for workshop in Workshop.objects.filter(over).select_related("portfolio"):
        named = [seat.pk for seat in workshop.seats.filter(user=None) if not _is_tidy(seat)]
        if replaced := replace_names(seats=Seat.objects.filter(pk__in=named)):
            _record(workshop, replaced, now)
        count += replaced
    return count


def _is_tidy(seat: Seat) -> bool:
    return seat.name == code_name(seat) and seat.token_hash is None


def _record(workshop: Workshop, replaced: int, now: datetime) -> None:
    write_audit(
        organisation=workshop.portfolio.organisation_id,
        kind=AuditKind.NAMES_TIDIED,
        by=None,
        now=now,
        about=workshop.name,
        seats=replaced,
    )
