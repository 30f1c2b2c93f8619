"""Who belongs to an organisation, and who has been asked."""

from datetime import datetime

from django.db.models import QuerySet

from assessors.actions.invitations import hash_secret, is_code_of
from assessors.models import Invitation, Membership, Organisation, User
from assessors.models.user import has_factor


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Each with `has_second_factor`."""
    return _members_of(organisation).annotate(has_second_factor=has_factor())


def members_without_factor(organisation: Organisation) -> QuerySet[Membership]:
    return _members_of(organisation).exclude(has_factor())


def _members_of(organisation: Organisation) -> QuerySet[Membership]:
    return (
        organisation.memberships.select_related("user")
        .prefetch_related("portfolios")
        .order_by("user__name", "user__email")
    )


def unanswered_invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    return (
        organisation.invitations.unanswered()
        .select_related("invited_by")
        .prefetch_related("portfolios")
        .order_by("email")
    )


def open_invitation_by_token(token: str, now: datetime) -> Invitation | None:
    return _open(now).filter(token_hash=hash_secret(token)).first()


def open_invitation_by_code(email: str, code: str, now: datetime) -> Invitation | None:
    """The open invitation to this address that has this code."""
    candidates = _open(now).filter(email=User.objects.normalize_email(email))
    return next((each for each in candidates if is_code_of(each, code)), None)


def open_invitation(pk: int, now: datetime) -> Invitation | None:
    return _open(now).filter(pk=pk).first()


def _open(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.open(now).select_related("organisation", "invited_by")
