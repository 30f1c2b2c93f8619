"""Sign-in tells guessers nothing, slows them down, and keeps a second factor."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessors.models import User
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def without_token(page: bytes) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|server-now" content)="[^"]+"', "", page.decode())


def test_wrong_password_and_unknown_address_look_the_same() -> None:
    make_user("known@example.org")
    known = sign_in(Client(), "known@example.org", "wrong")
    unknown = sign_in(Client(), "nobody@example.org", "wrong")
    assert known.status_code == unknown.status_code
    said = without_token(known.content).replace("known@example.org", "ADDRESS")
    assert said == without_token(unknown.content).replace("nobody@example.org", "ADDRESS")


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_mailed_codes_look_the_same_for_known_and_unknown_addresses(name: str) -> None:
    make_user("known@example.org")
    pages = []
    for email in ("known@example.org", "nobody@example.org"):
        client = Client()
        response = client.post(reverse(name), {"email": email}, follow=True)
        pages.append(without_token(response.content).replace(email, "ADDRESS"))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["known@example.org"]]


def test_guessing_one_account_is_slowed_while_others_sign_in() -> None:
    make_user("victim@example.org")
    make_user("colleague@example.org")
    guesser = Client()
    for _ in range(8):
        sign_in(guesser, "victim@example.org", "wrong")
    assert b"Too many" in sign_in(guesser, "victim@example.org").content
    assert sign_in(Client(), "colleague@example.org").status_code == 302


def test_slowed_account_still_opens_with_a_mailed_code() -> None:
    make_user("victim@example.org")
    for _ in range(9):
        sign_in(Client(), "victim@example.org", "wrong")
    Client().post(reverse("account_request_login_code"), {"email": "victim@example.org"})
    assert len(mail.outbox) == 1


def test_mailed_code_cannot_be_tried_for_ever() -> None:
    make_user("ada@example.org")
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": "ada@example.org"})
    for _ in range(4):
        client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})
    assert not client.session.get("_auth_user_id")
    assert client.get(reverse("account_confirm_login_code")).status_code == 302


def test_opening_a_mailed_link_changes_nothing() -> None:
    make_user("ada@example.org")
    Client().post(reverse("account_reset_password"), {"email": "ada@example.org"})
    assert "http" not in mail.outbox[0].body


def test_authenticator_app_is_asked_for_after_the_password() -> None:
    user = make_user("ada@example.org")
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    client = Client()
    assert sign_in(client, "ada@example.org")["Location"] == reverse("mfa_authenticate")
    assert not client.session.get("_auth_user_id")
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_inactive_user_cannot_sign_in() -> None:
    make_user("ada@example.org", is_active=False)
    client = Client()
    sign_in(client, "ada@example.org")
    assert not client.session.get("_auth_user_id")


def test_next_page_elsewhere_is_ignored() -> None:
    make_user("ada@example.org")
    response = Client().post(
        "/accounts/login/",
        {"login": "ada@example.org", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert response["Location"] == "/"


@pytest.mark.parametrize("password", ["short", "password123456", "ada@example.org"])
def test_weak_password_is_refused(password: str) -> None:
    user = make_user("ada@example.org")
    client = Client()
    sign_in(client, "ada@example.org")
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    client.post(reverse("account_change_password"), fields)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_signing_out_by_a_link_does_nothing() -> None:
    make_user("ada@example.org")
    client = Client()
    sign_in(client, "ada@example.org")
    client.get(reverse("account_logout"))
    assert client.session.get("_auth_user_id")


def test_password_change_ends_the_other_devices() -> None:
    make_user("ada@example.org")
    here, elsewhere = Client(), Client()
    sign_in(here, "ada@example.org")
    sign_in(elsewhere, "ada@example.org")
    new = "another long pass phrase"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), fields)
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
