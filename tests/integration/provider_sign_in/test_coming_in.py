"""Who comes in through an organisation's own provider, and with which factor."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.invitations import invite_person
from assessors.models import AuditEntry, AuditKind, Membership, Organisation, User
from tests.factories.people import PASSWORD
from tests.integration.provider_sign_in.going_through import (
    come_back,
    go_through,
    leave_for,
    refused,
    set_up,
    who,
)

pytestmark = pytest.mark.django_db


def test_member_is_signed_in_and_linked_by_subject(there, provider, member):
    client, answer = go_through(there, provider.slug, "Ada@Eastfield.example")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(client) == "ada@eastfield.example"
    link = SocialAccount.objects.get()
    assert (link.provider, link.uid, link.user, link.extra_data) == (
        provider.slug,
        "subject-1",
        member.user,
        {},
    )
    there.person |= {"email": "renamed@elsewhere.example", "email_verified": False}
    assert who(go_through(there, provider.slug)[0]) == "ada@eastfield.example"
    assert SocialAccount.objects.count() == 1


def test_request_carries_state_nonce_and_pkce_and_nothing_from_the_address(there, provider):
    client = Client()
    asked = leave_for(client, provider.slug, scope="admin", auth_params="prompt=none&nonce=1")
    assert set(asked) == {
        *("client_id", "redirect_uri", "scope", "response_type", "state", "nonce"),
        *("code_challenge", "code_challenge_method"),
    }
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    again = leave_for(client, provider.slug)
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_page_that_was_wanted_is_kept_and_one_elsewhere_is_not(there, provider, member):
    there.person["email"] = "ada@eastfield.example"
    for wanted, found in (("/account/", "/account/"), ("https://evil.example/", "/")):
        client = Client()
        asked = leave_for(client, provider.slug, next=wanted)
        assert come_back(client, there, asked)["Location"] == found


def test_address_from_userinfo_counts_for_the_same_subject_only(there, provider, member):
    there.thin_tokens = True
    assert who(go_through(there, provider.slug, "ada@eastfield.example")[0]) == member.user.email
    there.token = {"sub": "somebody else"}
    client, answer = go_through(there, provider.slug)
    refused(client, answer, "did not tell us your email address")


def test_invited_newcomer_gets_account_and_role(there, provider, admin):
    now = timezone.now()
    invite_person(
        organisation=admin.organisation,
        email="new@eastfield.example",
        role="facilitator",
        by=admin,
        now=now,
        reach=None,
    )
    client, _ = go_through(there, provider.slug, "new@eastfield.example")
    assert who(client) == "new@eastfield.example"
    joined = Membership.objects.get(user__email="new@eastfield.example")
    assert (joined.role, joined.user.name) == ("facilitator", "Ada Okafor")
    assert not joined.user.has_usable_password()


def test_newcomer_without_invitation_is_told_to_ask(there, provider):
    client, answer = go_through(there, provider.slug, "new@eastfield.example")
    refused(client, answer, "Nobody has invited new@eastfield.example to")
    assert not User.objects.filter(email="new@eastfield.example").exists()


def test_newcomer_gets_the_role_that_the_admin_chose(there, admin):
    provider = set_up(there, admin, newcomer_role="commissioner")
    client, _ = go_through(there, provider.slug, "new@eastfield.example")
    assert Membership.objects.get(user__email=who(client)).role == "commissioner"
    entry = AuditEntry.objects.get(kind=AuditKind.NEWCOMER_JOINED)
    assert (entry.organisation_id, entry.detail) == (
        admin.organisation_id,
        {"role": "commissioner"},
    )


def test_unproved_address_counts_only_where_the_admin_trusts_it(there, admin, member):
    provider = set_up(there, admin)
    for said in (False, "false", None):
        there.person["email_verified"] = said
        client, answer = go_through(there, provider.slug, "ada@eastfield.example")
        refused(client, answer, "does not say that ada@eastfield.example is yours")
    del there.person["email_verified"]
    refused(*go_through(there, provider.slug), "does not say that")
    set_up(there, admin, trusts_addresses=True)
    assert who(go_through(there, provider.slug)[0]) == "ada@eastfield.example"


def test_own_provider_is_trusted_with_the_second_factor_and_a_password_is_not(
    there, provider, member
):
    Organisation.objects.update(requires_second_factor=True)
    people = reverse("people", args=[provider.slug])
    client, _ = go_through(there, provider.slug, member.user.email)
    assert client.get(people).status_code == 200
    own = Client()
    own.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    assert own.get(people, HTTP_ACCEPT="text/html").status_code == 302
    client.logout()
    client.force_login(member.user)
    assert client.get(people, HTTP_ACCEPT="text/html").status_code == 302


def test_own_factor_is_asked_for_after_the_provider_too(there, provider, member):
    TOTP.activate(member.user, "JBSWY3DPEHPK3PXP")
    client, answer = go_through(there, provider.slug, member.user.email)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert who(client) == ""
