"""Who stands at the door of a workshop and asks to be let in."""

from datetime import datetime, timedelta

from django.db import models

from bucketing.models.workshop import Workshop

KNOCK_LASTS = timedelta(minutes=15)
"""So long somebody waits; then they knock again if they are still there."""

MOST_WAITING = 60
"""At one door at once, so that nobody fills the facilitator's screen."""


class KnockQuerySet(models.QuerySet["Knock"]):
    def waiting(self, now: datetime) -> "KnockQuerySet":
        return self.filter(turned_away_at=None, knocked_at__gt=now - KNOCK_LASTS)


class Knock(models.Model):
    """A name and the digest of a token that only the guest holds.

    Whoever is let in gets a seat with this very token, and the knock is gone; so nobody
    has to hand a secret over.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="knocks")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    knocked_at = models.DateTimeField()
    turned_away_at = models.DateTimeField(null=True, blank=True)

    objects = KnockQuerySet.as_manager()

    class Meta:
        ordering = ["knocked_at", "id"]

    def __str__(self) -> str:
        return f"{self.name} at {self.workshop_id}"

    def is_waiting(self, now: datetime) -> bool:
        return self.turned_away_at is None and self.knocked_at > now - KNOCK_LASTS
