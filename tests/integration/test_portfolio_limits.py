"""Members limited to chosen portfolios: the others are as unknown to them as to a stranger."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessors.actions.accounts import make_owner
from assessors.actions.errors import PeopleError
from assessors.actions.invitations import accept_invitation, invite_person
from assessors.actions.organisations import change_member, change_role
from assessors.models import AuditEntry, Membership
from bucketing.actions.errors import Refused
from bucketing.actions.reconciling import save_precedent
from bucketing.actions.rehearsals import copy_for_rehearsal
from bucketing.actions.seats import hand_over, take_facilitator_seat
from bucketing.actions.stages import close_workshop
from bucketing.models import SeatRole
from bucketing.queries.calibration import earlier_rulings
from bucketing.queries.home import desks_of
from bucketing.queries.judgeable import judgeable_by
from bucketing.queries.people import load_people
from projects.models import Portfolio
from reports.actions.api_tokens import make_api_token
from reports.models import PublishedSummary
from tests.factories.people import make_member, make_user
from tests.factories.whole_room import signed_in_client
from tests.factories.workshops import NOW, make_portfolio, make_workshop

pytestmark = pytest.mark.django_db


class Council:
    """Two portfolios with a workshop each; `limited` may see the first alone."""

    def __init__(self) -> None:
        self.admin = make_member("admin")
        self.organisation = self.admin.organisation
        self.own, self.other = (
            make_workshop(organisation=self.organisation, by=self.admin.user) for _ in range(2)
        )
        self.limited = make_member("facilitator", self.organisation, only=[self.own.portfolio])
        self.client = signed_in_client(self.limited.user)


@pytest.fixture
def council() -> Council:
    return Council()


def test_lists_hold_the_own_portfolio_alone(council):
    copy_for_rehearsal(workshop=council.other, by=council.admin.user, now=NOW)
    (desk,) = desks_of(council.limited.user)
    assert desk.portfolios == [council.own.portfolio]
    assert set(desk.totals) == {council.own.portfolio_id}
    assert desk.workshops == [council.own]
    assert desk.rehearsals == {}
    assert {each.portfolio for each in judgeable_by(council.limited.user)} == {
        council.own.portfolio
    }
    for address in ("/", "/workshops/new/"):
        page = council.client.get(address).content.decode()
        assert council.own.portfolio.name in page
        assert council.other.portfolio.name not in page
        assert council.other.name not in page


def test_planning_over_another_portfolio_is_not_to_be_had(council):
    wanted = f"{council.other.portfolio_id}-2025-planned"
    answer = council.client.post("/workshops/new/", {"spend": wanted, "make": "1"})
    assert answer.status_code == 422
    assert council.other.portfolio.workshops.count() == 1


def test_unlimited_colleague_and_admin_see_both(council):
    for member in (council.admin, make_member("commissioner", council.organisation)):
        (desk,) = desks_of(member.user)
        assert desk.portfolios == [council.own.portfolio, council.other.portfolio]
        assert len(desk.workshops) == 2


def test_token_opens_what_its_owner_may_see_now(council, client):
    for workshop in (council.own, council.other):
        close_workshop(workshop=workshop, by=None, now=NOW)
    _, text = make_api_token(by=council.limited, name="Excel", now=timezone.now())

    def get(path):
        return client.get(f"/api/{path}", headers={"Authorization": f"Bearer {text}"})

    assert [each["id"] for each in get("portfolios").json()] == [council.own.portfolio_id]
    assert [each["id"] for each in get("workshops").json()] == [council.own.pk]
    for part in ("projects", "summary"):
        assert get(f"workshops/{council.own.pk}/{part}").status_code == 200
        assert get(f"workshops/{council.other.pk}/{part}").status_code == 404
    limit(council, council.other.portfolio)
    assert [each["id"] for each in get("workshops").json()] == [council.other.pk]
    assert get(f"workshops/{council.own.pk}/summary").status_code == 404


def test_rulings_of_unknown_workshops_are_not_offered(council):
    save_precedent(workshop=council.other, text="Refuges are acute.", by=None, now=NOW)
    assert earlier_rulings(council.own, council.limited.user) == []
    assert [each.text for each in earlier_rulings(council.own, council.admin.user)] == [
        "Refuges are acute."
    ]


def test_room_cannot_be_handed_to_who_may_not_see_it(council):
    take_facilitator_seat(workshop=council.other, user=council.admin.user, now=NOW)
    assert council.limited not in load_people(council.other, NOW).could_run
    assert council.limited in load_people(council.own, NOW).could_run
    with pytest.raises(Refused, match="who may see this portfolio"):
        hand_over(workshop=council.other, to=council.limited.user, by=council.admin.user, now=NOW)


def test_limit_shuts_the_room_that_a_facilitator_runs_and_keeps_the_seat(council):
    limit(council, council.other.portfolio)
    take_facilitator_seat(workshop=council.other, user=council.limited.user, now=NOW)
    board = reverse("workshop-board", args=[council.other.pk])
    assert council.client.get(board).status_code == 200
    limit(council, council.own.portfolio)
    for name in ("workshop-board", "workshop-board-live", "workshop-people", "summary"):
        address = reverse(name, args=[council.other.pk])
        assert council.client.get(address).status_code == 404
    seat = council.other.seats.get(user=council.limited.user)
    assert (seat.role, seat.removed_at) == (SeatRole.FACILITATOR, None)
    admin = signed_in_client(council.admin.user)
    admin.post(reverse("workshop-seat-take", args=[council.other.pk]))
    page = admin.get(reverse("workshop-people", args=[council.other.pk])).content.decode()
    assert page.count("may no longer see this portfolio") == 1


def test_published_page_stays_public(council):
    close_workshop(workshop=council.other, by=None, now=NOW)
    publishing = reverse("summary-publish", args=[council.other.pk])
    signed_in_client(council.admin.user).post(publishing)
    published = PublishedSummary.objects.get(workshop=council.other)
    address = reverse("published-summary", args=[published.token])
    for client in (council.client, Client()):
        assert client.get(address).status_code == 200
    assert council.client.get(publishing).status_code == 404
    assert council.client.get(f"/workshops/{council.other.pk}/summary/").status_code == 404


def limit(council: Council, *portfolios: Portfolio) -> Membership:
    council.limited = change_member(
        membership=council.limited,
        role=council.limited.role,
        reach=[each.pk for each in portfolios],
        by=council.admin,
    )
    return council.limited


def test_invitation_carries_its_portfolios(council):
    sent = invite_person(
        organisation=council.organisation,
        email="new@example.org",
        role="commissioner",
        reach=[council.own.portfolio_id],
        by=council.admin,
        now=NOW,
    )
    joined = accept_invitation(
        invitation=sent.invitation, user=make_user("new@example.org"), now=NOW
    )
    assert list(joined.portfolios.all()) == [council.own.portfolio]
    assert council.other.portfolio.membership_of(joined.user) is None
    assert council.own.portfolio.membership_of(joined.user) == joined
    assert list(Portfolio.objects.readable_by(joined.user)) == [council.own.portfolio]
    kinds = dict(AuditEntry.objects.values_list("kind", "detail"))
    assert kinds["person_invited"]["sees"] == council.own.portfolio.name
    assert kinds["invitation_accepted"]["sees"] == council.own.portfolio.name


def test_admin_invites_to_chosen_portfolios_on_the_page(council):
    admin = signed_in_client(council.admin.user)
    people = reverse("people", args=[council.organisation.slug])
    asked = {"email": "new@example.org", "role": "facilitator", "sees": "some"}
    answer = admin.post(people, asked)
    assert answer.status_code == 422
    assert "Tick at least one portfolio" in answer.content.decode()
    assert admin.post(people, asked | {"portfolios": [council.own.portfolio_id]}).status_code == 302
    invitation = council.organisation.invitations.get()
    assert list(invitation.portfolios.all()) == [council.own.portfolio]


def test_portfolio_of_strangers_cannot_be_chosen(council):
    admin = signed_in_client(council.admin.user)
    address = reverse("member-change", args=[council.organisation.slug, council.limited.pk])
    asked = {"role": "facilitator", "sees": "some", "portfolios": [make_portfolio().pk]}
    assert admin.post(address, asked).status_code == 422
    with pytest.raises(PeopleError, match="gone"):
        limit(council, make_portfolio())
    council.limited.refresh_from_db()
    assert list(council.limited.portfolios.all()) == [council.own.portfolio]


def test_admin_changes_a_limit_on_the_page_and_it_is_on_record(council):
    admin = signed_in_client(council.admin.user)
    address = reverse("member-change", args=[council.organisation.slug, council.limited.pk])
    both = [council.own.portfolio_id, council.other.portfolio_id]
    page = admin.get(address).content.decode()
    assert "their seat stays on record but opens nothing" in page
    assert page.count("checked") == 3  # the role, the choice of some, and the one portfolio
    for sees in ({"sees": "some", "portfolios": both}, {"sees": "all"}, {"sees": "all"}):
        assert admin.post(address, {"role": "facilitator", **sees}).status_code == 302
    told = AuditEntry.objects.filter(kind="reach_changed").order_by("id")
    names = f"{council.own.portfolio.name}, {council.other.portfolio.name}"
    assert [each.detail["sees"] for each in told] == [names, "All portfolios"]
    assert {each.subject_id for each in told} == {council.limited.user_id}


def test_who_sees_what_is_shown_to_admins_alone(council):
    people = reverse("people", args=[council.organisation.slug])
    page = council.client.get(people).content.decode()
    assert council.own.portfolio.name not in page
    assert council.own.portfolio.name in (
        signed_in_client(council.admin.user).get(people).content.decode()
    )


def test_admins_are_never_limited(council):
    change_role(membership=council.limited, role="admin", by=council.admin)
    council.limited.refresh_from_db()
    assert (council.limited.is_limited, council.limited.portfolios.count()) == (False, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=council.limited.pk).update(is_limited=True)


def test_owner_from_the_command_line_is_not_limited_any_more(council):
    make_owner(
        email=council.limited.user.email,
        name="",
        password=None,
        organisation_name=council.organisation.name,
    )
    assert council.other.portfolio.membership_of(council.limited.user).role == "admin"


def test_who_loses_the_last_portfolio_sees_none(council):
    empty = make_portfolio(council.organisation)
    limit(council, empty)
    empty.delete()
    assert list(Portfolio.objects.readable_by(council.limited.user)) == []
    assert council.own.portfolio.membership_of(council.limited.user) is None


def test_limit_in_one_organisation_leaves_the_other_as_it_was(council):
    elsewhere = make_member("commissioner", user=council.limited.user)
    portfolio = make_portfolio(elsewhere.organisation)
    assert set(Portfolio.objects.readable_by(council.limited.user)) == {
        council.own.portfolio,
        portfolio,
    }
