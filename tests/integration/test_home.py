"""The start page: what a visitor, a member and a stranger find."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from bucketing.actions.workshops import create_workshop
from bucketing.domain.plan import Plan
from bucketing.models import Stage, Workshop
from projects.models import Portfolio, Project, SpendLine
from tests.factories.people import make_member, make_user

pytestmark = pytest.mark.django_db


def make_portfolio(organisation, name="Grants", amounts=("100.50", "200")) -> Portfolio:
    portfolio = Portfolio.objects.create(organisation=organisation, name=name)
    for number, amount in enumerate(amounts):
        project = Project.objects.create(
            portfolio=portfolio, reference=f"{name}-{number}", name=f"Project {number}"
        )
        SpendLine.objects.create(
            project=project, financial_year=2025, amount=Decimal(amount), basis="planned"
        )
    return portfolio


def make_workshop(portfolio, name="Spring", **fields) -> Workshop:
    workshop = create_workshop(
        portfolio=portfolio,
        name=name,
        financial_year=2025,
        basis="planned",
        plan=Plan(),
        by=None,
        now=timezone.now(),
    )
    Workshop.objects.filter(pk=workshop.pk).update(**fields)
    return workshop


def page_for(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


def test_home_for_a_visitor_asks_for_a_code() -> None:
    make_user()
    page = Client().get("/").content.decode()
    assert "Join a workshop" in page
    assert 'action="/join/"' in page


def test_home_lists_portfolios_with_count_and_money() -> None:
    member = make_member("commissioner")
    make_portfolio(member.organisation)
    page = page_for(member.user)
    assert "Grants" in page
    assert "<b>£301</b>" in page
    assert "planned in 2025/26, 2 projects" in page


def test_home_counts_neither_archived_projects_nor_replaced_ones() -> None:
    member = make_member("commissioner")
    portfolio = make_portfolio(member.organisation, amounts=("100", "200", "400"))
    archived, parent, part = portfolio.projects.order_by("reference")
    Project.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    Project.objects.filter(pk=part.pk).update(parent=parent)
    assert "<b>£400</b>" in page_for(member.user)
    assert "1 project<" in page_for(member.user)


def test_home_shows_the_latest_year() -> None:
    member = make_member("commissioner")
    portfolio = make_portfolio(member.organisation)
    project = portfolio.projects.all()[0]
    SpendLine.objects.create(project=project, financial_year=2024, amount=999, basis="actual")
    assert "planned in 2025/26" in page_for(member.user)


def test_home_keeps_strangers_apart() -> None:
    ours, theirs = make_member("admin"), make_member("admin")
    make_workshop(make_portfolio(theirs.organisation, "Their secret grants"), "Their workshop")
    page = page_for(ours.user)
    assert "Their" not in page


def test_home_says_where_a_workshop_stands() -> None:
    member = make_member("facilitator")
    portfolio = make_portfolio(member.organisation)
    make_workshop(portfolio, "In the lobby")
    running = make_workshop(portfolio, "Under way")
    now = timezone.now()
    Stage.objects.filter(workshop=running, position=1).update(
        opened_at=now, due_at=now + timedelta(minutes=5)
    )
    make_workshop(portfolio, "Over", closed_at=now)
    page = " ".join(page_for(member.user).split())
    assert ">Lobby</span>" in page
    assert ">Welcome</span>" in page
    assert "5 min left" in page
    assert page.index("Finished") < page.index("Over")


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("admin", "Bring in the list of projects and grants"),
        ("facilitator", "An admin of your organisation brings in the list"),
        ("commissioner", "An admin of your organisation brings in the list"),
    ],
)
def test_home_of_an_empty_organisation_offers_what_the_role_may_do(role, offered) -> None:
    assert offered in page_for(make_member(role).user)


def test_home_without_an_organisation_offers_the_invitation_code() -> None:
    assert "You belong to no organisation yet" in page_for(make_user())


def test_home_takes_the_same_number_of_queries_for_many(django_assert_num_queries) -> None:
    member = make_member("facilitator")
    client = Client()
    client.force_login(member.user)
    for number in range(3):
        portfolio = make_portfolio(member.organisation, f"Grants {number}")
        make_workshop(portfolio, f"Workshop {number}")
        with django_assert_num_queries(7):
            client.get("/")
