"""Whether anything changed in a workshop, in one query: what polling pages ask all the time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q

from bucketing.domain.clock import Clock, Phase
from bucketing.models import Workshop

LOOK_AGAIN_AFTER = 15
"""Seconds after which a page is drawn anew though nobody did anything: people go quiet."""

BOARD_RESTS = 4
SCREEN_RESTS = 8
"""Seconds for which answers alone do not draw a page anew; the clock and the stage always do."""


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
        """What a page that is drawn now remembers, to ask with later."""
        return f"{self.room_revision}-{self.phase}-{self.revision}-{self.moment}"

    def still_holds(self, mark: str, *, rests: int, fades: bool) -> bool:
        """Whether a page with this mark need not be drawn anew.

        `rests` is for how many seconds answers alone leave it as it is; `fades`: it shows who is
        there, which changes without anybody doing anything.
        """
        room, _, drawn = mark.partition("-")
        phase, _, drawn = drawn.partition("-")
        revision, _, moment = drawn.partition("-")
        if room != str(self.room_revision) or phase != self.phase or not moment.isdecimal():
            return False
        age = self.moment - int(moment)
        if revision != str(self.revision):
            return age < rests
        return not fades or age < LOOK_AGAIN_AFTER


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
