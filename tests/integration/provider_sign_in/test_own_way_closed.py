"""Where an organisation closes the other ways in."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessors.actions.providers import remove_provider
from assessors.models import SignInProvider
from tests.factories.people import PASSWORD, make_member
from tests.integration.provider_sign_in.going_through import (
    set_up,
    who,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(there, admin) -> SignInProvider:
    return set_up(there, admin, allows_own_sign_in=False)


def test_password_of_a_member_leads_to_the_provider_and_a_wrong_one_tells_nothing(closed, member):
    client = Client()
    answer = client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    assert answer["Location"] == reverse("provider-sign-in", args=[closed.slug])
    assert who(client) == ""
    pages = [
        Client().post("/accounts/login/", {"login": email, "password": "wrong"})
        for email in (member.user.email, "nobody@eastfield.example")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert all(b"are not correct" in page.content for page in pages)


def test_mailed_code_looks_the_same_for_members_and_strangers_of_the_domain(closed, member):
    found = []
    for email in (member.user.email, "nobody@eastfield.example"):
        answer = Client().post(reverse("account_request_login_code"), {"email": email})
        found.append((answer.status_code, answer["Location"]))
    assert found[0] == found[1]
    assert len(mail.outbox) == 1


def test_admins_and_people_of_two_organisations_keep_another_way(closed, admin, member):
    make_member("commissioner", user=member.user)
    for user in (admin.user, member.user):
        client = Client()
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        assert who(client) == user.email


def test_way_of_ones_own_opens_again_when_the_provider_is_removed(closed, admin, member):
    remove_provider(by=admin)
    client = Client()
    client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    assert who(client) == member.user.email
