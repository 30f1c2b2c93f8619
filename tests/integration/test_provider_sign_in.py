"""Signing in through an organisation's own provider, and everybody who tries to get in that way."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.erasing import erase_person
from assessors.actions.errors import PeopleError
from assessors.actions.invitations import accept_invitation, invite_person
from assessors.actions.organisations import remove_member
from assessors.actions.providers import remove_provider, save_provider
from assessors.models import AuditEntry, AuditKind, Membership, Organisation, SignInProvider, User
from assessors.sealing import seal, unseal
from projects.models import Portfolio
from tests.factories.openid_provider import (
    CLIENT_ID,
    FOREIGN_KEY,
    SECRET,
    OpenIdProvider,
    running_provider,
)
from tests.factories.people import PASSWORD, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(settings):
    settings.SIGN_IN_LOOPBACK = True
    with running_provider() as provider:
        yield provider


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


@pytest.fixture
def admin() -> Membership:
    return make_admin()


@pytest.fixture
def provider(there, admin) -> SignInProvider:
    return set_up(there, admin)


@pytest.fixture
def member(admin) -> Membership:
    return make_member("facilitator", admin.organisation, make_user("ada@eastfield.example"))


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


# --- Coming in -----------------------------------------------------------------------------


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


# --- Attacks on the protocol ---------------------------------------------------------------


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


# --- Attacks by an organisation ------------------------------------------------------------


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


# --- The second factor ---------------------------------------------------------------------


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


# --- Own sign-in, where the organisation closes it -----------------------------------------


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


# --- Finding the way -----------------------------------------------------------------------


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


# --- Setting it up -------------------------------------------------------------------------


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
