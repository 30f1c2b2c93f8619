"""The tiers in words: labels, tests, examples and the order of questions, as versioned data."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CriteriaSet(models.Model):
    """One version of the wording that assessors judge by; a workshop freezes the one it used.

    `content` has the shape of `bucketing.domain.criteria.DEFAULT_CRITERIA`.
    """

    organisation = models.ForeignKey(
        "assessors.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="criteria_sets",
    )
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    content: "models.JSONField[dict[str, Any]]" = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "version"],
                name="criteria_version_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["name", "version"],
                condition=Q(organisation=None),
                name="criteria_version_once_built_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"
