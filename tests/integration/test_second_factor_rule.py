"""An organisation that asks for a second factor: who is turned away, how, and how they get in."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.errors import PeopleError
from assessors.actions.organisations import set_second_factor_rule
from assessors.models import AuditEntry, AuditKind, Membership, Organisation, User
from bucketing.actions.seats import hand_over
from reports.actions.api_tokens import make_api_token
from tests.factories.people import PASSWORD, make_member, make_user
from tests.factories.whole_room import make_whole_room
from tests.routes import ROUTES, Route

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
PAGE = "text/html,application/xhtml+xml"
# They lead everybody on, or are about one's own account; no page of the organisation is behind them.
OF_NO_ORGANISATION = {"entry-refused", "provider-sign-in"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def give_factor(user: User) -> None:
    TOTP.activate(user, SECRET)


def require_factor(organisation: Organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(requires_second_factor=True)


def code_of_app() -> str:
    return f"{hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))):06}"


@pytest.fixture
def member() -> Membership:
    """An admin without a second factor in an organisation that asks for one."""
    member = make_member("admin")
    require_factor(member.organisation)
    return member


def people_url(member: Membership) -> str:
    return reverse("people", args=[member.organisation.slug])


def entry_url(member: Membership) -> str:
    return reverse("entry-refused", args=[member.organisation.slug])


# --- The rule ------------------------------------------------------------------------------


def test_rule_is_switched_on_by_an_admin_with_a_factor_and_recorded():
    me = make_member("admin")
    give_factor(me.user)
    client = signed_in(me.user)
    rules = reverse("sign-in-rules", args=[me.organisation.slug])
    client.post(rules, {"require": "1"})
    assert Organisation.objects.get(pk=me.organisation_id).requires_second_factor
    client.post(rules)
    assert not Organisation.objects.get(pk=me.organisation_id).requires_second_factor
    entries = AuditEntry.objects.filter(kind=AuditKind.SECOND_FACTOR_RULE).order_by("id")
    assert [(each.organisation_id, each.actor_id, each.detail) for each in entries] == [
        (me.organisation_id, me.user_id, {"required": "yes"}),
        (me.organisation_id, me.user_id, {"required": "no"}),
    ]


def test_rule_cannot_be_switched_on_by_an_admin_without_a_factor():
    me = make_member("admin")
    with pytest.raises(PeopleError, match="Set up a second factor yourself first"):
        set_second_factor_rule(is_required=True, by=me)
    page = signed_in(me.user).post(
        reverse("sign-in-rules", args=[me.organisation.slug]), {"require": "1"}, follow=True
    )
    assert "or you would lock yourself out" in page.content.decode()
    assert not Organisation.objects.get(pk=me.organisation_id).requires_second_factor


@pytest.mark.parametrize("role", ["facilitator", "commissioner"])
def test_rule_cannot_be_switched_by_another_role(role):
    me = make_member(role)
    give_factor(me.user)
    rules = reverse("sign-in-rules", args=[me.organisation.slug])
    assert signed_in(me.user).post(rules, {"require": "1"}).status_code == 403
    with pytest.raises(PeopleError, match="Only an admin"):
        set_second_factor_rule(is_required=True, by=me)


def test_rule_page_names_who_has_none():
    me = make_member("admin")
    give_factor(me.user)
    without = make_member("facilitator", me.organisation)
    page = signed_in(me.user).get(reverse("sign-in-rules", args=[me.organisation.slug]))
    text = page.content.decode()
    assert (
        f"1 member has none, and would be led to set it up on their next page: {without.user.name}."
        in text
    )


def test_people_page_shows_factors_to_admins_only():
    me = make_member("admin")
    give_factor(me.user)
    reader = make_member("commissioner", me.organisation)
    text = signed_in(me.user).get(people_url(me)).content.decode()
    assert text.count('<span class="tag ok">on</span>') == 1
    assert text.count('<span class="tag">none</span>') == 1
    assert "Second factor" not in signed_in(reader.user).get(people_url(me)).content.decode()


# --- Who is turned away --------------------------------------------------------------------


def of_the_organisation(route: Route) -> bool:
    named = set(route.arguments.values()) & {"workshop_id", "portfolio_id", "slug"}
    return bool(named) and route.name not in OF_NO_ORGANISATION and ":" not in route.name


@pytest.mark.parametrize("role", ["commissioner", "facilitator", "admin"])
def test_every_page_of_the_organisation_leads_to_set_up(role):
    room = make_whole_room()
    require_factor(room.workshop.portfolio.organisation)
    entry, wrong = reverse("entry-refused", args=[room.slug]), {}
    for route in filter(of_the_organisation, ROUTES):
        url = reverse(route.name, kwargs={k: getattr(room, v) for k, v in route.arguments.items()})
        send = room.clients[role].post if route.method == "POST" else room.clients[role].get
        answer = send(url, HTTP_ACCEPT=PAGE)
        led = answer.status_code == 302 and answer["Location"].startswith(f"{entry}?next=")
        told = answer.status_code == 403 and b"Set up a second factor" in answer.content
        if not (led if route.method == "GET" else told):
            wrong[route.name] = (answer.status_code, answer.get("Location", ""))
    assert wrong == {}


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_fragments_and_data_say_why_with_a_403(headers):
    room = make_whole_room()
    require_factor(room.workshop.portfolio.organisation)
    for name in ("workshop-board-live", "workshop-bar", "summary-json", "workshop-new"):
        url = reverse(name, args=[] if name == "workshop-new" else [room.workshop_id])
        answer = room.clients["facilitator"].get(url, headers={"Accept": PAGE, **headers})
        assert answer.status_code == 403, name
        assert "asks for a second factor" in answer.content.decode()


def test_start_page_and_planner_show_nothing_of_the_organisation():
    room = make_whole_room()
    require_factor(room.workshop.portfolio.organisation)
    client = room.clients["admin"]
    page = client.get("/").content.decode()
    assert "asks for a second factor" in page
    assert room.workshop.name not in page
    assert room.workshop.portfolio.name not in page
    for name in ("workshop-new", "portfolio-new"):
        answer = client.get(reverse(name), HTTP_ACCEPT=PAGE)
        assert answer["Location"].startswith(reverse("entry-refused", args=[room.slug])), name


def test_token_of_a_member_without_a_factor_opens_nothing(member):
    Organisation.objects.update(requires_second_factor=False)
    _, token = make_api_token(by=member, name="Excel", now=timezone.now())
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get(reverse("api:portfolios"), headers=headers).status_code == 200
    require_factor(member.organisation)
    answer = Client().get(reverse("api:portfolios"), headers=headers)
    assert answer.status_code == 403
    assert "asks for a second factor" in answer.json()["detail"]
    give_factor(member.user)
    assert Client().get(reverse("api:portfolios"), headers=headers).status_code == 200


def test_guests_are_not_asked():
    room = make_whole_room()
    before = room.clients["assessor"].get(reverse("seat", args=[room.code])).status_code
    require_factor(room.workshop.portfolio.organisation)
    assert before == room.clients["assessor"].get(reverse("seat", args=[room.code])).status_code
    assert Client().get(reverse("workshop-join", args=[room.code])).status_code == 200


def test_stranger_learns_nothing_of_the_rule(member):
    stranger = signed_in(make_member("admin").user)
    assert stranger.get(people_url(member), HTTP_ACCEPT=PAGE).status_code == 404
    assert stranger.get(entry_url(member)).status_code == 404


def test_member_of_two_organisations_is_limited_in_one_only(member):
    other = make_member("admin", user=member.user)
    client = signed_in(member.user)
    assert client.get(people_url(other)).status_code == 200
    assert client.get(people_url(member), HTTP_ACCEPT=PAGE).status_code == 302
    assert client.get(reverse("portfolio-new")).status_code == 200
    named = client.get(
        reverse("portfolio-new"), {"organisation": member.organisation.slug}, HTTP_ACCEPT=PAGE
    )
    assert named["Location"].startswith(entry_url(member))


def test_room_is_handed_to_somebody_without_a_factor_who_is_then_asked():
    room = make_whole_room()
    organisation = room.workshop.portfolio.organisation
    giver = organisation.memberships.get(role="facilitator", is_limited=False).user
    give_factor(giver)
    require_factor(organisation)
    taker = make_member("facilitator", organisation).user
    hand_over(workshop=room.workshop, to=taker, by=giver, now=timezone.now())
    board = reverse("workshop-board", args=[room.workshop_id])
    assert signed_in(taker).get(board, HTTP_ACCEPT=PAGE).status_code == 302


# --- Getting in ----------------------------------------------------------------------------


def test_setting_one_up_brings_back_to_the_page_that_was_wanted(member):
    client = Client()
    client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    wanted = f"{people_url(member)}?sort=name"
    page = client.get(wanted, HTTP_ACCEPT=PAGE, follow=True)
    assert "asks its members for more than a password" in page.content.decode()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    set_up = client.get(reverse("mfa_activate_totp"))
    secret = set_up.context["form"].secret
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"
    codes = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert f'href="{entry_url(member)}">Go on to where you wanted to go' in codes.content.decode()
    assert client.get(entry_url(member))["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_page_elsewhere_is_never_led_to(member):
    client = signed_in(member.user)
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        client.get(entry_url(member), {"next": elsewhere})
    give_factor(member.user)
    assert client.get(entry_url(member))["Location"] == "/"


def test_recovery_code_gets_in(member):
    give_factor(member.user)
    codes = RecoveryCodes.activate(member.user).get_unused_codes()
    client = Client()
    client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(people_url(member)).status_code == 200


def test_recovery_codes_alone_are_no_factor(member):
    RecoveryCodes.activate(member.user)
    assert signed_in(member.user).get(people_url(member), HTTP_ACCEPT=PAGE).status_code == 302


def test_passkey_counts(member):
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.WEBAUTHN, data={})
    assert signed_in(member.user).get(people_url(member)).status_code == 200


def test_removing_the_last_factor_leads_back_to_set_up(member):
    give_factor(member.user)
    client = Client()
    client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of_app()})
    assert client.get(people_url(member)).status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not member.user.has_second_factor
    assert client.get(people_url(member), HTTP_ACCEPT=PAGE)["Location"].startswith(
        entry_url(member)
    )


def test_invited_person_is_asked_after_joining(member):
    invited = make_user()
    make_member("commissioner", member.organisation, invited)
    assert "asks for a second factor" in signed_in(invited).get("/").content.decode()
