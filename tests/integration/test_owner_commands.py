"""The commands by which the machine's owner lets the first person in."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from assessors.actions.accounts import set_up_code
from assessors.models import AuditEntry, AuditKind, Membership, Organisation
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db

MODULE = "assessors.management.commands.create_owner"


def create_owner(email: str, *arguments: str, organisation: str = "Northmere") -> str:
    said = StringIO()
    call_command("create_owner", email, *arguments, organisation=organisation, stdout=said)
    return said.getvalue()


def test_create_owner_makes_account_and_organisation(monkeypatch) -> None:
    monkeypatch.setattr(f"{MODULE}.getpass", lambda prompt: PASSWORD)
    assert "ada@example.org is an admin of Northmere." in create_owner("Ada@example.org")
    member = Membership.objects.get()
    assert member.role == "admin"
    assert member.user.check_password(PASSWORD)


def test_create_owner_promotes_a_member_and_leaves_their_password() -> None:
    member = make_member("commissioner", make_organisation("Northmere"), make_user("ada@x.org"))
    create_owner("ada@x.org", "--no-password", organisation="northmere")
    member.refresh_from_db()
    assert member.role == "admin"
    assert member.user.check_password(PASSWORD)
    assert Organisation.objects.count() == 1


def test_create_owner_refuses_a_weak_password(monkeypatch) -> None:
    monkeypatch.setattr(f"{MODULE}.getpass", lambda prompt: "short")
    with pytest.raises(CommandError, match="too short"):
        create_owner("ada@example.org")


def test_create_owner_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="valid email"):
        create_owner("ada", "--no-password")


def test_set_up_code_is_shown_while_nobody_is_here_and_not_after() -> None:
    said = StringIO()
    call_command("show_set_up_code", stdout=said)
    assert said.getvalue().strip() == set_up_code()
    make_user()
    with pytest.raises(CommandError, match="set up already"):
        call_command("show_set_up_code")


def test_reset_second_factor_takes_codes_too_and_is_on_record() -> None:
    member = make_member("admin")
    TOTP.activate(member.user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(member.user)
    said = StringIO()
    call_command("reset_second_factor", member.user.email.upper(), stdout=said)
    assert not Authenticator.objects.filter(user=member.user).exists()
    assert f"{member.user.email} has no second factor now" in said.getvalue()
    entry = AuditEntry.objects.get(kind=AuditKind.FACTOR_REMOVED)
    assert (entry.organisation, entry.actor_id, entry.subject_id) == (
        member.organisation,
        None,
        member.user.pk,
    )


@pytest.mark.parametrize(
    ("email", "words"),
    [("nobody@example.org", "Nobody has an account"), ("ada@x.org", "has no second factor")],
)
def test_reset_second_factor_says_why_there_is_nothing_to_reset(email, words) -> None:
    make_user("ada@x.org")
    with pytest.raises(CommandError, match=words):
        call_command("reset_second_factor", email)
    assert not AuditEntry.objects.filter(kind=AuditKind.FACTOR_REMOVED).exists()
