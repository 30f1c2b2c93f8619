"""A person who signs in, known by an e-mail address."""

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

if TYPE_CHECKING:
    from assessors.models.organisation import MembershipQuerySet, Organisation

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor() -> models.Exists:
    """Of a membership: whether its person has one."""
    factors = Authenticator.objects.filter(user=models.OuterRef("user"), type__in=FACTORS)
    return models.Exists(factors)


class UserManager(BaseUserManager["User"]):
    """Keeps every address in lower case, so that one person is one row."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password only mailed codes let them in."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser):
    """Somebody with an account. What they may do hangs on their memberships, not on a flag here."""

    email = models.EmailField("email address", max_length=254, unique=True)
    name = models.CharField("name", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Not a column: the slug of the organisation whose provider opened this session; empty for a
    # sign-in of one's own. EntryMiddleware fills it in.
    came_through = ""

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("name", "email")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_any_case",
                violation_error_message="Somebody with this email address is here already.",
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name or self.email

    @property
    def has_second_factor(self) -> bool:
        """An authenticator app or a passkey; recovery codes alone are none."""
        return bool(Authenticator.objects.filter(user_id=self.pk, type__in=FACTORS).exists())

    def may_enter(self, organisation: "Organisation") -> bool:
        """Whether this sign-in is as strong as the organisation asks.

        Its own provider is trusted with the second factor, and opens nothing but this organisation.
        """
        if self.came_through:
            return self.came_through == organisation.slug
        return not organisation.requires_second_factor or self.has_second_factor

    def memberships_within_reach(self) -> "MembershipQuerySet":
        """Those whose organisations this sign-in may enter: lists over organisations start here."""
        if self.came_through:
            return self.memberships.filter(organisation__slug=self.came_through)
        is_enough = models.Q(organisation__requires_second_factor=False) | models.Q(has_factor())
        return self.memberships.filter(is_enough)

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email
