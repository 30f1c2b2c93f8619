"""The board and its levers: who gets in, what a press does, and what a poll costs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bucketing.actions.stages import close_workshop, open_next_stage
from bucketing.models import Workshop
from tests.factories.people import make_member, make_organisation
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    """A facilitator's client and their workshop of three projects, in its lobby."""
    member = make_member("facilitator")
    workshop = make_workshop(organisation=member.organisation, by=member.user)
    return signed_in(member), workshop


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def address(name: str, workshop: Workshop) -> str:
    return reverse(name, args=[workshop.pk])


PAGES = ["workshop-board", "workshop-screen", "workshop-invitation"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_workshop_for_a_stranger_are_not_found(run, name):
    _, workshop = run
    assert signed_in(make_member("admin")).get(address(name, workshop)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_workshop_for_a_commissioner_are_refused(run, name):
    _, workshop = run
    reader = make_member("commissioner", workshop.portfolio.organisation)
    assert signed_in(reader).get(address(name, workshop)).status_code == 403


def test_board_without_a_seat_is_refused_until_one_is_taken(run):
    _, workshop = run
    other = make_member("facilitator", workshop.portfolio.organisation)
    client = signed_in(other)
    refused = client.get(address("workshop-board", workshop))
    assert refused.status_code == 403
    assert "Take a facilitator" in refused.content.decode()
    assert client.post(address("workshop-stage", workshop), {"lever": "pause"}).status_code == 403
    client.post(address("workshop-seat-take", workshop))
    assert client.get(address("workshop-board", workshop)).status_code == 200


def test_start_pressed_twice_opens_one_stage(run):
    client, workshop = run
    for _ in range(2):
        said = client.post(
            address("workshop-stage", workshop), {"lever": "open-next", "after": 0}, follow=True
        )
    assert workshop.stages.exclude(opened_at=None).count() == 1
    assert "The room has moved on already" in said.content.decode()


def test_extend_pressed_by_two_facilitators_at_once_adds_time_once(run):
    client, workshop = run
    with time_machine.travel(NOW, tick=False):
        open_next_stage(workshop=workshop, by=None, now=NOW)
        due = workshop.stages.get(position=1).due_at
        press = {"lever": "extend", "minutes": 5, "seen_due_at": due.isoformat()}
        second = signed_in(make_member("facilitator", workshop.portfolio.organisation))
        second.post(address("workshop-seat-take", workshop))
        client.post(address("workshop-stage", workshop), press)
        said = second.post(address("workshop-stage", workshop), press, follow=True)
    assert workshop.stages.get(position=1).due_at == due + timedelta(minutes=5)
    assert "The clock was changed a moment ago" in said.content.decode()


def test_pause_in_the_last_second_keeps_the_second(run):
    client, workshop = run
    open_next_stage(workshop=workshop, by=None, now=NOW)
    last = NOW + timedelta(minutes=50) - timedelta(seconds=1)
    with time_machine.travel(last, tick=False):
        client.post(address("workshop-stage", workshop), {"lever": "pause"})
    stage = workshop.stages.get(position=1)
    assert stage.clock.remaining(NOW + timedelta(hours=3)) == timedelta(seconds=1)


def test_extend_after_the_end_counts_from_the_press(run):
    client, workshop = run
    open_next_stage(workshop=workshop, by=None, now=NOW)
    late = NOW + timedelta(minutes=52)
    with time_machine.travel(late, tick=False):
        client.post(address("workshop-stage", workshop), {"lever": "extend", "minutes": 5})
    assert workshop.stages.get(position=1).due_at == late + timedelta(minutes=5)


def test_lever_that_nobody_knows_changes_nothing(run):
    client, workshop = run
    said = client.post(address("workshop-stage", workshop), {"lever": "explode"}, follow=True)
    assert "That button is out of date" in said.content.decode()
    assert not workshop.stages.exclude(opened_at=None).exists()


def poll_address(client: Client, workshop: Workshop, page: str, live: str) -> str:
    html = client.get(address(page, workshop)).content.decode()
    ticket = html.split("?ticket=")[1].split('"')[0]
    mark = html.split('data-revision="')[1].split('"')[0]
    return f"{address(live, workshop)}?ticket={ticket}&revision={mark}"


POLLS = [
    ("workshop-board", "workshop-board-live"),
    ("workshop-screen", "workshop-screen-live"),
]


@pytest.mark.parametrize(("page", "live"), POLLS)
def test_poll_that_finds_nothing_new_costs_one_query_and_no_session(run, page, live):
    client, workshop = run
    with time_machine.travel(NOW, tick=False):
        poll = poll_address(client, workshop, page, live)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(poll, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response.headers["X-Server-Now"] == f"{NOW.timestamp():.3f}"
    assert [query["sql"] for query in queries if "session" in query["sql"]] == []
    assert len(queries) == 1


@pytest.mark.parametrize(("page", "live"), POLLS)
def test_poll_after_a_press_answers_with_the_fragment(run, page, live):
    client, workshop = run
    with time_machine.travel(NOW, tick=False):
        poll = poll_address(client, workshop, page, live)
        open_next_stage(workshop=workshop, by=None, now=NOW)
        response = client.get(poll, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert 'data-due="' in response.content.decode()


@pytest.mark.parametrize(("page", "live"), POLLS)
def test_poll_with_a_forged_ticket_needs_a_sign_in(run, page, live):
    client, workshop = run
    poll = poll_address(client, workshop, page, live)
    assert Client().get(poll.replace("ticket=", "ticket=x")).status_code == 404


def board_queries(project_count: int, seat_count: int) -> int:
    member = make_member("facilitator", make_organisation())
    workshop = make_workshop(
        *[str(1000 + number) for number in range(project_count)],
        organisation=member.organisation,
        by=member.user,
    )
    round = open_rating(workshop)
    for seat in [make_assessor(workshop) for _ in range(seat_count)]:
        answer(seat, round, workshop.projects.first(), 100, 0, 0, 0)
    client = signed_in(member)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address("workshop-board", workshop)).status_code == 200
    return len(queries)


def test_board_costs_as_many_queries_for_thirty_projects_as_for_three():
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert board_queries(3, 2) == board_queries(30, 6)


def test_screen_never_shows_a_name_or_an_answer(run):
    client, workshop = run
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        round = open_rating(workshop)
        seat = make_assessor(workshop, name="Wilhelmina")
        answer(seat, round, workshop.projects.first(), 37, 63, 0, 0)
        html = client.get(address("workshop-screen", workshop)).content.decode()
    assert "50 % of the money rated" in html
    assert "1 of 3 projects" in html
    assert "Wilhelmina" not in html
    assert "tier-bar" not in html
    assert "37 %" not in html.replace("\xa0", " ")


def test_board_of_a_closed_workshop_tells_who_took_part_and_offers_no_change(run):
    client, workshop = run
    with time_machine.travel(NOW, tick=False):
        make_assessor(workshop, "Ann")
        for _ in workshop.stages.all():
            open_next_stage(workshop=workshop, by=None, now=NOW)
        close_workshop(workshop=workshop, by=None, now=NOW)
        page = client.get(address("workshop-board", workshop)).content.decode()
    assert "Who took part" in page
    for word in ("here</small>", "finish sooner", "Waiting for you", "Offers appear"):
        assert word not in page
