"""Who comes back from an organisation's provider, and whether they may come in as somebody.

A provider opens accounts of its own organisation and no others. What it says of an address counts
only within the domains it speaks for; an account that belongs elsewhere too is out of its reach.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from assessors.actions.accounts import create_account
from assessors.actions.auditing import write_audit
from assessors.actions.errors import PeopleError
from assessors.actions.invitations import accept_invitation
from assessors.models import AuditKind, Invitation, Membership, SignInProvider, User

NOT_OURS = (
    "There is an account with your address that {provider} may not open. Sign in with your own "
    "password or a mailed code; if you were invited, open the invitation then."
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a provider says of somebody: `subject` is its own unchanging name for them."""

    provider: SignInProvider
    subject: str
    email: str
    is_proved: bool
    name: str


def let_in(*, arrival: Arrival, now: datetime) -> User:
    """The account to sign in, linked to the provider's subject. Made where somebody was invited."""
    try:
        with transaction.atomic():
            return _linked(arrival) or _link(arrival, _known(arrival) or _join(arrival, now))
    except IntegrityError:
        raise PeopleError("You are signing in in another window too. Try again.") from None


def belongs_only_to(user: User, organisation_id: int) -> bool:
    found = user.memberships.values_list("organisation_id", flat=True)
    return user.is_active and list(found) == [organisation_id]


def provider_asked_of(user: User) -> SignInProvider | None:
    """The provider that this person has to use. Admins keep another way in, should it ever fail."""
    membership = user.memberships.select_related("organisation__sign_in_provider").first()
    if membership is None or membership.can_manage:
        return None
    provider = SignInProvider.objects.filter(
        organisation=membership.organisation_id, allows_own_sign_in=False
    ).first()
    return provider if provider and belongs_only_to(user, membership.organisation_id) else None


def _linked(arrival: Arrival) -> User | None:
    link = SocialAccount.objects.filter(provider=arrival.provider.slug, uid=arrival.subject).first()
    return _ours(arrival, link.user) if link else None


def _known(arrival: Arrival) -> User | None:
    _refuse_unproved(arrival)
    address = EmailAddress.objects.filter(email=arrival.email, verified=True).first()
    user = address.user if address else User.objects.filter(email=arrival.email).first()
    if user is None:
        return None
    if address is None:
        raise PeopleError(NOT_OURS.format(provider=arrival.provider))
    return _ours(arrival, user)


def _ours(arrival: Arrival, user: User) -> User:
    if not belongs_only_to(user, arrival.provider.organisation_id):
        raise PeopleError(NOT_OURS.format(provider=arrival.provider))
    return user


def _refuse_unproved(arrival: Arrival) -> None:
    provider, email = arrival.provider, arrival.email
    if not email:
        raise PeopleError(f"{provider} did not tell us your email address. Ask your admin.")
    if not provider.speaks_for(email):
        raise PeopleError(f"{provider} does not speak for addresses like {email}. Ask your admin.")
    if not (arrival.is_proved or provider.trusts_addresses):
        raise PeopleError(f"{provider} does not say that {email} is yours. Ask your admin.")


def _link(arrival: Arrival, user: User) -> User:
    SocialAccount.objects.create(provider=arrival.provider.slug, uid=arrival.subject, user=user)
    return user


def _join(arrival: Arrival, now: datetime) -> User:
    """Somebody new here: by an invitation to their address, or by the role given to newcomers."""
    organisation = arrival.provider.organisation
    invitation = (
        Invitation.objects.open(now).filter(organisation=organisation, email=arrival.email).first()
    )
    if invitation is None and not arrival.provider.newcomer_role:
        raise PeopleError(
            f"Nobody has invited {arrival.email} to {organisation} yet. Ask one of its admins."
        )
    name = arrival.name or arrival.email.partition("@")[0]
    user = create_account(email=arrival.email, name=name, password=None)
    if invitation is not None:
        accept_invitation(invitation=invitation, user=user, now=now)
    else:
        _welcome(arrival, user, now)
    return user


def _welcome(arrival: Arrival, user: User, now: datetime) -> None:
    role = arrival.provider.newcomer_role
    organisation = arrival.provider.organisation
    Membership.objects.create(organisation=organisation, user=user, role=role)
    write_audit(
        organisation=organisation.pk,
        kind=AuditKind.NEWCOMER_JOINED,
        by=user.pk,
        now=now,
        role=role,
    )
