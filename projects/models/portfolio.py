"""Portfolios, their projects and what is spent on them."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from projects.models.described import DescribedProject, Duty
from projects.models.fields import MoneyField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from assessors.models import Membership, User


class PortfolioQuerySet(models.QuerySet["Portfolio"]):
    def readable_by(self, user: "User") -> "PortfolioQuerySet":
        """Those of the user's organisations that their role reaches: every list starts here."""
        mine = user.memberships_within_reach().filter(organisation=models.OuterRef("organisation"))
        return self.filter(models.Exists(mine.reaching(models.OuterRef("pk"))))


class Portfolio(models.Model):
    """A list of projects that belongs together, such as one council's budget."""

    organisation = models.ForeignKey(
        "assessors.Organisation", on_delete=models.PROTECT, related_name="portfolios"
    )
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="portfolio_name_once_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def membership_of(self, user: "User | AnonymousUser | None") -> "Membership | None":
        """How this user belongs here; None for strangers and for members limited to others."""
        if user is None or not user.is_authenticated:
            return None
        members = self.organisation.memberships.reaching(self.pk)
        membership = members.filter(user_id=user.pk, user__is_active=True).first()
        if membership is not None:
            self.organisation.refuse_weak_sign_in(user)
        return membership


class ProjectQuerySet(models.QuerySet["Project"]):
    def current(self) -> "ProjectQuerySet":
        """Projects that are neither archived nor replaced by the parts they were split into."""
        return self.filter(archived_at=None, parts=None)


class Project(DescribedProject):
    """One thing money is spent on, judged as a whole in a workshop."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="projects")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["reference", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "reference"], name="project_reference_once_per_portfolio"
            ),
            models.CheckConstraint(
                condition=~models.Q(reference=""), name="project_has_a_reference"
            ),
            models.CheckConstraint(
                condition=models.Q(duty__in=["", *Duty.values]), name="project_duty_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"


class Basis(models.TextChoices):
    """Planned, committed and actual money are never added to each other silently."""

    PLANNED = "planned", "Planned"
    COMMITTED = "committed", "Committed"
    ACTUAL = "actual", "Actual"


class Nature(models.TextChoices):
    REVENUE = "revenue", "Revenue"
    CAPITAL = "capital", "Capital"


class SpendLine(models.Model):
    """What a project spends in one financial year on one basis."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="spend_lines")
    financial_year = models.PositiveSmallIntegerField(
        help_text="The starting year: 2025 is 2025/26."
    )
    amount = MoneyField()
    basis = models.CharField(max_length=10, choices=Basis)
    nature = models.CharField(max_length=10, choices=Nature, blank=True)
    funding_source = models.CharField(max_length=300, blank=True)
    funding_route = models.CharField(max_length=300, blank=True)
    spend_import = models.ForeignKey(
        "projects.SpendImport",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="spend_lines",
    )
    source_row = models.PositiveIntegerField(
        null=True, blank=True, help_text="The row of the imported sheet."
    )

    class Meta:
        ordering = ["financial_year", "id"]
        indexes = [
            models.Index(fields=["project", "financial_year", "basis"], name="spend_line_by_year")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis__in=Basis.values), name="spend_line_basis_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(nature__in=["", *Nature.values]),
                name="spend_line_nature_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(financial_year__gte=1900, financial_year__lte=2200),
                name="spend_line_year_is_believable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.amount} ({self.financial_year}, {self.basis})"


class ProjectChange(models.Model):
    """What was changed in a project, by whom: history only, no feature reads it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.CharField(max_length=50)
    before: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    after: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.project_id}"
