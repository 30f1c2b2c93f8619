"""A summary that was published: frozen, at an address of its own, until it is withdrawn."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bucketing.models import Workshop


def make_token() -> str:
    """192 random bits as 32 characters: nobody finds an address by trying."""
    return secrets.token_urlsafe(24)


class PublishedSummaryQuerySet(models.QuerySet["PublishedSummary"]):
    def standing(self) -> "PublishedSummaryQuerySet":
        return self.filter(withdrawn_at=None)


class PublishedSummary(models.Model):
    """One version. What it shows is in `payload` and never changes; a change makes a new version.

    `payload` has the shape that `reports.presenters.frozen.freeze` makes.
    """

    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="published_summaries"
    )
    version = models.PositiveIntegerField()
    token = models.CharField(max_length=64, unique=True, default=make_token)
    criteria = models.CharField(
        max_length=160, help_text="Name and version of the criteria, in words."
    )
    payload: "models.JSONField[dict[str, Any]]" = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PublishedSummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "version"], name="published_summary_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="published_summary_versions_start_at_one"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("published_at")),
                name="published_summary_withdrawn_after_publishing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop_id}, version {self.version}"
