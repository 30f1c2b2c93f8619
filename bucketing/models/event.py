"""What was done in a workshop, and by whom."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from bucketing.models.seat import Seat
from bucketing.models.workshop import Workshop


class WorkshopEvent(models.Model):
    """A line of the log that those in charge can read. It never holds anybody's answer."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40)
    detail: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.workshop_id}"
