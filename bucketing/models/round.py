"""A round of judging: its clock, its queue, and who holds what."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bucketing.models.clocked import Clocked
from bucketing.models.seat import Seat
from bucketing.models.workshop import Stage, Workshop, WorkshopProject


class RoundKind(models.TextChoices):
    CALIBRATION = "calibration", "Calibration"
    RATING = "rating", "Rating"
    RE_VOTE = "re_vote", "Re-vote"


class Round(Clocked):
    """One pass of private answers. `revealed_at` is when the room may see them side by side."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="rounds")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=12, choices=RoundKind)
    revealed_at = models.DateTimeField(null=True, blank=True)
    second_pass_at = models.DateTimeField(
        null=True, blank=True, help_text="When its second ratings were put in order."
    )
    in_contact: "models.JSONField[list[int]]" = models.JSONField(
        default=list,
        blank=True,
        help_text="Seats that gave a sign of life just before it closed; empty while it is open.",
    )

    class Meta(Clocked.Meta):
        ordering = ["id"]
        constraints = [
            *Clocked.Meta.constraints,
            models.UniqueConstraint(
                fields=["workshop"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="round_one_open_per_workshop",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RoundKind.values), name="round_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} round {self.pk} of {self.workshop_id}"


class QueueEntry(models.Model):
    """A project in a round's shared queue, and how many ratings it has of those it wants."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="queue", db_index=False)
    workshop_project = models.ForeignKey(
        WorkshopProject, on_delete=models.CASCADE, related_name="queue_entries"
    )
    position = models.PositiveIntegerField(help_text="The order within a pass; 1 comes first.")
    group = models.CharField(
        max_length=300, blank=True, help_text="The subject, where the plan groups by one."
    )
    ratings_wanted = models.PositiveSmallIntegerField(default=1)
    ratings_count = models.PositiveSmallIntegerField(
        default=0, help_text="Seats that have answered."
    )

    class Meta:
        ordering = ["position"]
        indexes = [
            # What is finished drops out of it, so the next in turn are always at its front.
            models.Index(
                fields=["round", "ratings_count", "position"],
                condition=Q(ratings_count__lt=F("ratings_wanted")),
                name="queue_entry_by_pass",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "workshop_project"], name="queue_entry_once_per_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.position}: {self.workshop_project_id}"


class LeaseQuerySet(models.QuerySet["Lease"]):
    def held(self, now: datetime) -> "LeaseQuerySet":
        return self.filter(expires_at__gt=now)


class Lease(models.Model):
    """That a seat holds a project until a time: one row, renewed in place, gone on answering."""

    # They are few and come and go with every answer, which pays for each index.
    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="leases", db_index=False
    )
    workshop_project = models.ForeignKey(
        WorkshopProject, on_delete=models.CASCADE, related_name="leases", db_index=False
    )
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="leases", db_index=False)
    leased_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = LeaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["round", "workshop_project"], name="lease_by_project")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "seat", "workshop_project"], name="lease_once_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("leased_at")), name="lease_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.seat_id} holds {self.workshop_project_id}"
