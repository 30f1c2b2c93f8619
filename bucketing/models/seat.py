"""Who sits in a workshop, and what they must not judge."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bucketing.models.workshop import Workshop, WorkshopProject


class SeatRole(models.TextChoices):
    ASSESSOR = "assessor", "Assessor"
    FACILITATOR = "facilitator", "Facilitator"
    OBSERVER = "observer", "Observer"


class SeatQuerySet(models.QuerySet["Seat"]):
    def present(self) -> "SeatQuerySet":
        """Seats that nobody has removed; who is there just now follows from `last_seen_at`."""
        return self.filter(removed_at=None)

    def assessors(self) -> "SeatQuerySet":
        return self.filter(role=SeatRole.ASSESSOR)


class Seat(models.Model):
    """A place in a workshop. A guest's seat is held by a token of which only the hash is stored."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=12, choices=SeatRole)
    name = models.CharField(max_length=80)
    code = models.CharField(
        max_length=8, help_text="The letter that stands for the person in tables and workbooks."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="seats",
    )
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    excluded_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the answers are deliberately not counted."
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "code"], name="seat_code_once_per_workshop"
            ),
            models.UniqueConstraint(
                fields=["workshop", "user"],
                condition=Q(user__isnull=False),
                name="seat_once_per_user",
            ),
            models.CheckConstraint(
                condition=Q(role__in=SeatRole.values), name="seat_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class InterestKind(models.TextChoices):
    PROJECT = "project", "This project"
    PROVIDER = "provider", "Everything of this provider"
    DIRECTORATE = "directorate", "Everything of this directorate"


class Interest(models.Model):
    """A recusal: nobody judges the spending they own, run or gain from."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=12, choices=InterestKind)
    workshop_project = models.ForeignKey(
        WorkshopProject, null=True, blank=True, on_delete=models.CASCADE, related_name="interests"
    )
    value = models.CharField(
        max_length=300, blank=True, help_text="The provider's or directorate's name."
    )
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "workshop_project"],
                condition=Q(workshop_project__isnull=False),
                name="interest_once_per_project",
            ),
            models.UniqueConstraint(
                fields=["seat", "kind", "value"],
                condition=Q(workshop_project=None),
                name="interest_once_per_name",
            ),
            models.CheckConstraint(
                condition=Q(kind=InterestKind.PROJECT, workshop_project__isnull=False, value="")
                | (
                    Q(
                        kind__in=[InterestKind.PROVIDER, InterestKind.DIRECTORATE],
                        workshop_project=None,
                    )
                    & ~Q(value="")
                ),
                name="interest_says_in_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.kind} {self.value or self.workshop_project_id}"
