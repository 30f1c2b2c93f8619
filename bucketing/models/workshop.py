"""A workshop, what it judges (frozen), and its running order."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bucketing.models.clocked import Clocked
from bucketing.models.criteria import CriteriaSet
from projects.models import Basis, DescribedProject, MoneyField, Portfolio, Project

if TYPE_CHECKING:
    from assessors.models import User


class Door(models.TextChoices):
    """How somebody new comes in. Who has a seat always comes back."""

    OPEN = "open", "Open"
    KNOCK = "knock", "Knock"
    CLOSED = "closed", "Closed"


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def readable_by(self, user: "User") -> "WorkshopQuerySet":
        """Those over portfolios that the user may see."""
        return self.filter(portfolio__in=Portfolio.objects.readable_by(user))


class Workshop(models.Model):
    """The timed event in which a room of people splits a portfolio's spend over the tiers.

    Two counters tell a polling page whether anything changed: `revision` counts everything, and
    `room_revision` only what every person in the room may know. A seat polls with the second, so
    that not even the pace of somebody else's answers shows.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="workshops")
    name = models.CharField(max_length=200)
    financial_year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=10, choices=Basis)
    criteria_set = models.ForeignKey(
        CriteriaSet, on_delete=models.PROTECT, related_name="workshops"
    )
    plan: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    plan_before: "models.JSONField[dict[str, Any] | None]" = models.JSONField(
        null=True, blank=True, help_text="What the latest change of plan replaced, for its undo."
    )
    join_code = models.CharField(max_length=12, unique=True)
    door = models.CharField(max_length=10, choices=Door, default=Door.OPEN)
    shows_names = models.BooleanField(
        default=False, help_text="The room agreed that answers carry names."
    )
    consensus_rule = models.CharField(max_length=10, default="mean")
    tolerance = models.PositiveSmallIntegerField(
        default=15, help_text="Points apart that still settle by rule."
    )
    rehearsal_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="rehearsals"
    )
    verifies = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="verifications",
        help_text="The workshop of which a second panel rates a random part.",
    )
    sample: "models.JSONField[dict[str, Any] | None]" = models.JSONField(
        null=True, blank=True, help_text="How that part was drawn: seed, by, one_in, of."
    )
    discussing = models.ForeignKey(
        "bucketing.WorkshopProject",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The project that the whole room has on its screens just now.",
    )
    expected_people = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many assessors the plan counts on."
    )
    revision = models.PositiveIntegerField(default=1)
    room_revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values), name="workshop_basis_is_known"
            ),
            models.CheckConstraint(
                condition=Q(door__in=Door.values), name="workshop_door_is_known"
            ),
            models.CheckConstraint(
                condition=Q(consensus_rule__in=["mean", "median"]),
                name="workshop_consensus_rule_is_known",
            ),
            models.CheckConstraint(
                condition=Q(tolerance__lte=100), name="workshop_tolerance_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageKind(models.TextChoices):
    WELCOME = "welcome", "Welcome"
    CALIBRATION = "calibration", "Calibration"
    RATING = "rating", "Rating"
    RECONCILING = "reconciling", "Reconciling"
    CLOSE = "close", "Close"


class Stage(Clocked):
    """One part of the running order. The clock on every screen is that of the open stage."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=StageKind)
    minutes = models.PositiveSmallIntegerField()

    class Meta(Clocked.Meta):
        ordering = ["position"]
        constraints = [
            *Clocked.Meta.constraints,
            models.UniqueConstraint(
                fields=["workshop", "position"], name="stage_position_once_per_workshop"
            ),
            models.UniqueConstraint(
                fields=["workshop"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="stage_one_open_per_workshop",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=StageKind.values), name="stage_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.workshop_id}"


class LeftOut(models.TextChoices):
    """Why a project is not judged; its money is shown apart, never hidden."""

    TOO_SMALL = "too_small", "Too small"
    NEEDS_SPLITTING = "needs_splitting", "Needs splitting"
    OVERHEADS = "overheads", "Overheads"
    NO_SPEND = "no_spend", "No spend, or less than none"
    SPLIT = "split", "Replaced by its parts"
    BY_HAND = "by_hand", "Left out by the facilitator"


class WorkshopProjectQuerySet(models.QuerySet["WorkshopProject"]):
    def judged(self) -> "WorkshopProjectQuerySet":
        return self.filter(left_out="")


class WorkshopProject(DescribedProject):
    """What is judged: a copy of a project and its amount, frozen when the workshop was made."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        Project, null=True, on_delete=models.SET_NULL, related_name="workshop_projects"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts"
    )
    amount = MoneyField()
    nature = models.CharField(max_length=10, blank=True, help_text="revenue, capital or mixed")
    funding_source = models.CharField(max_length=300, blank=True)
    funding_route = models.CharField(max_length=300, blank=True)
    rank = models.PositiveIntegerField(help_text="1 is the largest amount.")
    left_out = models.CharField(max_length=20, choices=LeftOut, blank=True)
    is_for_calibration = models.BooleanField(default=False)
    clarification = models.TextField(
        blank=True, help_text="The facilitator's answer to whoever needed information."
    )

    objects = WorkshopProjectQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "id"]
        indexes = [models.Index(fields=["workshop", "rank"], name="workshop_project_by_rank")]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "reference"], name="workshop_project_reference_once"
            ),
            models.UniqueConstraint(
                fields=["workshop", "project"],
                condition=Q(project__isnull=False, parent=None),
                name="workshop_project_frozen_once",
            ),
            models.CheckConstraint(
                condition=Q(left_out__in=["", *LeftOut.values]),
                name="workshop_project_left_out_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"
