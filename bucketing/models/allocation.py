"""What assessors answered: splits, and projects they could not judge."""

from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone

from bucketing.models.round import Round
from bucketing.models.seat import Seat
from bucketing.models.shared_out import SharedOut
from bucketing.models.workshop import WorkshopProject


class Confidence(models.TextChoices):
    SURE = "sure", "Sure"
    UNSURE = "unsure", "Unsure"


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def latest_of_each(self) -> "AllocationQuerySet":
        """Of each seat, project and round only the answer given last."""
        return self.filter(~models.Exists(_later_answers()))

    def counted(self) -> "AllocationQuerySet":
        """What figures rest on: latest answers, without the late ones and the seats left out."""
        return self.countable().filter(~models.Exists(_later_answers().filter(is_late=False)))

    def countable(self, *, also: int | None = None) -> "AllocationQuerySet":
        """The same with answers that the same seat replaced later: for those who read them all.

        `also` is a seat that is looked at as if it were not left out.
        """
        is_counted = Q(seat__excluded_at=None)
        if also is not None:
            is_counted |= Q(seat=also)
        return self.filter(is_counted, is_late=False)


def _later_answers() -> AllocationQuerySet:
    return Allocation.objects.filter(
        round=OuterRef("round"),
        seat=OuterRef("seat"),
        workshop_project=OuterRef("workshop_project"),
        id__gt=OuterRef("id"),
    )


class Allocation(SharedOut):
    """One assessor's split of a project. Rows are only ever added: changing an answer adds one.

    A database trigger refuses an update of a row and a row of anybody but an assessor.
    """

    # Each is the first column of an index below; another index of its own costs every answer time.
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="allocations", db_index=False
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="allocations", db_index=False
    )
    workshop_project = models.ForeignKey(
        WorkshopProject, on_delete=models.PROTECT, related_name="allocations", db_index=False
    )
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    note = models.CharField(max_length=500, blank=True)
    idempotency_key = models.UUIDField(
        help_text="Made by the page, so that a retry is the same answer."
    )
    seconds = models.PositiveIntegerField(
        null=True, blank=True, help_text="Spent looking at the project."
    )
    answered_at = models.DateTimeField(
        default=timezone.now, help_text="When the person chose, by the server's clock."
    )
    received_at = models.DateTimeField(default=timezone.now)
    is_late = models.BooleanField(
        default=False,
        help_text="Came after the round had closed, for a project not in hand: kept, not counted.",
    )

    objects = AllocationQuerySet.as_manager()

    class Meta(SharedOut.Meta):
        ordering = ["id"]
        indexes = [
            models.Index(fields=["round", "seat", "workshop_project"], name="allocation_by_seat"),
            models.Index(fields=["workshop_project", "round"], name="allocation_by_project"),
        ]
        constraints = [
            *SharedOut.Meta.constraints,
            models.UniqueConstraint(
                fields=["seat", "idempotency_key"], name="allocation_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["", *Confidence.values]),
                name="allocation_confidence_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__lte=F("received_at")),
                name="allocation_answered_before_received",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.seat_id} on {self.workshop_project_id}"


class PassReason(models.TextChoices):
    NEEDS_INFORMATION = "needs_information", "Needs information"
    NEEDS_SPLITTING = "needs_splitting", "Needs splitting"
    INTEREST = "interest", "My own interest"


class Pass(models.Model):
    """That somebody could not judge a project, and why. It goes to somebody else."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="passes", db_index=False
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="passes")
    workshop_project = models.ForeignKey(
        WorkshopProject, on_delete=models.PROTECT, related_name="passes"
    )
    reason = models.CharField(max_length=20, choices=PassReason)
    note = models.CharField(max_length=500, blank=True)
    passed_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(
        null=True, blank=True, help_text="When the facilitator dealt with it."
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "seat", "workshop_project"], name="pass_once_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=PassReason.values), name="pass_reason_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.seat_id} passed {self.workshop_project_id}"
