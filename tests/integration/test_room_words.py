"""What the facilitator's pages say at each moment of a workshop."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bucketing.actions.errors import Refused
from bucketing.actions.rehearsals import copy_for_rehearsal
from bucketing.actions.seats import join_workshop
from bucketing.actions.stages import close_workshop, open_next_stage
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.models import Workshop
from bucketing.presenters.big_screen import BigScreenPage
from bucketing.presenters.board import BoardPage
from bucketing.presenters.plan_words import describe_plan
from bucketing.queries.progress import load_ledger, load_progress
from tests.factories.people import make_member
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db

WHOLE = tuple(
    PlannedStage(kind, minutes)
    for kind, minutes in (
        ("welcome", 1),
        ("calibration", 10),
        ("rating", 50),
        ("reconciling", 20),
        ("close", 5),
    )
)


@pytest.fixture(autouse=True)
def two_minutes_later():
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        yield


@pytest.fixture
def run():
    """A facilitator's client and a workshop of three projects with all five stages."""
    member = make_member("facilitator")
    workshop = make_workshop(organisation=member.organisation, by=member.user, running_order=WHOLE)
    client = Client()
    client.force_login(member.user)
    return client, workshop


def go_to(workshop: Workshop, kind: str) -> None:
    while open_next_stage(workshop=workshop, by=None, now=NOW).kind != kind:
        pass


