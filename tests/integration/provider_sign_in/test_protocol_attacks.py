"""Forged tokens, and answers to somebody else's request."""

from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from tests.factories.openid_provider import (
    FOREIGN_KEY,
    SECRET,
    OpenIdProvider,
)
from tests.factories.people import make_member
from tests.integration.provider_sign_in.going_through import (
    come_back,
    go_through,
    leave_for,
    make_admin,
    refused,
    set_up,
    who,
)

pytestmark = pytest.mark.django_db


def cheat(there: OpenIdProvider, how: str) -> None:
    if how == "nonce":
        there.token = {"nonce": "that of another request"}
    elif how == "no nonce":
        there.token = {"nonce": None}
    elif how == "audience":
        there.token = {"aud": "another client"}
    elif how == "issuer":
        there.token = {"iss": "https://another.example"}
    elif how == "out of date":
        there.token = {"exp": 1_700_000_000}
    elif how == "signature":
        there.signed_with = FOREIGN_KEY
    elif how == "unknown key":
        there.headers = {"kid": "key-2"}
    elif how == "unsigned":
        there.signed_with, there.algorithm = None, "none"
    elif how == "symmetric":
        there.signed_with, there.algorithm = SECRET * 2, "HS256"


@pytest.mark.parametrize(
    "how",
    [
        *("nonce", "no nonce", "audience", "issuer", "out of date", "signature"),
        *("unknown key", "unsigned", "symmetric"),
    ],
)
def test_forged_token_signs_nobody_in(there, provider, member, how):
    cheat(there, how)
    client, answer = go_through(there, provider.slug, "ada@eastfield.example")
    refused(client, answer, "Its answer could not be used")
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        *({"email": 5}, {"email": ["ada@eastfield.example"]}, {"email": "no address"}),
        *({"sub": "x" * 300}, {"sub": None}, {"sub": "a\x00b"}, {"name": "A\x00da"}),
    ],
)
def test_odd_claims_sign_nobody_in_and_break_nothing(there, provider, member, odd):
    there.person["email"] = "ada@eastfield.example"
    there.token = odd
    client, answer = go_through(there, provider.slug)
    assert answer.status_code == 403
    assert who(client) == ""


def test_answer_to_another_browsers_request_signs_nobody_in(there, provider, member):
    """The attacker stops half-way and sends the victim their own answer."""
    there.person["email"] = "ada@eastfield.example"
    asked = leave_for(Client(), provider.slug)
    victim = Client()
    refused(victim, come_back(victim, there, asked), "Its answer could not be used")
    leave_for(victim, provider.slug)
    refused(victim, come_back(victim, there, {**asked, "state": "guessed"}), "could not be used")


def test_answer_is_spent_once(there, provider, member):
    there.person["email"] = "ada@eastfield.example"
    client = Client()
    back = urlsplit(there.authorize(leave_for(client, provider.slug)))
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    client.logout()
    assert client.get(f"{back.path}?{back.query}").status_code == 403


def test_state_of_one_organisation_is_none_of_another(there, provider, member):
    other = make_admin("westfield.example")
    set_up(there, other, domains=["westfield.example"])
    there.person["email"] = "ada@eastfield.example"
    client = Client()
    back = urlsplit(there.authorize(leave_for(client, other.organisation.slug)))
    callback = reverse("openid_connect_callback", args=[provider.slug])
    refused(client, client.get(f"{callback}?{back.query}"), "could not be used")


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_another_process_links_nothing_to_who_is_signed_in(there, provider, process):
    stranger = make_member("admin")
    client = Client()
    client.force_login(stranger.user)
    asked = leave_for(client, provider.slug, process=process)
    there.person["email"] = "ada@eastfield.example"
    assert come_back(client, there, asked).status_code == 403
    assert not SocialAccount.objects.exists()
    assert who(client) == stranger.user.email
