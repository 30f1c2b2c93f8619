"""A long workbook that a worker makes while the person who asked for it watches a bar."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from bucketing.models import Workshop

KEPT = timedelta(hours=24)
STALLED_AFTER = timedelta(minutes=2)


class WorkbookBuildQuerySet(models.QuerySet["WorkbookBuild"]):
    def under_way(self) -> "WorkbookBuildQuerySet":
        return self.filter(state__in=WorkbookBuild.UNDER_WAY)


class WorkbookBuild(models.Model):
    """One workbook for one person: of a workshop at a revision, through one lens.

    `attempt` counts how often the making began; only the latest attempt may write here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for its turn"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Not made"

    UNDER_WAY = (State.WAITING, State.MAKING)

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="workbook_builds")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workbook_builds"
    )
    revision = models.PositiveIntegerField(help_text="Of the workshop when it was asked for.")
    query = models.TextField(blank=True, help_text="The lens, as the address of a summary has it.")
    query_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField(help_text="When its maker last gave a sign of life.")

    objects = WorkbookBuildQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "user", "revision", "query_digest"],
                name="workbook_build_once_per_view",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "making", "ready", "failed"]),
                name="workbook_build_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="workbook_build_percent_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop_id} at {self.revision}, {self.state}"

    @property
    def path(self) -> Path:
        """Each attempt has a file of its own, so that one given up for lost spoils no other."""
        return settings.WORKBOOKS_DIR / f"{self.pk}-{self.attempt}.xlsx"

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY and self.path.is_file()

    def is_stalled(self, now: datetime) -> bool:
        """Nobody has heard of its maker for a while: it was killed, or no worker runs."""
        return self.state in self.UNDER_WAY and now - self.heard_at > STALLED_AFTER

    def is_expired(self, now: datetime) -> bool:
        return now - self.asked_at > KEPT
