"""An organisation's own sign-in: one OpenID Connect provider, and the domains it speaks for."""

from django.db import models
from django.urls import reverse

from assessors.models.organisation import Organisation, Role


class SignInProvider(models.Model):
    """Where people of an organisation prove who they are. Known to the protocol by its slug."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="sign_in_provider"
    )
    name = models.CharField(max_length=40)
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=191)
    sealed_secret = models.TextField(help_text="Encrypted with a key made from SECRET_KEY.")
    trusts_addresses = models.BooleanField(
        default=False, help_text="Addresses count as proved although the provider does not say so."
    )
    allows_own_sign_in = models.BooleanField(
        default=True, help_text="Members may also use a password, a mailed code or a passkey."
    )
    newcomer_role = models.CharField(
        max_length=12,
        blank=True,
        choices=[(role, role.label) for role in (Role.COMMISSIONER, Role.FACILITATOR)],
        help_text="What somebody of the domains becomes without an invitation; empty: nothing.",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(newcomer_role__in=["", "facilitator", "commissioner"]),
                name="provider_makes_no_admins",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        return self.organisation.slug

    @property
    def sign_in_path(self) -> str:
        return reverse("provider-sign-in", args=[self.slug])

    @property
    def domain_names(self) -> list[str]:
        return [each.name for each in self.domains.all()]

    def speaks_for(self, email: str) -> bool:
        return domain_of(email) in self.domain_names


class SpokenDomain(models.Model):
    """A domain of addresses. One organisation speaks for it, or nobody could tell whose people they are."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(max_length=253, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].strip().lower()
