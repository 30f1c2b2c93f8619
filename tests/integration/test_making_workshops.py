from decimal import Decimal

import pytest

from bucketing.actions.errors import Refused
from bucketing.actions.workshops import create_workshop
from bucketing.domain.plan import Plan
from bucketing.models import CriteriaSet, Workshop
from projects.models import SpendLine
from tests.factories.people import make_user
from tests.factories.workshops import NOW, make_portfolio, make_project, make_workshop

pytestmark = pytest.mark.django_db


def make(portfolio, **fields):
    settings = {"name": "Spring", "financial_year": 2025, "basis": "planned", "plan": Plan()}
    return create_workshop(portfolio=portfolio, by=make_user(), now=NOW, **settings | fields)


def test_spend_of_the_year_and_basis_is_added_up_and_frozen():
    portfolio = make_portfolio()
    project = make_project(portfolio, "100.10", reference="A", name="Play days", provider="Parks")
    for year, basis, amount in (
        (2025, "planned", "0.05"),
        (2024, "planned", "7"),
        (2025, "actual", "9"),
    ):
        SpendLine.objects.create(
            project=project, financial_year=year, basis=basis, amount=Decimal(amount)
        )
    workshop = make(portfolio)
    project.name = "Renamed later"
    project.save()
    frozen = workshop.projects.get()
    assert (frozen.name, frozen.provider, frozen.amount) == (
        "Play days",
        "Parks",
        Decimal("100.15"),
    )


def test_projects_are_ranked_by_money_and_those_without_any_are_left_out():
    workshop = make_workshop("5", "0", "-3", "7")
    ranked = workshop.projects.values_list("rank", "amount", "left_out")
    assert list(ranked) == [(1, 7, ""), (2, 5, ""), (3, 0, "no_spend"), (4, -3, "no_spend")]


def test_plan_leaves_out_the_smallest():
    workshop = make_workshop("5", "4", "3", plan=Plan(left_out_count=2))
    assert list(workshop.projects.values_list("left_out", flat=True)) == [
        "",
        "too_small",
        "too_small",
    ]


def test_year_without_spend_makes_no_workshop():
    portfolio = make_portfolio()
    make_project(portfolio)
    with pytest.raises(Refused, match="no spend of that year"):
        make(portfolio, financial_year=2030)
    assert not Workshop.objects.exists()


def test_maker_gets_the_facilitators_seat_and_the_built_in_criteria_are_stored_once():
    first, second = make_workshop(), make_workshop()
    assert first.seats.get().role == "facilitator"
    assert first.criteria_set == second.criteria_set == CriteriaSet.objects.get()
    assert [tier["code"] for tier in first.criteria_set.content["tiers"]] == [
        "upstream", "midstream", "downstream", "acute",
    ]  # fmt: skip
    assert first.join_code != second.join_code


def test_calibration_proposes_six_projects_of_different_directorates():
    portfolio = make_portfolio()
    for number in range(40):
        make_project(portfolio, str(1000 * (number + 1)), directorate=f"D{number % 8}")
    chosen = make(portfolio).projects.filter(is_for_calibration=True)
    assert chosen.count() == 6
    assert len(set(chosen.values_list("directorate", flat=True))) == 6
