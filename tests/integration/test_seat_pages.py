"""The door, the poll and the saving of answers, over plain requests."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bucketing.actions.leases import claim_leases
from bucketing.actions.seats import join_workshop, remove_seat
from bucketing.actions.stages import open_next_stage
from bucketing.domain.cards import card_version
from bucketing.domain.plan import Plan
from bucketing.guesses import WRONG_CODES_PER_ADDRESS, WRONG_LINKS_PER_CODE
from bucketing.models import Allocation, Lease, Seat, Workshop
from tests.factories.whole_room import seated_client
from tests.factories.workshops import make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def sit(workshop: Workshop) -> tuple[Client, Seat]:
    seat, token = join_workshop(workshop=workshop, name=f"Sitter {uuid4()}", now=timezone.now())
    return seated_client(workshop, token), seat


def send(client, seat, round, project, /, **fields):
    about = {
        "seat": seat.code,
        "round": round.pk,
        "project": project.pk,
        "version": card_version(
            round_id=round.pk, project_id=project.pk, name=project.name, amount=project.amount
        ),
        "key": str(uuid4()),
    }
    url = f"/seat/{seat.workshop.join_code}/answers/"
    return client.post(url, about | {"upstream": "100"} | fields, **JSON)


def test_name_is_enough_and_the_cookie_is_kept_close(client):
    workshop = make_workshop(directorate="Adults")
    door = f"/join/{workshop.join_code}/"
    answer = client.post(door, {"name": "  Ann   Smith ", "directorates": ["Adults"]})
    assert (answer.status_code, answer.url) == (302, f"/seat/{workshop.join_code}/")
    cookie = answer.cookies[f"seat-{workshop.join_code}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (answer.url, True, "Lax")
    seat = workshop.seats.get(name="Ann Smith")
    assert seat.interests.get().value == "Adults"
    assert cookie.value not in str(Seat.objects.values().get(pk=seat.pk))


def test_closed_door_keeps_what_was_typed_and_says_what_to_do(client):
    workshop = make_workshop()
    Workshop.objects.update(door="closed")
    answer = client.post(f"/join/{workshop.join_code}/", {"name": "Ann"})
    assert answer.status_code == 422
    assert 'value="Ann"' in answer.content.decode()
    assert "Ask the facilitator to open it" in answer.content.decode()


def test_wrong_code_says_so_and_many_wrong_codes_wait(client):
    assert "No workshop has this code" in client.get("/join/WRONG/").content.decode()
    for _ in range(WRONG_CODES_PER_ADDRESS[0]):
        client.get("/join/WRONG/")
    assert client.get("/join/WRONG/").status_code == 429


def test_personal_link_spends_nothing_until_the_button_is_pressed(client):
    workshop = make_workshop()
    _, token = join_workshop(workshop=workshop, name="Ann", now=timezone.now())
    link = f"/join/{workshop.join_code}/{token}/"
    for _ in range(3):
        page = client.get(link)
        assert "Come back as Ann" in page.content.decode()
        assert not page.cookies.keys() - {"csrftoken"}
    assert client.post(link).url == f"/seat/{workshop.join_code}/"
    assert "Ann" in client.get(f"/seat/{workshop.join_code}/").content.decode()


def test_right_link_enters_however_many_wrong_ones_came_before(client):
    workshop = make_workshop()
    _, token = join_workshop(workshop=workshop, name="Ann", now=timezone.now())
    wrong = [
        client.get(f"/join/{workshop.join_code}/wrong{number}/").status_code
        for number in range(WRONG_LINKS_PER_CODE[0] + 2)
    ]
    assert wrong == [404] * WRONG_LINKS_PER_CODE[0] + [429] * 2
    link = f"/join/{workshop.join_code}/{token}/"
    assert [client.get(link).status_code for _ in range(2)] == [200, 200]
    assert client.post(link).url == f"/seat/{workshop.join_code}/"
    assert "Ann" in client.get(f"/seat/{workshop.join_code}/").content.decode()
    assert client.post(f"/join/{workshop.join_code}/wrong/").status_code == 429


def test_right_link_is_not_counted(client):
    workshop = make_workshop()
    _, token = join_workshop(workshop=workshop, name="Ann", now=timezone.now())
    for _ in range(WRONG_LINKS_PER_CODE[0] + 1):
        client.get(f"/join/{workshop.join_code}/{token}/")
    assert client.get(f"/join/{workshop.join_code}/wrong/").status_code == 404


def test_poll_without_news_is_one_query_and_no_body(django_assert_num_queries):
    workshop = make_workshop()
    client, _ = sit(workshop)
    revision = Workshop.objects.get().room_revision
    with django_assert_num_queries(1):
        answer = client.get(f"/seat/{workshop.join_code}/live/", {"revision": revision})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize(("projects", "people"), [(12, 1), (120, 8)])
def test_save_takes_the_same_queries_whatever_the_size_of_the_room(projects, people):
    workshop = make_workshop(*(str(9000 - each) for each in range(projects)), plan=Plan())
    round = open_rating(workshop, now=timezone.now())
    for _ in range(people):
        make_assessor(workshop)
    client, seat = sit(workshop)
    url = f"/seat/{workshop.join_code}/projects/"
    held = client.post(url, **JSON).json()["held"]
    project = workshop.projects.get(pk=held[0])
    with CaptureQueriesContext(connection) as captured:
        reply = send(client, seat, round, project, have=",".join(map(str, held)))
    assert len(reply.json()["cards"]) == 1
    own = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    asked = [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(own)]
    assert len(asked) == 9


def test_opening_the_page_hands_out_nothing():
    workshop = make_workshop()
    round = open_rating(workshop, now=timezone.now())
    client, _ = sit(workshop)
    client.get(f"/seat/{workshop.join_code}/")
    assert round.leases.count() == 0


def test_answer_chosen_before_the_end_counts_whenever_it_arrives():
    workshop = make_workshop()
    opened = timezone.now() - timedelta(minutes=30)
    round = open_rating(workshop, now=opened)
    client, seat = sit(workshop)
    claim_leases(seat=seat, round=round, now=opened, count=3)
    Lease.objects.update(expires_at=timezone.now() - timedelta(minutes=4))
    Seat.objects.update(last_seen_at=timezone.now() - timedelta(minutes=5))
    open_next_stage(workshop=workshop, by=None, now=timezone.now() - timedelta(minutes=2))
    first, second, third = workshop.projects.order_by("rank")
    send(client, seat, round, first, age=str(5 * 60 * 1000))
    send(client, seat, round, second, age="1000")
    send(client, seat, round, third, age=str(90 * 60 * 60 * 1000))
    late = dict(Allocation.objects.values_list("workshop_project__rank", "is_late"))
    assert late == {1: False, 2: True, 3: False}
    assert Allocation.objects.get(workshop_project=third).answered_at == opened


@pytest.mark.parametrize(
    "changed",
    [
        {"version": "00000000"},
        {"seat": "Z"},
        {"round": "999999"},
        {"project": "999999"},
        {"key": "x"},
        {"upstream": "90"},
        {"upstream": "1e2"},
        {"tier": "sideways"},
    ],
)
def test_answer_that_fits_no_card_is_refused_with_a_sentence(changed):
    workshop = make_workshop()
    round = open_rating(workshop, now=timezone.now())
    client, seat = sit(workshop)
    reply = send(client, seat, round, workshop.projects.first(), **changed)
    assert reply.status_code == 422
    assert reply.json()["refused"].endswith(".")
    assert Allocation.objects.count() == 0


def test_answer_for_another_workshops_round_is_refused():
    workshop, other = make_workshop(), make_workshop()
    round = open_rating(other, now=timezone.now())
    client, seat = sit(workshop)
    assert send(client, seat, round, other.projects.first()).status_code == 422


def test_removed_seat_keeps_its_answers_and_gives_no_more():
    workshop = make_workshop()
    round = open_rating(workshop, now=timezone.now() - timedelta(minutes=9))
    client, seat = sit(workshop)
    first, second, _ = workshop.projects.all()
    remove_seat(seat=seat, by=None, now=timezone.now() - timedelta(minutes=1))
    assert send(client, seat, round, first, age=str(5 * 60 * 1000)).status_code == 200
    assert send(client, seat, round, second).status_code == 422
    page = client.get(f"/seat/{workshop.join_code}/").content.decode()
    assert "taken out of the room" in page
