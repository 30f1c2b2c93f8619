"""Rulings beyond the room that made them: withdrawing one, and taking over those of earlier rooms."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_room
from bucketing.models import Precedent, Workshop

if TYPE_CHECKING:
    from assessors.models import User


@transaction.atomic
def withdraw_precedent(*, precedent: Precedent, by: "User | None", now: datetime) -> Precedent:
    """Take a ruling away from beside the criteria; what was settled by it stays."""
    if precedent.withdrawn_at:
        raise Refused("This ruling is withdrawn already.")
    precedent.withdrawn_at = now
    precedent.save(update_fields=["withdrawn_at"])
    log_event(precedent.workshop, "ruling_withdrawn", by=by, now=now, text=precedent.text)
    touch_room(precedent.workshop)
    return precedent


@transaction.atomic
def adopt_precedents(
    *, workshop: Workshop, precedents: Sequence[Precedent], by: "User | None", now: datetime
) -> list[Precedent]:
    """Let rulings of the organisation's earlier workshops stand in this one too, once each."""
    present = set(workshop.precedents.filter(withdrawn_at=None).values_list("text", flat=True))
    texts = dict.fromkeys(each.text for each in precedents if each.text not in present)
    adopted = Precedent.objects.bulk_create(
        Precedent(workshop=workshop, text=text, created_by=by, created_at=now) for text in texts
    )
    if adopted:
        log_event(workshop, "rulings_adopted", by=by, now=now, count=len(adopted))
        touch_room(workshop)
    return adopted
