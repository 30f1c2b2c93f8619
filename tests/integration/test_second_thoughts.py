"""Forms of the facilitator that ask again, or say in words what is missing and where."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from bucketing.actions.allocations import record_pass
from bucketing.actions.stages import open_next_stage
from bucketing.domain.running_order import PlannedStage
from bucketing.models import LeftOut, Workshop
from tests.factories.people import make_member
from tests.factories.workshops import NOW, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
PLANNER = "/workshops/new/"


@pytest.fixture
def run():
    """A facilitator's client and a workshop over £3,000, £2,000 and £1,000."""
    member = make_member("facilitator")
    workshop = make_workshop(
        organisation=member.organisation,
        by=member.user,
        running_order=(PlannedStage("calibration", 10), PlannedStage("rating", 50)),
    )
    client = Client()
    client.force_login(member.user)
    return client, workshop


def change_numbers(client: Client, workshop: Workshop, **numbers: str) -> str:
    address = reverse("workshop-plan-numbers", args=[workshop.pk])
    workshop.refresh_from_db()
    page = client.get(reverse("workshop-plan", args=[workshop.pk]))
    sent = {"seen_plan": page.context["plan_mark"], "group_by": "", **numbers}
    return client.post(address, sent, follow=True).content.decode()


def small(workshop: Workshop) -> int:
    return workshop.projects.filter(left_out=LeftOut.TOO_SMALL).count()


def test_plan_that_leaves_out_little_says_how_much(run):
    client, workshop = run
    said = change_numbers(client, workshop, leave_out_below="1500")
    assert "It leaves out 1 project with £1,000." in said
    assert small(workshop) == 1


@pytest.mark.parametrize(
    ("below", "words"),
    [
        ("99999999999", "3 of 3 projects with £6,000 of £6,000"),
        ("2500", "2 of 3 projects with £3,000 of £6,000"),
        ("3000.01", "3 of 3 projects with £6,000 of £6,000"),
    ],
)
def test_plan_that_leaves_out_nearly_all_asks_again(run, below, words):
    client, workshop = run
    said = change_numbers(client, workshop, leave_out_below=below)
    is_asked = Decimal(below) > 3000
    assert (words in said) is is_asked
    assert ("The plan has not changed yet." in said) is is_asked
    assert small(workshop) == (0 if is_asked else 2)


@pytest.mark.parametrize(("sure", "left_out"), [({}, 0), ({"sure": "yes"}, 3)])
def test_lever_that_leaves_out_all_needs_the_second_press(run, sure, left_out):
    client, workshop = run
    address = reverse("workshop-plan", args=[workshop.pk])
    client.post(address, {"plan": '{"leave_out_below": "5000"}', **sure})
    assert small(workshop) == left_out


def test_planner_asks_again_before_it_leaves_out_most_of_the_money(run):
    client, _ = run
    sent = {"plan": "own", "leave_out_below": "3500", "people": 1}
    said = client.post(PLANNER, {**sent, "make": 1}).content.decode()
    assert "leaves out 3 projects with £6,000, over half of the money" in said
    assert Workshop.objects.count() == 1
    client.post(PLANNER, {**sent, "make": "anyway"})
    assert Workshop.objects.count() == 2


def test_planner_without_silent_rating_names_the_box_and_leads_to_it(run):
    client, _ = run
    for headers in ({}, {"HX-Request": "true"}):
        html = client.get(PLANNER, {"minutes_rating": 0}, headers=headers).content.decode()
        assert '<a href="#id_minutes_rating">Silent rating needs at least 1 minute.</a>' in html
        assert "Ensure this value" not in html


def test_planner_names_the_year_before_the_portfolio(run):
    client, workshop = run
    html = client.get(PLANNER).content.decode()
    assert f"2025/26 planned, {workshop.portfolio.name}</option>" in html
    assert "To judge: 3 projects, £6k." in html


def test_planner_keeps_the_chosen_plan_when_a_number_changes(run):
    client, _ = run
    sent = {"plan": "all twice", "people": 4}
    html = client.get(PLANNER, sent, headers={"HX-Request": "true"}).content.decode()
    chosen = [part for part in html.split("<input ")[1:] if " checked" in part.split(">")[0]]
    assert len(chosen) == 1
    assert 'value="all twice"' in chosen[0]


def test_empty_ruling_is_asked_for_beside_its_box(run):
    client, workshop = run
    project = workshop.projects.first()
    workshop.projects.filter(pk=project.pk).update(is_for_calibration=True)
    open_next_stage(workshop=workshop, by=None, now=NOW)
    client.post(reverse("workshop-calibration-reveal", args=[workshop.pk]))
    response = client.post(
        reverse("workshop-ruling-save", args=[workshop.pk]), {"project": project.pk, "text": " "}
    )
    assert response.status_code == 422
    link = f'<a href="#ruling-{project.pk}-text">Write the ruling in a sentence.</a>'
    assert link in response.content.decode()
    assert f'id="ruling-{project.pk}-text"' in response.content.decode()


def test_empty_answer_to_a_waiting_project_is_asked_for_beside_its_box(run):
    client, workshop = run
    seat, rating = make_assessor(workshop), open_rating(workshop)
    project = workshop.projects.first()
    record_pass(
        seat=seat,
        round=rating,
        workshop_project_id=project.pk,
        reason="needs_information",
        note="",
        now=NOW,
    )
    address = reverse("workshop-pass-answer", args=[workshop.pk, project.pk])
    response = client.post(address, {"text": ""})
    assert response.status_code == 422
    html = response.content.decode()
    assert f'<a href="#text-{project.pk}">Write what the person needs to know.</a>' in html
    assert f'id="text-{project.pk}"' in html
