"""Erasing a person: their work stays and stays theirs, under a number instead of a name."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from assessors.actions.auditing import write_audit
from assessors.actions.errors import PeopleError
from assessors.models import AuditKind, AuditSource, Invitation, Organisation, Role, User
from assessors.signals import person_erased


@transaction.atomic
def erase_person(*, user: User, by: User | None, now: datetime) -> User:
    """Take away the name, the address and every way to sign in. There is no way back."""
    organisations = list(
        Organisation.objects.select_for_update().filter(memberships__user=user).order_by("pk")
    )
    for organisation in organisations:
        _refuse_last_admin(organisation, user)
    _forget_sign_in(user)
    AuditSource.objects.filter(entry__actor=user).delete()
    Invitation.objects.filter(email=user.email).delete()
    user.memberships.all().delete()
    user.email, user.name = f"erased-{user.pk}@invalid.invalid", f"Former member {user.pk}"
    user.is_active = False
    user.set_unusable_password()
    user.save()
    person_erased.send(User, user=user, by=by, now=now)
    for each in organisations:
        write_audit(
            organisation=each.pk,
            kind=AuditKind.PERSON_ERASED,
            by=by.pk if by else None,
            subject=user.pk,
            now=now,
        )
    return user


def _forget_sign_in(user: User) -> None:
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    UserSession.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()


def _refuse_last_admin(organisation: Organisation, user: User) -> None:
    admins = organisation.memberships.filter(role=Role.ADMIN, user__is_active=True)
    if admins.filter(user=user).exists() and not admins.exclude(user=user).exists():
        raise PeopleError(
            f"{user.display_name} is the only admin of {organisation}. "
            "Make somebody else an admin first."
        )


def forget_old_invitations(*, before: datetime) -> int:
    """Delete invitations whose time was over before this moment; their addresses go with them."""
    count, _ = Invitation.objects.filter(expires_at__lt=before).delete()
    return count
