"""Stored times of anything that runs by the clock."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from bucketing.domain.clock import Clock, Phase

CLOCK_TIMES = ("opened_at", "due_at", "paused_at", "closed_at")
CLOCK_FIELDS = (*CLOCK_TIMES, "pauses")


class Clocked(models.Model):
    """Four times; the phase is worked out on reading, so nothing has to tick."""

    opened_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    pauses: "models.JSONField[list[tuple[float, float]]]" = models.JSONField(
        default=list, blank=True, help_text="Pauses that are over, in seconds since 1970."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, due_at=None, paused_at=None, closed_at=None)
                | Q(opened_at__isnull=False),
                name="%(class)s_opens_before_all_else",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="%(class)s_closes_after_opening",
            ),
        ]

    @property
    def clock(self) -> Clock:
        times = {name: getattr(self, name) for name in CLOCK_TIMES}
        return Clock(**times, pauses=tuple((since, until) for since, until in self.pauses))

    @clock.setter
    def clock(self, clock: Clock) -> None:
        for name in CLOCK_TIMES:
            setattr(self, name, getattr(clock, name))
        self.pauses = list(clock.pauses)

    def phase(self, now: datetime) -> Phase:
        return self.clock.phase(now)
