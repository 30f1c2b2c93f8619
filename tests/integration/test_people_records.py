"""The database refuses people and roles that must not exist."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessors.models import Invitation, Membership, User
from tests.factories.people import make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_email_is_unique_whatever_its_case() -> None:
    make_user("ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ADA@example.org")


def test_email_is_kept_in_lower_case() -> None:
    assert make_user(" Ada@Example.ORG ").email == "ada@example.org"
    assert User.objects.get_by_natural_key("ADA@example.org").email == "ada@example.org"


def test_membership_twice_is_refused() -> None:
    member = make_member("admin")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member("commissioner", member.organisation, member.user)


def test_membership_with_an_unknown_role_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member("owner")


@pytest.mark.parametrize(
    ("role", "manage", "facilitate", "read"),
    [
        ("admin", True, True, True),
        ("facilitator", False, True, True),
        ("commissioner", False, False, True),
    ],
)
def test_role_says_what_a_member_may_do(
    role: str, manage: bool, facilitate: bool, read: bool
) -> None:
    member = Membership(role=role)
    assert (member.can_manage, member.can_facilitate, member.can_read) == (
        manage,
        facilitate,
        read,
    )


def test_membership_of_knows_members_only() -> None:
    member = make_member("facilitator")
    assert member.organisation.membership_of(member.user) == member
    assert member.organisation.membership_of(make_user()) is None
    assert member.organisation.membership_of(AnonymousUser()) is None
    assert member.organisation.membership_of(None) is None


def test_membership_of_an_inactive_user_is_none() -> None:
    member = make_member("admin")
    User.objects.filter(pk=member.user_id).update(is_active=False)
    assert member.organisation.membership_of(member.user) is None


def test_second_open_invitation_to_one_address_is_refused() -> None:
    organisation, expires_at = make_organisation(), timezone.now() + timedelta(days=1)
    fields = {"organisation": organisation, "role": "admin", "expires_at": expires_at}
    Invitation.objects.create(email="new@example.org", token_hash="a", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(email="NEW@example.org", token_hash="b", **fields)


def test_invitation_that_expires_before_it_was_made_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            organisation=make_organisation(),
            email="new@example.org",
            role="admin",
            token_hash="a",
            expires_at=timezone.now() - timedelta(days=1),
        )
