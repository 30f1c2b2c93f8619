"""Who may see a portfolio, and who may change it."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Portfolio, Project, SpendImport
from projects.urls import portfolio_urls
from tests.factories.people import make_member
from tests.integration.importing import make_portfolio, signed_in, upload

pytestmark = pytest.mark.django_db

SMALL = b"Reference,Project,Financial year,Budget\nP1,Falls clinic,2025/26,1000\nP2,Night shelter,2025/26,2000.50\n"


@pytest.fixture
def spend_import() -> SpendImport:
    admin = make_member("admin")
    portfolio = make_portfolio(admin)
    Project.objects.create(portfolio=portfolio, reference="P0", name="Warm homes")
    upload(signed_in(admin.user), portfolio, "list.csv", SMALL)
    return SpendImport.objects.get()


def addresses(spend_import: SpendImport) -> dict[str, str]:
    """Every address under a portfolio, by name."""
    portfolio = spend_import.portfolio
    keys = {
        "pk": portfolio.pk,
        "project_pk": portfolio.projects.get().pk,
        "import_pk": spend_import.pk,
    }
    return {
        name: reverse(name, kwargs={key: keys[key] for key in parameters})
        for name, parameters in parameters_by_name(portfolio_urls).items()
    }


def parameters_by_name(patterns, before=("pk",)) -> dict[str, tuple[str, ...]]:
    found = {}
    for pattern in patterns:
        parameters = (*before, *pattern.pattern.converters)
        if hasattr(pattern, "url_patterns"):
            found |= parameters_by_name(pattern.url_patterns, parameters)
        else:
            found[pattern.name] = parameters
    return found


READABLE = {"portfolio-detail", "project-detail", "import-list", "import-detail", "import-template"}


def test_every_page_of_members_is_meant_for_them():
    """Whatever is not listed as readable must refuse readers, so a new page is shut until it is listed."""
    assert set(parameters_by_name(portfolio_urls)) > READABLE


def test_stranger_finds_nothing(spend_import):
    client = signed_in(make_member("admin").user)
    for name, address in addresses(spend_import).items():
        assert client.get(address).status_code in (404, 405), name
        assert client.post(address).status_code in (404, 405), name


def test_visitor_is_asked_to_sign_in(spend_import):
    for name, address in addresses(spend_import).items():
        answer = Client().get(address)
        assert answer.status_code in (302, 405), name
        if answer.status_code == 302:
            assert answer["Location"].startswith(reverse("account_login")), name


@pytest.mark.parametrize("role", ["facilitator", "commissioner"])
def test_reader_reads_and_may_not_write(spend_import, role):
    client = signed_in(make_member(role, organisation=spend_import.portfolio.organisation).user)
    for name, address in addresses(spend_import).items():
        statuses = {client.get(address).status_code, client.post(address).status_code}
        if name in READABLE:
            assert statuses <= {200, 302, 405}, name
        else:
            assert statuses <= {403, 405}, name


@pytest.mark.parametrize(
    ("role", "status"), [("admin", 200), ("facilitator", 403), ("commissioner", 403)]
)
def test_only_admins_make_portfolios(role, status):
    member = make_member(role)
    address = f"{reverse('portfolio-new')}?organisation={member.organisation.slug}"
    assert signed_in(member.user).get(address).status_code == status


def test_portfolio_of_an_organisation_one_does_not_belong_to_cannot_be_made():
    address = f"{reverse('portfolio-new')}?organisation={make_member('admin').organisation.slug}"
    client = signed_in(make_member("admin").user)
    assert client.post(address, {"name": "Theirs"}).status_code == 404
    assert not Portfolio.objects.exists()


def test_new_portfolio_leads_to_its_first_file():
    member = make_member("admin")
    client = signed_in(member.user)
    address = f"{reverse('portfolio-new')}?organisation={member.organisation.slug}"
    answer = client.post(address, {"name": "Prevention"})
    portfolio = Portfolio.objects.get()
    assert (portfolio.organisation, portfolio.created_by) == (member.organisation, member.user)
    assert answer["Location"] == reverse("import-new", args=[portfolio.pk])
    again = client.post(address, {"name": "Prevention"})
    assert again.status_code == 422
    assert "There is a portfolio “Prevention” already" in again.content.decode()


def test_projects_of_another_portfolio_are_not_found(spend_import):
    member = make_member("admin")
    other = make_portfolio(member)
    project = spend_import.portfolio.projects.get()
    client = signed_in(member.user)
    assert client.get(reverse("project-detail", args=[other.pk, project.pk])).status_code == 404
    assert client.get(reverse("import-sheet", args=[other.pk, spend_import.pk])).status_code == 404
