"""An organisation's own sign-in: setting it up, changing it, taking it away."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from assessors.actions.auditing import write_audit
from assessors.actions.errors import PeopleError
from assessors.models import (
    AuditKind,
    Membership,
    Organisation,
    Role,
    SignInProvider,
    SpokenDomain,
)
from assessors.models.provider import domain_of
from assessors.sealing import seal

# Addresses there belong to everybody, so no organisation speaks for them.
FOR_EVERYBODY = {
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com"),
    *("live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "aol.com"),
    *("btinternet.com", "proton.me", "protonmail.com", "gmx.com", "mail.com"),
}


@transaction.atomic
def save_provider(
    *,
    by: Membership,
    name: str,
    issuer: str,
    client_id: str,
    secret: str,
    domains: Iterable[str],
    trusts_addresses: bool,
    allows_own_sign_in: bool,
    newcomer_role: str,
) -> SignInProvider:
    """Make or change it. An empty secret keeps the one that is there, for the same issuer only."""
    organisation = _locked(by)
    provider = SignInProvider.objects.filter(organisation=organisation).first()
    provider = provider or SignInProvider(organisation=organisation)
    is_elsewhere = provider.issuer != issuer
    if not secret and (is_elsewhere or not provider.sealed_secret):
        raise PeopleError("Enter the client secret that belongs to this issuer.")
    if is_elsewhere:
        _forget_links(provider)
    provider.name, provider.issuer, provider.client_id = name.strip(), issuer, client_id.strip()
    provider.trusts_addresses, provider.newcomer_role = trusts_addresses, newcomer_role
    provider.allows_own_sign_in = allows_own_sign_in
    if secret:
        provider.sealed_secret = seal(secret)
    provider.save()
    _set_domains(provider, set(domains))
    _record(AuditKind.PROVIDER_SAVED, provider, by)
    return provider


@transaction.atomic
def remove_provider(*, by: Membership) -> None:
    """People sign in with their own password or a mailed code again."""
    provider = SignInProvider.objects.filter(organisation=_locked(by)).first()
    if provider is None:
        raise PeopleError("It has been removed already.")
    _forget_links(provider)
    provider.delete()
    _record(AuditKind.PROVIDER_REMOVED, provider, by)


def _locked(by: Membership) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    manager = Membership.objects.filter(pk=by.pk).first()
    if manager is None or not manager.can_manage:
        raise PeopleError("Only an admin of this organisation can do that.")
    return organisation


def _forget_links(provider: SignInProvider) -> None:
    """Another issuer gives its own subjects the same names."""
    SocialAccount.objects.filter(provider=provider.slug).delete()


def _set_domains(provider: SignInProvider, names: set[str]) -> None:
    if not names:
        raise PeopleError("Name at least one domain of email addresses.")
    provider.domains.exclude(name__in=names).delete()
    for name in sorted(names - set(provider.domain_names)):
        _refuse_strange(provider.organisation, name)
        _add_domain(provider, name)


def _add_domain(provider: SignInProvider, name: str) -> None:
    try:
        with transaction.atomic():
            SpokenDomain.objects.create(provider=provider, name=name)
    except IntegrityError:
        raise PeopleError(f"Another organisation here speaks for {name} already.") from None


def _refuse_strange(organisation: Organisation, name: str) -> None:
    """Nobody speaks for a domain in which none of their admins has a proved address."""
    if name in FOR_EVERYBODY:
        raise PeopleError(f"Everybody can have an address at {name}, so nobody speaks for it.")
    admins = organisation.memberships.filter(role=Role.ADMIN, user__is_active=True).values("user")
    proved = EmailAddress.objects.filter(user__in=admins, verified=True)
    if name not in {domain_of(email) for email in proved.values_list("email", flat=True)}:
        raise PeopleError(
            f"No admin of {organisation} has an address at {name}. Invite one from there first."
        )


def _record(kind: AuditKind, provider: SignInProvider, by: Membership) -> None:
    write_audit(
        organisation=provider.organisation_id,
        kind=kind,
        by=by.user_id,
        about=provider.name,
        own_sign_in="allowed" if provider.allows_own_sign_in else "for admins only",
        newcomers=provider.newcomer_role or "nobody",
    )
