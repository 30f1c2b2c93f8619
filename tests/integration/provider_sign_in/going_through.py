"""The way to an organisation's own provider and back, as a browser goes it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse

from assessors.actions.providers import save_provider
from assessors.models import Membership, SignInProvider, User
from tests.factories.openid_provider import (
    CLIENT_ID,
    SECRET,
    OpenIdProvider,
)
from tests.factories.people import make_member, make_user


def make_admin(domain: str = "eastfield.example") -> Membership:
    return make_member("admin", user=make_user(f"admin@{domain}"))


def set_up(there: OpenIdProvider, admin: Membership, **fields) -> SignInProvider:
    values = {
        "name": "Eastfield account",
        "issuer": there.issuer,
        "client_id": CLIENT_ID,
        "secret": SECRET,
        "domains": ["eastfield.example"],
        "trusts_addresses": False,
        "allows_own_sign_in": True,
        "newcomer_role": "",
    }
    return save_provider(by=admin, **{**values, **fields})


def leave_for(client: Client, slug: str, **query: str) -> dict[str, str]:
    answer = client.get(reverse("openid_connect_login", args=[slug]), query)
    assert answer.status_code == 302, answer.content.decode()
    return {
        name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()
    }


def come_back(client: Client, there: OpenIdProvider, asked: dict[str, str]):
    back = urlsplit(there.authorize(asked))
    return client.get(f"{back.path}?{back.query}")


def go_through(
    there: OpenIdProvider, slug: str, email: str = "", client: Client | None = None
) -> tuple[Client, Any]:
    """The whole way there and back; the client and the answer to coming back."""
    if email:
        there.person["email"] = email
    client = client or Client()
    return client, come_back(client, there, leave_for(client, slug))


def who(client: Client) -> str:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else ""


def refused(client: Client, answer, sentence: str) -> None:
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert who(client) == ""
