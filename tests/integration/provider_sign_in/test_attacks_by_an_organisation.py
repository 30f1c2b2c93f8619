"""What a provider that says whatever it likes cannot open."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.erasing import erase_person
from assessors.actions.invitations import accept_invitation, invite_person
from assessors.actions.organisations import remove_member
from assessors.models import SignInProvider, User
from projects.models import Portfolio
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user
from tests.integration.provider_sign_in.going_through import (
    go_through,
    make_admin,
    refused,
    set_up,
    who,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def evil(there, member) -> SignInProvider:
    """An organisation whose admin runs their own provider, which says whatever they like."""
    return set_up(
        there,
        make_admin("evil.example"),
        domains=["evil.example"],
        trusts_addresses=True,
        newcomer_role="facilitator",
    )


def test_provider_cannot_name_a_member_of_another_organisation(there, evil, member):
    client, answer = go_through(there, evil.slug, member.user.email)
    refused(client, answer, "does not speak for addresses like ada@eastfield.example")


def test_provider_cannot_open_an_account_of_its_domain_that_belongs_elsewhere(there, evil):
    elsewhere = make_member("admin", user=make_user("cleo@evil.example"))
    client, answer = go_through(there, evil.slug, "cleo@evil.example")
    refused(client, answer, "There is an account with your address")
    make_member("commissioner", evil.organisation, elsewhere.user)
    refused(*go_through(there, evil.slug), "There is an account with your address")


def test_provider_cannot_open_an_account_that_belongs_nowhere(there, evil):
    make_user("cleo@evil.example")
    refused(*go_through(there, evil.slug, "cleo@evil.example"), "There is an account with your")


def test_linked_account_that_joins_another_organisation_is_out_of_reach(there, evil, member):
    client, _ = go_through(there, evil.slug, "cleo@evil.example")
    cleo = User.objects.get(email="cleo@evil.example")
    mine = make_member("facilitator", member.organisation, cleo)
    # The session that is open already does not reach the other organisation either.
    people = reverse("people", args=[mine.organisation.slug])
    answer = client.get(people, HTTP_ACCEPT="text/html")
    assert answer["Location"].startswith(reverse("entry-refused", args=[mine.organisation.slug]))
    page = client.get(answer["Location"]).content.decode()
    assert "which opens that organisation alone" in page
    assert client.get(reverse("people", args=[evil.slug])).status_code == 200
    assert "opens another organisation alone" in client.get("/").content.decode()
    Portfolio.objects.create(organisation=mine.organisation, name="Secret list")
    assert "Secret list" not in client.get("/").content.decode()
    refused(*go_through(there, evil.slug), "There is an account with your address")


def test_subject_of_another_organisation_is_a_stranger(there, provider, evil, member):
    go_through(there, provider.slug, member.user.email)
    client, _ = go_through(there, evil.slug, "cleo@evil.example")
    assert who(client) == "cleo@evil.example"


def test_person_who_was_removed_does_not_come_back(there, provider, admin, member):
    go_through(there, provider.slug, member.user.email)
    remove_member(membership=member, by=admin)
    refused(*go_through(there, provider.slug), "There is an account with your address")


def test_erased_person_leaves_no_link(there, provider, admin, member):
    go_through(there, provider.slug, member.user.email)
    erase_person(user=member.user, by=admin.user, now=timezone.now())
    assert not SocialAccount.objects.exists()


def test_address_that_was_never_proved_here_opens_nothing(there, provider, member):
    EmailAddress.objects.filter(user=member.user).update(verified=False)
    refused(*go_through(there, provider.slug, member.user.email), "There is an account with your")


def test_account_in_two_organisations_signs_in_by_itself(there, provider, member):
    make_member("commissioner", user=member.user)
    refused(*go_through(there, provider.slug, member.user.email), "Sign in with your own password")
    client = Client()
    client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    assert who(client) == member.user.email


def test_invitation_of_another_organisation_is_not_accepted_by_arriving(there, provider, admin):
    """A proved mail is what joins there: the invitation waits for its link or code."""
    other = make_admin("westfield.example")
    sent = [
        invite_person(
            organisation=each.organisation,
            email="new@eastfield.example",
            role="commissioner",
            by=each,
            now=timezone.now(),
            reach=None,
        )
        for each in (admin, other)
    ]
    client, _ = go_through(there, provider.slug, "new@eastfield.example")
    user = User.objects.get(email=who(client))
    assert [each.organisation for each in user.memberships.all()] == [admin.organisation]
    later = timezone.now() + timedelta(minutes=1)
    accept_invitation(invitation=sent[1].invitation, user=user, now=later)
    assert user.memberships.count() == 2
    assert make_organisation().memberships.count() == 0