def board_at(workshop: Workshop, seconds: float) -> BoardPage:
    workshop.refresh_from_db()
    return BoardPage(load_progress(workshop, NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 of 50 min"), (31, "0 of 50 min"), (150, "2 of 50 min")]
)
def test_rail_of_a_stage_of_fifty_minutes_says_fifty(seconds, words):
    workshop = make_workshop()
    open_rating(workshop)
    assert board_at(workshop, seconds).rail[0].words == words


def test_stage_of_one_minute_is_open_for_a_minute(run):
    client, workshop = run
    said = client.post(
        reverse("workshop-stage", args=[workshop.pk]),
        {"lever": "open-next", "after": 0},
        follow=True,
    )
    assert "Welcome is open for 1 minute." in said.content.decode()


def test_big_screen_before_anybody_came():
    workshop = make_workshop()
    page = BigScreenPage(workshop, [], None, load_ledger(workshop), 0)
    assert page.people_words == "Nobody is here yet"


def test_forecast_with_everything_rated_says_so_and_nothing_against_it():
    workshop = make_workshop(plan=Plan(second_above=Decimal(0)))
    seat, rating = make_assessor(workshop), open_rating(workshop)
    for project in workshop.projects.all():
        answer(seat, rating, project, 100, 0, 0, 0)
    page = board_at(workshop, 120)
    assert page.forecast_sentence == "All 3 projects are rated."
    assert "between" not in page.forecast_range


def test_done_after_rating_counts_the_whole_workshop():
    workshop = make_workshop()
    seat, rating = make_assessor(workshop), open_rating(workshop)
    for project in workshop.projects.all()[:2]:
        answer(seat, rating, project, 100, 0, 0, 0)
    assert board_at(workshop, 120).rows[0].done == 2
    open_next_stage(workshop=workshop, by=None, now=NOW + timedelta(minutes=50))
    assert board_at(workshop, 3100).rows[0].done == 2
    close_workshop(workshop=workshop, by=None, now=NOW + timedelta(minutes=55))
    assert board_at(workshop, 4000).rows[0].done == 2


def test_plan_that_asks_for_thirds_everywhere_says_where():
    plan = Plan(second_above=Decimal(0), third_where_differ_above=Decimal(0))
    assert describe_plan(plan) == (
        "one rating each; a second on all; a third where two differ at all"
    )


def test_strip_label_is_left_out_where_it_does_not_fit():
    workshop = make_workshop("9000", "900", "100")
    seat, rating = make_assessor(workshop), open_rating(workshop)
    answer(seat, rating, workshop.projects.get(rank=2), 100, 0, 0, 0)
    labels = {part.words: part.label for part in board_at(workshop, 120).strip}
    assert labels == {"not yet": "not yet 91 %", "once": ""}


def test_door_in_the_close_stage_is_shut_to_strangers(run):
    _, workshop = run
    go_to(workshop, "close")
    stranger = Client()
    html = stranger.get(reverse("workshop-join", args=[workshop.join_code])).content.decode()
    assert "This workshop is closing" in html
    assert 'name="name"' not in html
    with pytest.raises(Refused, match="The workshop is closing"):
        join_workshop(workshop=workshop, name="Late", now=NOW)
    kept, _ = join_workshop(
        workshop=workshop, name="Expected", now=NOW, invited_by=workshop.created_by
    )
    assert kept.name == "Expected"


def test_names_are_shown_once_the_room_agreed_and_the_log_tells(run):
    client, workshop = run
    address = reverse("workshop-names", args=[workshop.pk])
    client.post(address, {"shown": "1"})
    workshop.refresh_from_db()
    assert workshop.shows_names
    client.post(address)
    workshop.refresh_from_db()
    assert not workshop.shows_names
    log = client.get(reverse("workshop-log", args=[workshop.pk])).content.decode()
    assert "The room agreed that answers carry names." in log
    assert "Answers no longer carry names." in log


def test_names_are_not_for_a_stranger_to_change(run):
    _, workshop = run
    client = Client()
    client.force_login(make_member("facilitator").user)
    assert client.post(reverse("workshop-names", args=[workshop.pk])).status_code == 404


def board_html(client: Client, workshop: Workshop) -> str:
    return client.get(reverse("workshop-board", args=[workshop.pk])).content.decode()


@pytest.mark.parametrize(
    ("kind", "words", "links"),
    [
        ("welcome", "Read the four tiers with the room", ["next-criteria"]),
        ("calibration", "Reveal the answers when everybody has answered", ["next-calibration"]),
        ("reconciling", "Settle the differences, the largest money first.", ["next-reconcile"]),
        ("close", "Then close the workshop.", ["next-summary", "next-publish"]),
    ],
)
def test_board_says_what_to_do_next_and_leads_there(run, kind, words, links):
    client, workshop = run
    go_to(workshop, kind)
    html = board_html(client, workshop)
    assert words in html
    for link in links:
        address = html.split(f'id="{link}" href="')[1].split('"')[0]
        assert client.get(address).status_code == 200


def test_board_counts_who_has_answered_calibration_until_the_reveal(run):
    client, workshop = run
    workshop.projects.filter(rank__lte=2).update(is_for_calibration=True)
    go_to(workshop, "calibration")
    asked = workshop.rounds.get(kind="calibration")
    quick, slow = make_assessor(workshop), make_assessor(workshop)
    for project in workshop.projects.filter(is_for_calibration=True):
        answer(quick, asked, project, 100, 0, 0, 0)
    answer(slow, asked, workshop.projects.get(rank=1), 100, 0, 0, 0)
    assert "everybody has answered: 1 of 2 have." in board_html(client, workshop)
    answer(slow, asked, workshop.projects.get(rank=2), 0, 100, 0, 0)
    assert "All 2 have answered: reveal the answers." in board_html(client, workshop)
    client.post(reverse("workshop-calibration-reveal", args=[workshop.pk]))
    assert "write the rulings down" in board_html(client, workshop)


@pytest.mark.parametrize("is_revealed", [True, False])
def test_ending_calibration_says_whether_the_room_saw_the_answers(run, is_revealed):
    client, workshop = run
    go_to(workshop, "calibration")
    if is_revealed:
        client.post(reverse("workshop-calibration-reveal", args=[workshop.pk]))
    press = {"lever": "open-next", "after": 2}
    said = client.post(reverse("workshop-stage", args=[workshop.pk]), press, follow=True)
    assert ("were not shown to the room" in said.content.decode()) is not is_revealed


BESIDE_THE_BOARD = ["calibration", "people", "passes", "plan", "log", "projects", "invitation"]


@pytest.mark.parametrize("name", BESIDE_THE_BOARD)
def test_page_beside_the_board_has_the_stage_the_clock_and_the_levers(run, name):
    client, workshop = run
    go_to(workshop, "rating")
    html = client.get(reverse(f"workshop-{name}", args=[workshop.pk])).content.decode()
    assert 'id="bar-stage">Rating</span>' in html
    assert 'data-due="' in html
    assert 'id="lever-pause"' in html
    assert f'id="bar-board" href="{reverse("workshop-board", args=[workshop.pk])}"' in html


def test_bar_follows_the_room_and_costs_one_query_while_nothing_changes(
    run, django_assert_num_queries
):
    client, workshop = run
    go_to(workshop, "rating")
    html = client.get(reverse("workshop-plan", args=[workshop.pk])).content.decode()
    ticket = html.split("?ticket=")[1].split('"')[0]
    mark = html.split('data-revision="')[1].split('"')[0]
    address = f"{reverse('workshop-bar', args=[workshop.pk])}?ticket={ticket}&revision={mark}"
    with django_assert_num_queries(1):
        assert client.get(address).status_code == 204
    client.post(reverse("workshop-stage", args=[workshop.pk]), {"lever": "pause"})
    changed = client.get(address)
    assert changed.status_code == 200
    assert "Rating, " in changed.content.decode()


@pytest.mark.parametrize(("kind", "applies"), [("rating", False), ("reconciling", True)])
def test_tabs_of_answers_come_once_rating_is_over(run, kind, applies):
    client, workshop = run
    go_to(workshop, kind)
    tabs = board_html(client, workshop).split('aria-label="This workshop"')[1].split("</nav>")[0]
    assert [word in tabs for word in ("Reconcile", "Agreement", "Summary")] == [applies] * 3


def test_rehearsal_says_what_to_do_first_and_is_found_again_from_the_start_page(run):
    client, workshop = run
    copy = copy_for_rehearsal(workshop=workshop, by=workshop.created_by, now=NOW)
    assert "scripted assessors come in by themselves" in board_html(client, copy)
    assert f'id="rehearsal-{copy.pk}"' in client.get("/").content.decode()
    reader = Client()
    reader.force_login(make_member("commissioner", workshop.portfolio.organisation).user)
    assert f'id="rehearsal-{copy.pk}"' not in reader.get("/").content.decode()
