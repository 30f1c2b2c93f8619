"""The commands by which the machine's owner lets the first person in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessors.actions.accounts import set_up_code
from assessors.models import Membership, Organisation
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
