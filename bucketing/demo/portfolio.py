"""Putting the made-up portfolio into the database, without what the projects truly are."""

from decimal import Decimal

from assessors.models import Organisation, User
from projects.demo import DemoProject, demo_projects
from projects.demo.portfolio import PORTFOLIO_NAME
from projects.models import DESCRIBED_FIELDS, Basis, Portfolio, Project, SpendLine

LAST_YEAR, THIS_YEAR = 2024, 2025


def make_portfolio(*, organisation: Organisation, by: User) -> Portfolio:
    """Six hundred projects with what was spent last year and what is planned for this one."""
    portfolio = Portfolio.objects.create(
        organisation=organisation, name=PORTFOLIO_NAME, created_by=by
    )
    projects = Project.objects.bulk_create(
        Project(portfolio=portfolio, **_words(each)) for each in demo_projects()
    )
    SpendLine.objects.bulk_create(
        line
        for project, each in zip(projects, demo_projects(), strict=True)
        for line in (
            _line(project, each, LAST_YEAR, Basis.ACTUAL, each.previous_amount),
            _line(project, each, THIS_YEAR, Basis.PLANNED, each.amount),
        )
    )
    return portfolio


def _words(each: DemoProject) -> dict[str, str]:
    return {field: getattr(each, field) for field in DESCRIBED_FIELDS if field != "attributes"}


def _line(
    project: Project, each: DemoProject, financial_year: int, basis: Basis, amount: Decimal
) -> SpendLine:
    return SpendLine(
        project=project,
        financial_year=financial_year,
        basis=basis,
        amount=amount,
        nature=each.nature,
        funding_source=each.funding_source,
        funding_route=each.funding_route,
    )
