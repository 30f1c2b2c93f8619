"""From the sign-in page to the provider, whoever asks."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.provider_sign_in.going_through import (
    come_back,
    leave_for,
    refused,
    set_up,
)

pytestmark = pytest.mark.django_db


def test_domain_leads_to_the_provider_whoever_asks(provider, member):
    found = set()
    for email in (member.user.email, "nobody@eastfield.example", "X@EASTFIELD.example"):
        answer = Client().post(
            reverse("organisation-sign-in") + "?next=/account/", {"email": email}
        )
        found.add((answer.status_code, answer["Location"]))
    assert found == {(302, f"/sign-in/{provider.slug}/?next=%2Faccount%2F")}
    page = Client().get(f"/sign-in/{provider.slug}/?next=%2Faccount%2F").content.decode()
    assert f"/accounts/oidc/{provider.slug}/login/?next=%2Faccount%2F" in page
    assert "Continue with Eastfield account" in page


def test_domain_without_a_provider_says_so(provider):
    answer = Client().post(reverse("organisation-sign-in"), {"email": "a@other.example"})
    assert answer.status_code == 422
    assert "No organisation here has its own sign-in for other.example." in answer.content.decode()


def test_sign_in_page_offers_it_only_where_somebody_has_it(there, admin):
    assert b"With your organisation" not in Client().get("/accounts/login/").content
    set_up(there, admin)
    assert b"With your organisation" in Client().get("/accounts/login/").content


def test_organisation_without_a_provider_has_no_such_address(admin):
    for name in ("openid_connect_login", "openid_connect_callback", "provider-sign-in"):
        assert Client().get(reverse(name, args=[admin.organisation.slug])).status_code == 404


def test_provider_that_is_down_is_a_sentence(there, provider, member):
    client = Client()
    there.is_down = True
    answer = client.get(reverse("openid_connect_login", args=[provider.slug]))
    refused(client, answer, "It cannot be reached at the moment")
    there.is_down = False
    asked = leave_for(client, provider.slug)
    there.is_down = True
    refused(client, come_back(client, there, asked), "cannot be reached")


def test_stopping_on_the_way_is_a_sentence(there, provider):
    client = Client()
    asked = leave_for(client, provider.slug)
    callback = reverse("openid_connect_callback", args=[provider.slug])
    answer = client.get(callback, {"error": "access_denied", "state": asked["state"]})
    refused(client, answer, "You stopped on the way.")
