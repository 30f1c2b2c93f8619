"""Values that no page of ours would send, into every field of every route: refused, never a crash.

A crash is an error that the test client raises. Each route is tried as somebody who may use it, in
the middle of a running round, so that the values reach the code behind the door.
"""

import pytest
from django.urls import reverse

from tests.factories.whole_room import make_whole_room
from tests.routes import ROUTES

pytestmark = pytest.mark.django_db

# fmt: off
NAMES = (
    "account", "action", "after", "amount", "archived", "basis", "batch", "by", "code", "column",
    "confidence", "criteria", "cross", "directorates", "due", "email", "files", "filter",
    "financial_year", "group", "header_row", "hide", "idle", "key", "kind", "later", "lever",
    "make", "minutes", "money", "name", "next", "note", "open", "organisation", "page", "part",
    "password", "people", "person", "plan", "portfolio", "project", "providers", "q", "reason",
    "revision", "role", "round", "row", "rows", "rule", "ruling", "screen", "seat", "seconds",
    "seen", "seen_due_at", "seen_plan", "send", "share", "sheet", "show", "since", "sort", "text",
    "tier", "to", "together", "tolerance", "understood", "unit", "until", "up", "upstream",
    "midstream", "downstream", "acute", "value", "version", "which", "withdraw",
)
# fmt: on
VALUES = (
    "\x00",
    "9" * 40,
    "-1e999",
    "<script>alert(1)</script>",
    "../../etc/passwd\r\nSet-Cookie: x=1",
    "x" * 20_000,
)
WORDS_IN_PATHS = ("%00", "x" * 3000, "%0d%0aSet-Cookie:x=1")


@pytest.fixture
def room():
    room = make_whole_room()
    for state in room.states():
        if state == "rating":
            break
    return room


def insider(route):
    """Somebody who gets in."""
    if route.name.startswith("seat"):
        return "assessor"
    return "facilitator" if route.name.startswith(("workshop", "summary")) else "admin"


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_no_field_of_any_route_can_be_made_to_crash(room, value):
    sent = dict.fromkeys(NAMES, value)
    for route in ROUTES:
        address = reverse(
            route.name, kwargs={k: getattr(room, v) for k, v in route.arguments.items()}
        )
        client = room.clients[insider(route)]
        for send in (client.get, client.post):
            answer = send(address, sent)
            assert answer.status_code < 500, route.name
            assert "x=1" not in answer.get("Set-Cookie", "")
            if answer.get("Content-Type", "").startswith("text/html"):
                assert b"<script>alert(1)" not in b"".join(answer)
            [close() for close in answer._resource_closers]


@pytest.mark.parametrize("word", WORDS_IN_PATHS, ids=range(len(WORDS_IN_PATHS)))
def test_no_word_in_an_address_can_be_made_to_crash(room, word):
    for route in ROUTES:
        for name in route.arguments:
            filled = {k: getattr(room, v) for k, v in route.arguments.items()}
            pattern = reverse(route.name, kwargs=filled)
            address = pattern.replace(str(filled[name]), word, 1)
            assert room.clients["facilitator"].get(address).status_code in (302, 403, 404, 405, 429)


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_no_number_in_an_address_can_be_made_to_crash(room, number):
    for route in ROUTES:
        for name, attribute in route.arguments.items():
            filled = {k: getattr(room, v) for k, v in route.arguments.items()}
            if isinstance(filled[name], int):
                address = reverse(route.name, kwargs=filled | {name: number})
                answer = room.clients[insider(route)].get(address)
                # The interface for programs asks for a token before it looks.
                assert answer.status_code in (401, 403, 404, 405), (route.name, attribute)
