"""Asking people in: one mail, one role, spent once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from assessors.actions.accounts import create_account
from assessors.actions.auditing import write_audit
from assessors.actions.errors import PeopleError
from assessors.actions.reach import Reach, set_reach
from assessors.models import AuditKind, Invitation, Membership, Organisation, Role, User

VALID_FOR = timedelta(days=14)
# Without vowels no words appear by accident; without 0, 1 and look-alikes it can be read out.
CODE_LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """A new invitation with the two secrets that go into its mail and are kept nowhere."""

    invitation: Invitation
    token: str
    code: str


@transaction.atomic
def invite_person(
    *,
    organisation: Organisation,
    email: str,
    role: str,
    by: Membership,
    now: datetime,
    reach: Reach = None,
) -> Sent:
    """Offer somebody a role, everywhere or in chosen portfolios.

    An earlier open invitation to the same address is withdrawn.
    """
    if by.organisation_id != organisation.pk or not by.can_manage:
        raise PeopleError("Only an admin of this organisation can invite people.")
    if role not in Role.values:
        raise PeopleError("Choose one of the three roles.")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    email = User.objects.normalize_email(email)
    if organisation.memberships.filter(user__email=email).exists():
        raise PeopleError(f"{email} belongs to {organisation} already. Change their role instead.")
    organisation.invitations.unanswered().filter(email=email).update(withdrawn_at=now)
    token, code = secrets.token_urlsafe(32), _new_code()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        token_hash=hash_secret(token),
        code_hash=hash_secret(code),
        invited_by=by.user,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    set_reach(of=invitation, reach=reach)
    _record(AuditKind.PERSON_INVITED, invitation, by=by.user_id, now=now)
    return Sent(invitation, token, code)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Membership, now: datetime) -> Invitation:
    """Take an offer back. Refuses one that was accepted in the meantime."""
    if by.organisation_id != invitation.organisation_id or not by.can_manage:
        raise PeopleError("Only an admin of this organisation can withdraw an invitation.")
    open_one = Invitation.objects.unanswered().filter(pk=invitation.pk)
    if not open_one.update(withdrawn_at=now):
        raise PeopleError("This invitation was accepted or withdrawn already.")
    invitation.withdrawn_at = now
    _record(AuditKind.INVITATION_WITHDRAWN, invitation, by=by.user_id, now=now)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, now: datetime) -> Membership:
    """Spend an invitation: exactly once, by the person it was sent to."""
    if user.email != invitation.email:
        raise PeopleError(
            f"This invitation is for {invitation.email}. Sign out, then open it again."
        )
    still_open = Invitation.objects.open(now).filter(pk=invitation.pk)
    if not still_open.update(accepted_at=now, accepted_by=user):
        raise PeopleError(
            "This invitation was used, withdrawn or is out of date. Ask for a new one."
        )
    membership, is_new = Membership.objects.get_or_create(
        organisation=invitation.organisation,
        user=user,
        defaults={"role": invitation.role, "is_limited": invitation.is_limited},
    )
    if is_new:
        membership.portfolios.set(invitation.portfolios.all())
    _record(AuditKind.INVITATION_ACCEPTED, invitation, by=user.pk, now=now)
    return membership


def accept_with_new_account(
    *, invitation: Invitation, name: str, password: str | None, now: datetime
) -> Membership:
    """Make the account that the invitation is for, and spend the invitation, or do neither."""
    try:
        with transaction.atomic():
            user = create_account(email=invitation.email, name=name, password=password)
            return accept_invitation(invitation=invitation, user=user, now=now)
    except IntegrityError:
        raise PeopleError("This invitation is being used in another window.") from None


def hash_secret(secret: str) -> str:
    """Keyed, so that a copy of the database alone is not enough to try short codes."""
    return salted_hmac("assessors.invitation", secret, algorithm="sha256").hexdigest()


def is_code_of(invitation: Invitation, typed: str) -> bool:
    """Whether these letters, in any case and spacing, are the code of this invitation."""
    letters = "".join(character for character in typed.upper() if character.isalnum())
    return constant_time_compare(invitation.code_hash, hash_secret(letters))


def _record(kind: AuditKind, invitation: Invitation, *, by: int, now: datetime) -> None:
    """The address stays with the invitation: what the record holds can never be taken back."""
    write_audit(
        organisation=invitation.organisation_id,
        kind=kind,
        by=by,
        now=now,
        invitation=invitation.pk,
        role=invitation.role,
        sees=invitation.reach_words,
    )


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
