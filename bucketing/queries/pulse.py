"""Whether anything changed in a workshop, in one query: what polling pages ask all the time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q

from bucketing.domain.clock import Clock, Phase
from bucketing.models import Workshop

LOOK_AGAIN_EVERY = 15
"""Seconds after which a page is drawn anew though nobody did anything: people go quiet."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The two counters of a workshop and the phase of its open stage at one moment."""

    revision: int
    room_revision: int
    phase: Phase
    is_closed: bool
    moment: int

    @property
    def mark(self) -> str:
        """Differs wherever the board could differ. Presence fades with time, so time is in it."""
        return f"{self.revision}-{self.phase}-{self.moment // LOOK_AGAIN_EVERY}"

    @property
    def screen_mark(self) -> str:
        """The same for the big screen, which shows nothing that fades."""
        return f"{self.revision}-{self.phase}"


def pulse_of(workshop_id: int, now: datetime) -> Pulse | None:
    """One query; None where there is no such workshop."""
    row = (
        Workshop.objects.filter(pk=workshop_id)
        .annotate(
            under_way=FilteredRelation(
                "stages",
                condition=Q(stages__opened_at__isnull=False, stages__closed_at=None),
            ),
        )
        .values_list(
            "revision",
            "room_revision",
            "closed_at",
            F("under_way__opened_at"),
            F("under_way__due_at"),
            F("under_way__paused_at"),
        )
        .first()
    )
    if row is None:
        return None
    revision, room_revision, closed_at, opened_at, due_at, paused_at = row
    clock = Clock(opened_at=opened_at, due_at=due_at, paused_at=paused_at)
    return Pulse(
        revision=revision,
        room_revision=room_revision,
        phase=clock.phase(now),
        is_closed=closed_at is not None,
        moment=int(now.timestamp()),
    )
