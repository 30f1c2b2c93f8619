"""Planning a workshop in the browser, with scripts and without."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from bucketing.models import Workshop
from tests.factories.people import make_member
from tests.factories.workshops import make_assessor, make_portfolio, make_project

pytestmark = pytest.mark.django_db
PLANNER = "/workshops/new/"


@pytest.fixture
def planning():
    """A facilitator with forty projects of £1,000 to £40,000."""
    member = make_member("facilitator")
    portfolio = make_portfolio(member.organisation, name="Northmere")
    for thousands in range(1, 41):
        make_project(portfolio, Decimal(1000 * thousands))
    client = Client()
    client.force_login(member.user)
    return client, portfolio


def test_planner_address_is_known():
    assert reverse("workshop-new") == PLANNER


def test_planner_for_a_commissioner_is_refused():
    client = Client()
    client.force_login(make_member("commissioner").user)
    assert client.get(PLANNER).status_code == 403


def test_planner_without_spend_says_what_is_missing():
    client = Client()
    client.force_login(make_member("facilitator").user)
    assert "There is no spend to judge yet" in client.get(PLANNER).content.decode()


def test_planner_does_not_offer_the_spend_of_others(planning):
    client, _ = planning
    make_project(make_portfolio(name="Elsewhere"))
    assert "Elsewhere" not in client.get(PLANNER).content.decode()


def test_planner_answers_the_numbers_in_a_fragment(planning):
    client, _ = planning
    html = client.get(
        PLANNER, {"people": 1, "minutes_rating": 30}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in html
    assert "One rating each on all 40" in html
    assert "45 s a judgement" in html


def test_planner_lists_what_does_not_fit_with_its_money(planning):
    client, _ = planning
    html = client.get(PLANNER, {"people": 1, "minutes_rating": 15}).content.decode()
    assert "Too small for this plan: 9 projects, £45,000" in html


def test_planner_update_without_scripts_makes_nothing(planning):
    client, _ = planning
    html = client.post(PLANNER, {"people": 2, "update": 1}).content.decode()
    assert "The plan" in html
    assert not Workshop.objects.exists()


def test_planner_makes_the_workshop_it_showed(planning):
    client, portfolio = planning
    response = client.post(
        PLANNER,
        {
            "spend": f"{portfolio.pk}-2025-planned",
            "people": 10,
            "minutes_welcome": 0,
            "minutes_rating": 30,
            "plan": "all twice",
            "make": 1,
        },
    )
    workshop = Workshop.objects.get()
    assert response["Location"] == reverse("workshop-board", args=[workshop.pk])
    assert workshop.name == "Northmere 2025/26"
    assert workshop.plan == {"second_above": "0", "lease_size": 3, "group_by": ""}
    assert [stage.kind for stage in workshop.stages.all()] == [
        "calibration",
        "rating",
        "reconciling",
        "close",
    ]
    assert workshop.seats.get().role == "facilitator"


def test_planner_with_no_number_of_people_says_so(planning):
    client, _ = planning
    response = client.post(PLANNER, {"people": "ten", "make": 1})
    assert response.status_code == 422
    assert not Workshop.objects.exists()


def test_expected_people_are_kept_changed_and_compared_with_who_is_here(planning):
    client, _ = planning
    made = client.post(PLANNER, {"people": 7, "make": 1})
    workshop = Workshop.objects.get()
    assert workshop.expected_people == 7
    make_assessor(workshop)
    assert "0 here of 7 expected" in client.get(made.url).content.decode()
    plan = reverse("workshop-plan", args=[workshop.pk])
    assert 'value="7"' in client.get(plan).content.decode()
    address = reverse("workshop-expected-people", args=[workshop.pk])
    refused = client.post(address, {"people": "0"})
    assert refused.status_code == 422
    assert "from 1 to 200" in refused.content.decode()
    assert client.post(address, {"people": "9"}).url == plan
    workshop.refresh_from_db()
    assert workshop.expected_people == 9


def test_what_the_last_workshop_set_aside_is_listed_and_stays_aside(planning):
    client, _ = planning
    client.post(PLANNER, {"people": 7, "make": 1})
    first = Workshop.objects.get()
    first.projects.filter(amount=40_000).update(left_out="overheads")
    first.projects.filter(amount=39_000).update(left_out="needs_splitting")
    html = client.get(PLANNER, {"people": 7}).content.decode()
    assert "Overheads, as last time: 1 project, £40,000" in html
    assert "Needs splitting, as last time: 1 project, £39,000" in html
    assert "To judge: 38 projects, £741k." in html
    client.post(PLANNER, {"people": 7, "make": 1})
    again = Workshop.objects.exclude(pk=first.pk).get()
    aside = dict(again.projects.exclude(left_out="").values_list("left_out", "amount"))
    assert aside == {"overheads": 40_000, "needs_splitting": 39_000}
    assert not again.projects.filter(is_for_calibration=True, amount__gte=39_000).exists()
