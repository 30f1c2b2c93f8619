"""Nobody learns anything of another's answers before the reveal: every route, role and phase.

Each page is asked for twice; in between, others change their answers and give more. What a guest
sees must be the same to the letter, so that no share, note, count, title, header or counter tells
anything. Pages that may show progress must not change with how others answered.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bucketing.models import Allocation
from tests.factories.whole_room import WholeRoom, make_whole_room
from tests.routes import GUESTS, ROUTES, Route, Shows, addresses

pytestmark = pytest.mark.django_db

PASSING = [  # what differs between two answers of the same page, and says nothing
    (re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]+"'), r"\1"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "key"),
    (re.compile(r'name="server-now" content="[^"]*"'), "now"),
]
# The board's own counter moves with every answer; how people answered is not in it.
COUNTERS = (
    re.compile(r'data-revision="[^"]*"|name="revision" value="[^"]*"|ticket=[^"&]*'),
    "counter",
)
PASSING_HEADERS = {"x-request-id", "x-server-now", "date", "expires", "last-modified"}


@pytest.fixture(autouse=True)
def frozen_time(monkeypatch):
    """The room's time is that of its last act."""
    holder: dict[str, WholeRoom] = {}
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: holder["room"].now if holder else real())
    return holder


@pytest.fixture
def room(frozen_time) -> WholeRoom:
    made = make_whole_room()
    frozen_time["room"] = made
    return made


def address(route: Route, room: WholeRoom) -> str:
    return reverse(route.name, kwargs={k: getattr(room, v) for k, v in route.arguments.items()})


def seen(client: Client, route: Route, room: WholeRoom, *, counters: bool) -> tuple[object, ...]:
    """All that a browser gets to see, but for what passes."""
    response = client.get(address(route, room), HTTP_ACCEPT="text/html")
    body = response.content.decode(errors="replace")
    for pattern, instead in [*PASSING, *([COUNTERS] if counters else [])]:
        body = pattern.sub(instead, body)
    headers = {k: v for k, v in response.headers.items() if k.lower() not in PASSING_HEADERS}
    headers.pop("Content-Length", None)
    return response.status_code, headers, body


def test_every_route_is_listed():
    listed = {route.name for route in ROUTES}
    found = dict(addresses())
    assert set(found) - listed == set(), "Give these routes their line in tests/routes.py"
    assert listed - set(found) == set(), "These routes are gone from the product"


def test_guests_learn_nothing_of_others_answers_before_the_reveal(room):
    routes = [route for route in ROUTES if route.method == "GET"]
    for state in room.states():
        if room.round is None:
            continue
        before = {
            (role, route.name): seen(room.clients[role], route, room, counters=False)
            for role in GUESTS
            for route in routes
        }
        room.others_change_their_minds(room.round)
        room.others_answer_more(room.round)
        for (role, name), first in before.items():
            route = next(each for each in routes if each.name == name)
            again = seen(room.clients[role], route, room, counters=False)
            assert again == first, f"{name} tells the {role} something while the room is: {state}"


def test_poll_of_a_seat_does_not_stir_when_others_answer(room):
    for _state in room.states():
        if room.round is None:
            continue
        revision = room.workshop.__class__.objects.get(pk=room.workshop.pk).room_revision
        room.others_change_their_minds(room.round)
        live = reverse("seat-live", kwargs={"code": room.code})
        answer = room.clients["assessor"].get(live, {"revision": revision})
        assert answer.status_code == 204


def test_progress_pages_do_not_tell_how_others_answered(room):
    routes = [each for each in ROUTES if each.method == "GET" and each.shows is Shows.PROGRESS]
    for state in room.states():
        if room.round is None:
            continue
        for route in routes:
            client = room.clients["facilitator"]
            before = seen(client, route, room, counters=True)
            room.others_change_their_minds(room.round)
            after = seen(client, route, room, counters=True)
            assert after == before, f"{route.name} tells how people answered while: {state}"


def test_own_answer_is_no_secret_and_brings_no_other(room):
    states = room.states()
    for state in states:
        if state == "rating":
            break
    page = room.clients["assessor"].get(reverse("seat-answer", kwargs={"code": room.code}))
    mine = Allocation.objects.filter(seat=room.looker)
    assert page.content.decode().count("Your answer: ") == mine.count() == 2
    assert "Midstream 75\u00a0%" in page.content.decode()
    assert not any(other.name in page.content.decode() for other in room.others)


def test_calibration_shows_everybody_after_the_reveal_by_number_only(room):
    for state in room.states():
        page = room.clients["assessor"].get(reverse("seat", kwargs={"code": room.code}))
        text = page.content.decode()
        if state == "calibration":
            assert "note 1 of" not in text
        if state == "calibration revealed":
            break
    assert "note 1 of Other1" in text
    assert '<span class="muted">Person 1</span>' in text
    told = [other.code for other in room.others] + [other.name for other in room.others]
    assert not any(f'<span class="muted">{words}</span>' in text for words in told)


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_refused_answer_tells_nothing_of_others(room, accept):
    for state in room.states():
        if state == "rating":
            break
    url = reverse("seat-answer", kwargs={"code": room.code})
    client = room.clients["assessor"]
    texts = []
    for _ in range(2):
        answer = client.post(url, {"upstream": "90", "seat": "A"}, HTTP_ACCEPT=accept)
        assert answer.status_code == 422
        text = answer.content.decode()
        for pattern, instead in PASSING:
            text = pattern.sub(instead, text)
        texts.append(text)
        room.others_change_their_minds(room.round)
    assert texts[0] == texts[1]
