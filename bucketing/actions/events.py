"""The log of a workshop, and the counters that tell polling pages that something changed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F

from assessors.actions.auditing import write_audit
from assessors.models import AuditKind
from bucketing.models import Seat, Workshop, WorkshopEvent

if TYPE_CHECKING:
    from assessors.models import User

AUDITED = frozenset(
    (
        AuditKind.WORKSHOP_MADE,
        AuditKind.REHEARSAL_DELETED,
        AuditKind.WORKSHOP_CLOSED,
        AuditKind.WORKSHOP_REOPENED,
        AuditKind.FACILITATOR_SEATED,
        AuditKind.DOOR_OPENED,
        AuditKind.DOOR_KNOCKED_AT,
        AuditKind.DOOR_CLOSED,
        AuditKind.KNOCK_LET_IN,
        AuditKind.KNOCK_TURNED_AWAY,
        AuditKind.SEAT_LINK_RENEWED,
        AuditKind.SEAT_REMOVED,
        AuditKind.ANSWERS_EXCLUDED,
        AuditKind.ANSWERS_COUNTED,
        AuditKind.SETTLED_BY_RULE,
        AuditKind.SETTLED_BY_RE_VOTE,
        AuditKind.DECIDED_BY_CHAIR,
        AuditKind.BATCH_UNDONE,
        AuditKind.PROJECT_REOPENED,
        AuditKind.SUMMARY_LOOKED_AT,
        AuditKind.SUMMARY_PUBLISHED,
        AuditKind.SUMMARY_WITHDRAWN,
        AuditKind.SUMMARY_EXPORTED,
    )
)
"""Of a workshop's many events those that change who may do what, or what the figures say."""


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
    if kind in AUDITED:
        _write_audit(workshop, kind, by=by, seat=seat, now=now, **detail)
    return WorkshopEvent.objects.create(
        workshop=workshop, kind=kind, user=by, seat=seat, detail=detail, happened_at=now
    )


def _write_audit(
    workshop: Workshop,
    kind: str,
    *,
    by: "User | None",
    seat: Seat | None,
    now: datetime,
    **detail: Any,
) -> None:
    """What admins of the organisation look for later, also when the workshop is long gone."""
    told: dict[str, Any] = {name: value for name, value in detail.items() if isinstance(value, int)}
    if seat:
        told["seat"] = seat.code
    write_audit(
        organisation=workshop.portfolio.organisation_id,
        kind=kind,
        by=by.pk if by else None,
        now=now,
        about=workshop.name,
        workshop=workshop.pk,
        **told,
    )


# By hand, because it comes with every answer.
TOUCH = "UPDATE bucketing_workshop SET revision = revision + 1 WHERE id = %s"


def touch_workshop(workshop: Workshop) -> None:
    """Something changed that only those in charge may notice, such as an answer."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCH, [workshop.pk])


def touch_room(workshop: Workshop) -> None:
    """Something changed that everybody in the room may notice, such as the clock."""
    Workshop.objects.filter(pk=workshop.pk).update(
        revision=F("revision") + 1, room_revision=F("room_revision") + 1
    )
