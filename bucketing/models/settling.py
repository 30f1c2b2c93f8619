"""What the room decided: rulings, and the split that counts in the end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bucketing.domain.shares import Shares
from bucketing.models.round import Round
from bucketing.models.shared_out import NO_SHARES, SHARES_ADD_UP
from bucketing.models.workshop import Workshop, WorkshopProject


class Precedent(models.Model):
    """A ruling that the room made; it stands beside the criteria from then on."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="precedents")
    workshop_project = models.ForeignKey(
        WorkshopProject, null=True, blank=True, on_delete=models.SET_NULL, related_name="precedents"
    )
    text = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="precedent_says_something")
        ]

    def __str__(self) -> str:
        return self.text


class ReconciliationMethod(models.TextChoices):
    RULE = "rule", "By the rule"
    RE_VOTE = "re_vote", "By a re-vote"
    CHAIR = "chair", "By the chair"
    REOPENED = "reopened", "Reopened"


class ReconciliationQuerySet(models.QuerySet["Reconciliation"]):
    def latest_of_each(self) -> "ReconciliationQuerySet":
        """The record that counts for each project; it may say that the project was reopened."""
        later = Reconciliation.objects.filter(
            workshop_project=models.OuterRef("workshop_project"), id__gt=models.OuterRef("id")
        )
        return self.filter(~models.Exists(later))

    def standing(self) -> "ReconciliationQuerySet":
        """Settled splits that count now."""
        return self.latest_of_each().exclude(method=ReconciliationMethod.REOPENED)


class Reconciliation(models.Model):
    """How a project was settled. Rows are only added; the latest counts, and it may reopen."""

    workshop_project = models.ForeignKey(
        WorkshopProject, on_delete=models.PROTECT, related_name="reconciliations"
    )
    method = models.CharField(max_length=10, choices=ReconciliationMethod)
    upstream = models.PositiveSmallIntegerField(null=True)
    midstream = models.PositiveSmallIntegerField(null=True)
    downstream = models.PositiveSmallIntegerField(null=True)
    acute = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    rule = models.CharField(
        max_length=10, blank=True, help_text="mean or median, where a rule settled it"
    )
    ratings_count = models.PositiveSmallIntegerField(
        default=0, help_text="How many answers it rests on."
    )
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="reconciliations"
    )
    precedent = models.ForeignKey(
        Precedent, null=True, blank=True, on_delete=models.SET_NULL, related_name="reconciliations"
    )
    batch = models.UUIDField(
        null=True, blank=True, help_text="One act that settled many, so that it can be undone."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(F("workshop_project"), F("id").desc(), name="reconciliation_latest_first")
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(method=ReconciliationMethod.REOPENED) & NO_SHARES)
                | (~Q(method=ReconciliationMethod.REOPENED) & SHARES_ADD_UP & ~NO_SHARES),
                name="reconciliation_shares_make_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(method__in=ReconciliationMethod.values),
                name="reconciliation_method_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(method=ReconciliationMethod.CHAIR, reason=""),
                name="reconciliation_chair_gives_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop_project_id} {self.method}"

    @property
    def shares(self) -> Shares | None:
        """The settled split; None where the record reopens the project."""
        if (
            self.upstream is None
            or self.midstream is None
            or self.downstream is None
            or self.acute is None
        ):
            return None
        return Shares(self.upstream, self.midstream, self.downstream, self.acute)
