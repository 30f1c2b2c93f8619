"""Where the money figures came from: one record per file brought in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from projects.models.fields import MoneyField
from projects.models.portfolio import Portfolio


class SpendImport(models.Model):
    """One spreadsheet brought into a portfolio: the file, how it was read, what came of it."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        CONFIRMED = "confirmed", "Brought in"
        ABANDONED = "abandoned", "Left"
        UNDONE = "undone", "Undone"

    class Work(models.TextChoices):
        """What a worker does with the file while its owner may look at something else."""

        READING = "reading", "Reading"
        BRINGING_IN = "bringing in", "Bringing in"

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="spend_imports")
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADED)
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=255, blank=True)
    header_row = models.PositiveIntegerField(null=True, blank=True)
    mapping: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict, blank=True)
    choices: "models.JSONField[dict[str, Any]]" = models.JSONField(
        default=dict, blank=True, help_text="What was said on each step so far."
    )
    work = models.CharField(max_length=12, choices=Work, blank=True)
    work_started_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True, help_text="Why the last piece of work was not done.")
    unit = models.CharField(max_length=10, default="pounds")
    rows_read = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    projects_added = models.PositiveIntegerField(default=0)
    projects_changed = models.PositiveIntegerField(default=0)
    projects_unchanged = models.PositiveIntegerField(default=0)
    total = MoneyField(null=True, blank=True)
    control_total = MoneyField(null=True, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    before: "models.JSONField[dict[str, Any]]" = models.JSONField(
        default=dict, blank=True, help_text="What the import replaced, so that it can be undone."
    )

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file_name} into {self.portfolio_id}"


class ColumnMapping(models.Model):
    """How an organisation mapped a set of headings last time; proposed again, never trusted."""

    organisation = models.ForeignKey(
        "assessors.Organisation", on_delete=models.CASCADE, related_name="column_mappings"
    )
    headings_digest = models.CharField(max_length=64)
    mapping: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "headings_digest"], name="column_mapping_once_per_headings"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.headings_digest[:8]}"
