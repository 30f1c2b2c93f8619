"""Personal tokens for programs that read summaries. Only a digest of each is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def standing(self) -> "ApiTokenQuerySet":
        """Neither withdrawn nor of somebody who may no longer sign in."""
        return self.filter(withdrawn_at=None, user__is_active=True)


class ApiToken(models.Model):
    """Lets a program read what this person may read in one organisation, and nothing else."""

    organisation = models.ForeignKey(
        "assessors.Organisation", on_delete=models.CASCADE, related_name="api_tokens"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(max_length=80, help_text="What it is for, such as a dashboard.")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_token_says_what_for"),
        ]

    def __str__(self) -> str:
        return self.name
