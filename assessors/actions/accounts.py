"""Making accounts: only here, because sign-up is closed."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from assessors.actions.auditing import write_audit
from assessors.actions.errors import PeopleError
from assessors.actions.organisations import create_organisation
from assessors.models import AuditKind, Membership, Organisation, Role, User

SET_UP_CODE_LENGTH = 12


@transaction.atomic
def create_account(*, email: str, name: str, password: str | None) -> User:
    """An account whose address counts as proved: by invitation, or by the machine's owner."""
    if User.objects.filter(email=User.objects.normalize_email(email)).exists():
        raise PeopleError("Somebody with this email address has an account here already.")
    user = User.objects.create_user(email, password=password, name=name.strip())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def set_up_installation(
    *, organisation_name: str, email: str, name: str, password: str | None
) -> tuple[User, Organisation]:
    """The first account and the first organisation of an empty installation."""
    _one_at_a_time()
    if not is_empty_installation():
        raise PeopleError(
            "This installation is set up already. Ask one of its admins to invite you."
        )
    user = create_account(email=email, name=name, password=password)
    return user, create_organisation(name=organisation_name, by=user)


def _one_at_a_time() -> None:
    """Nothing of ours is there yet that could be locked, so the row that names users is."""
    ContentType.objects.select_for_update().get(app_label="assessors", model="user")


def is_empty_installation() -> bool:
    return not User.objects.exists()


def set_up_code() -> str:
    """What proves that the person at the set-up page also holds the machine."""
    digest = salted_hmac("assessors.set_up", "first account", algorithm="sha256").hexdigest()
    return digest[:SET_UP_CODE_LENGTH]


def needs_set_up_code() -> bool:
    """The demo listens on loopback alone; anywhere else a passer-by could come first."""
    return not settings.DEMO


def is_set_up_code(typed: str) -> bool:
    return constant_time_compare(typed.strip().lower().replace(" ", ""), set_up_code())


@transaction.atomic
def make_owner(
    *, email: str, name: str, password: str | None, organisation_name: str
) -> Membership:
    """For the command line: this person becomes an admin, whatever existed before."""
    user = User.objects.filter(email=User.objects.normalize_email(email)).first()
    if user is None:
        user = create_account(email=email, name=name, password=password)
    elif password:
        user.set_password(password)
        user.save(update_fields=["password"])
    organisation = Organisation.objects.filter(name__iexact=organisation_name.strip()).first()
    if organisation is None:
        organisation = create_organisation(name=organisation_name, by=user)
    membership, _ = Membership.objects.update_or_create(
        organisation=organisation, user=user, defaults={"role": Role.ADMIN, "is_limited": False}
    )
    membership.portfolios.clear()
    write_audit(organisation=organisation.pk, kind=AuditKind.OWNER_MADE, by=None, subject=user.pk)
    return membership


@transaction.atomic
def reset_second_factor(*, email: str) -> User:
    """For the command line: take away every second factor and recovery code of an account.

    For somebody who lost them all. Whoever holds the machine has to know who asks: it is not asked
    for a proof. Their other ways in stay as they are.
    """
    user = User.objects.filter(email=User.objects.normalize_email(email)).first()
    if user is None:
        raise PeopleError("Nobody has an account with this email address.")
    count, _ = Authenticator.objects.filter(user=user).delete()
    if not count:
        raise PeopleError("This account has no second factor.")
    organisations: list[int | None] = [*user.memberships.values_list("organisation_id", flat=True)]
    for organisation in organisations or [None]:
        write_audit(
            organisation=organisation, kind=AuditKind.FACTOR_REMOVED, by=None, subject=user.pk
        )
    return user
