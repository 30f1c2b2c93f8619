"""Organisations, who belongs to them, and in which role."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils import timezone

from assessors.models.reach import WithReach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from assessors.models.user import User


class Role(models.TextChoices):
    ADMIN = "admin", "Admin"
    FACILITATOR = "facilitator", "Facilitator"
    COMMISSIONER = "commissioner", "Commissioner"


class EntryRefused(PermissionDenied):
    """A member whose sign-in is weaker than their organisation asks; a page says what to do."""

    def __init__(self, organisation: "Organisation", came_through: str = "") -> None:
        said = "asks for a second factor. Set one up in your account."
        if came_through:
            said = "is not opened by another organisation's sign-in. Use your own."
        super().__init__(f"{organisation} {said}")
        self.organisation = organisation


class Organisation(models.Model):
    """A council or partner that holds portfolios and the people who work on them."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    requires_second_factor = models.BooleanField(
        default=False, help_text="Members without one reach nothing here until they set one up."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def entry_path(self) -> str:
        """The page that says what a sign-in lacks here."""
        return reverse("entry-refused", args=[self.slug])

    def membership_of(self, user: "User | AnonymousUser | None") -> "Membership | None":
        """How this user belongs here; None for strangers and for anybody not signed in.

        Each door asks here or its portfolio, and both turn a weak sign-in away.
        """
        if user is None or not user.is_authenticated:
            return None
        membership = self.memberships.filter(user_id=user.pk, user__is_active=True).first()
        if membership is not None:
            self.refuse_weak_sign_in(user)
        return membership

    def refuse_weak_sign_in(self, user: "User") -> None:
        if not user.may_enter(self):
            raise EntryRefused(self, user.came_through)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def reaching(self, portfolio: "int | models.OuterRef") -> "MembershipQuerySet":
        """Of the portfolio's organisation, those that open this portfolio: the one rule of limits."""
        return self.filter(models.Q(is_limited=False) | models.Q(portfolios=portfolio))


class Membership(WithReach):
    """That a person belongs to an organisation, and what they may do in it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "user__name", "user__email")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "user"), name="membership_once_per_organisation"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["admin", "facilitator", "commissioner"]),
                name="membership_role_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="admin", is_limited=True),
                name="membership_admin_never_limited",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} of {self.organisation}"

    @property
    def can_manage(self) -> bool:
        """Bring in spreadsheets, invite people, change roles."""
        return self.role == Role.ADMIN

    @property
    def can_facilitate(self) -> bool:
        """Plan and run workshops."""
        return self.role in (Role.ADMIN, Role.FACILITATOR)

    @property
    def can_read(self) -> bool:
        """See portfolios and summaries: every member may."""
        return self.role in Role.values
