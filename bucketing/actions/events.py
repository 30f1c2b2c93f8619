"""The log of a workshop, and the counters that tell polling pages that something changed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from bucketing.models import Seat, Workshop, WorkshopEvent

if TYPE_CHECKING:
    from assessors.models import User


def log_event(
    workshop: Workshop,
    kind: str,
    *,
    by: "User | None" = None,
    seat: Seat | None = None,
    now: datetime,
    **detail: Any,
) -> WorkshopEvent:
    """Write a line of the log. `detail` never holds anybody's answer."""
    return WorkshopEvent.objects.create(
        workshop=workshop, kind=kind, user=by, seat=seat, detail=detail, happened_at=now
    )


def touch_workshop(workshop: Workshop) -> None:
    """Something changed that only those in charge may notice, such as an answer."""
    Workshop.objects.filter(pk=workshop.pk).update(revision=F("revision") + 1)


def touch_room(workshop: Workshop) -> None:
    """Something changed that everybody in the room may notice, such as the clock."""
    Workshop.objects.filter(pk=workshop.pk).update(
        revision=F("revision") + 1, room_revision=F("room_revision") + 1
    )
