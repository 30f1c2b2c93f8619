"""The admin's page for the organisation's own sign-in."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from assessors.actions.errors import PeopleError
from assessors.actions.providers import remove_provider
from assessors.models import AuditEntry, AuditKind, Membership, SignInProvider
from assessors.sealing import seal, unseal
from tests.factories.openid_provider import (
    CLIENT_ID,
    FOREIGN_KEY,
    SECRET,
    OpenIdProvider,
)
from tests.factories.people import make_member, make_user
from tests.integration.provider_sign_in.going_through import (
    come_back,
    go_through,
    leave_for,
    set_up,
)

pytestmark = pytest.mark.django_db


def form_of(there: OpenIdProvider, **fields: str) -> dict[str, str]:
    values = {
        "name": "Eastfield account",
        "issuer": f"{there.issuer}/.well-known/openid-configuration",
        "client_id": CLIENT_ID,
        "secret": SECRET,
        "domains": "@Eastfield.example",
        "allows_own_sign_in": "on",
        "newcomer_role": "",
    }
    return {**values, **fields}


def save(admin: Membership, fields: dict[str, str]):
    client = Client()
    client.force_login(admin.user)
    return client.post(reverse("provider-edit", args=[admin.organisation.slug]), fields)


def test_admin_sets_it_up_tries_it_and_comes_back(there, admin):
    client = Client()
    client.force_login(admin.user)
    page = reverse("provider-edit", args=[admin.organisation.slug])
    shown = client.get(page).content.decode()
    callback = f"http://testserver/accounts/oidc/{admin.organisation.slug}/login/callback/"
    assert callback in shown
    assert client.post(page, form_of(there)).status_code == 302
    there.person["email"] = admin.user.email
    asked = leave_for(client, admin.organisation.slug, next=page)
    assert asked["redirect_uri"] == callback
    assert come_back(client, there, asked)["Location"] == page
    assert "You are signed in through Eastfield account now" in client.get(page).content.decode()
    entry = AuditEntry.objects.get(kind=AuditKind.PROVIDER_SAVED)
    assert (entry.about, entry.detail) == (
        "Eastfield account",
        {"own_sign_in": "allowed", "newcomers": "nobody"},
    )


def test_secret_is_sealed_and_never_shown_or_recorded(there, admin, caplog):
    save(admin, form_of(there))
    stored = SignInProvider.objects.get()
    assert unseal(stored.sealed_secret) == SECRET
    assert SECRET not in str(SignInProvider.objects.values().get())
    assert SECRET not in str(list(AuditEntry.objects.values()))
    client = Client()
    client.force_login(admin.user)
    for name in ("provider-edit", "sign-in-rules", "audit-record", "people"):
        page = client.get(reverse(name, args=[admin.organisation.slug])).content.decode()
        assert SECRET not in page
        assert stored.sealed_secret not in page
    go_through(there, stored.slug, admin.user.email)
    there.signed_with = FOREIGN_KEY
    go_through(there, stored.slug, admin.user.email)
    assert SECRET not in caplog.text


def test_secret_stays_where_the_field_is_empty_but_not_for_another_issuer(there, admin):
    save(admin, form_of(there))
    assert save(admin, form_of(there, secret="", name="New name")).status_code == 302
    stored = SignInProvider.objects.get()
    assert (stored.name, unseal(stored.sealed_secret)) == ("New name", SECRET)
    with pytest.raises(PeopleError, match="Enter the client secret that belongs to this issuer"):
        set_up(there, admin, issuer="https://elsewhere.example", secret="")


def test_other_issuer_finds_no_links_of_the_first(there, admin, member):
    provider = set_up(there, admin)
    go_through(there, provider.slug, member.user.email)
    set_up(there, admin, issuer="https://elsewhere.example")
    assert not SocialAccount.objects.exists()


def test_secret_under_a_changed_key_asks_to_be_entered_again(there, admin, settings):
    set_up(there, admin)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert unseal(SignInProvider.objects.get().sealed_secret) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(SignInProvider.objects.get().sealed_secret) is None
    assert seal("a") != seal("a")
    client = Client()
    client.force_login(admin.user)
    page = client.get(reverse("provider-edit", args=[admin.organisation.slug])).content.decode()
    assert "can no longer be read" in page


@pytest.mark.parametrize(
    ("domain", "sentence"),
    [
        ("westfield.example", "No admin of"),
        ("gmail.com", "Everybody can have an address at gmail.com"),
        ("no domain!", "is no domain like"),
        ("", "Name at least one domain"),
    ],
)
def test_domain_that_is_not_the_organisations_is_refused(there, admin, domain, sentence):
    answer = save(admin, form_of(there, domains=domain))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SignInProvider.objects.exists()


def test_domain_of_a_member_who_is_no_admin_is_refused(there, admin):
    make_member("facilitator", admin.organisation, make_user("sam@westfield.example"))
    with pytest.raises(PeopleError, match="No admin of"):
        set_up(there, admin, domains=["westfield.example"])


def test_domain_that_another_organisation_speaks_for_is_refused(there, provider):
    other = make_member("admin", user=make_user("other@eastfield.example"))
    with pytest.raises(PeopleError, match="Another organisation here speaks for"):
        set_up(there, other)


@pytest.mark.parametrize(
    ("issuer", "sentence"),
    [
        ("http://provider.example", "does not begin with https://"),
        ("https://127.0.0.1:9", "has no public address"),
        ("https://169.254.169.254", "has no public address"),
        ("https://10.0.0.1", "has no public address"),
        ("https://[::1]", "has no public address"),
        ("https://[::ffff:10.0.0.1]", "has no public address"),
        ("https://localhost", "has no public address"),
        ("https://login.microsoftonline.com/common/v2.0", "your own tenant"),
        ("file:///etc/passwd", "Enter an address that begins with https://"),
    ],
)
def test_issuer_within_the_network_or_without_https_is_refused(there, admin, issuer, sentence):
    answer = save(admin, form_of(there, issuer=issuer))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_issuer_that_is_another_or_leads_within_is_refused(there, admin, monkeypatch):
    honest = there.configuration()
    for lie, sentence in (
        ({"issuer": "https://another.example"}, "It says that it is https://another.example"),
        ({"token_endpoint": "http://10.0.0.1/token"}, "does not begin with https://"),
        ({"jwks_uri": "https://10.0.0.1/keys"}, "has no public address"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "does not begin with https://"),
        ({"token_endpoint": None}, "does not name its endpoints"),
    ):
        monkeypatch.setattr(there, "configuration", lambda lie=lie: {**honest, **lie})
        assert sentence in save(admin, form_of(there)).content.decode()


def test_plain_http_on_loopback_is_for_trying_out_only(there, admin, settings):
    settings.SIGN_IN_LOOPBACK = False
    answer = save(admin, form_of(there))
    assert "does not begin with https://" in answer.content.decode()


@pytest.mark.parametrize("role", ["facilitator", "commissioner"])
def test_other_roles_change_nothing(there, provider, role):
    me = make_member(role, provider.organisation)
    assert save(me, form_of(there)).status_code == 403
    with pytest.raises(PeopleError, match="Only an admin"):
        set_up(there, me)
    with pytest.raises(PeopleError, match="Only an admin"):
        remove_provider(by=me)
