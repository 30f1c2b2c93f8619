"""Thousands of made-up requests to every route as every role: refused or served, never an error of ours.

Each form is sent as its page would send it, with a few fields bent, added or left out. What a request
changes is taken back after it, so that the next one meets the same room. The seed is in the report of
a failure; the same seed makes the same requests.
"""

import re
from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.factories.whole_room import WholeRoom, make_whole_room
from tests.integration.test_hostile_values import NAMES
from tests.routes import ROLES, ROUTES, Route

pytestmark = pytest.mark.django_db

SEED = 8
# PostgreSQL is the stricter one about values, so it gets the thousands; SQLite a sample.
IS_WHOLE = connection.vendor == "postgresql"
# Who gets in tries more: the others mostly meet doors.
INSIDERS = ("assessor", "facilitator", "admin")
STATES = ("lobby", "calibration", "rating", "reconciling", "over")

FIELDS = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")
# fmt: off
BENT = (
    "", " ", "0", "-1", "1", "2", "100", "9" * 25, str(2**31), str(2**63), "1e400", "NaN", "Infinity",
    "-0", "٣", "½", "1_000", "0x10", "1,5", "£1,000.005", "\x00", "\r\nX-Forged: 1", "\u202e",
    "🙈" * 400, "a" * 5_000, "=1+1", "'; DROP TABLE assessors_user; --", "<svg onload=alert(1)>",
    "{{ 7 * 7 }}", "%s%n", "../../etc/passwd", "https://evil.example/", "on", "true", "null", "[]",
    "{}", "[[[[]]]]", '{"upstream": 1e999}', "upstream", "admin", "2026-02-30", "2026-02-30T25:61",
    "0001-01-01", "9999-12-31T23:59:59.999999Z", "1,2,3", ",", "kept.", "kept.x", "00000000-0000-0000",
    "f" * 32,
)
# fmt: on
FILES = (
    b"",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"a,b\n1,2\n",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
)
HEADERS: tuple[dict[str, str], ...] = (
    {"hx-request": "true"},
    {"hx-request": "true", "hx-current-url": "https://%zz/\x80", "hx-target": "\x80"},
    {"accept": "application/json"},
    {"accept": ";;q=,"},
    {"accept-language": "xx-" + "y" * 300},
    {"if-modified-since": "yesterday"},
    {"if-none-match": "W/"},
    {"range": "bytes=9-1"},
    {"cookie": "seat-=; messages=%00; sessionid=\x80"},
    {"referer": "http://["},
    {"x-request-id": "\n"},
    {"authorization": "Bearer "},
)


@dataclass
class Fuzzer:
    room: WholeRoom
    role: str
    rng: Random
    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def try_route(self, route: Route) -> None:
        values = {
            name: getattr(self.room, attribute) for name, attribute in route.arguments.items()
        }
        address = reverse(route.name, kwargs=values)
        own = self.fields_of(self.send("get", address, {}, {}))
        is_form = bool(own) or route.method == "POST"
        for _ in range(tries_of(self.role)):
            method = "post" if self.rng.random() < (0.8 if is_form else 0.1) else "get"
            bent = self.bent(own, may_hold_files=method == "post")
            headers = self.rng.choice(HEADERS) if self.rng.random() < 0.3 else {}
            self.send(method, address, bent, headers)

    def send(self, method: str, address: str, fields: dict[str, Any], headers: Any) -> str:
        """The text of the page that came back; whatever the request wrote is taken back."""
        client: Client = self.room.clients[self.role]
        cookies = copy(client.cookies)
        self.sent += 1
        with transaction.atomic():
            try:
                answer: Any = getattr(client, method)(address, fields, headers=headers)
                body = b"".join(answer)
                [close() for close in answer._resource_closers]
                if answer.status_code >= 500 or b"<svg onload=alert" in body:
                    self.broken.append(f"{answer.status_code} {method} {address} {fields}")
                self.statuses[answer.status_code] += 1
            except Exception as error:  # whatever it is, the others are told as well
                body = b""
                told = f"{type(error).__name__} {error}"
                self.broken.append(f"{told} {method} {address} {fields} {headers}"[:600])
            transaction.set_rollback(True)
        client.cookies = cookies
        return body.decode(errors="replace")

    def fields_of(self, page: str) -> dict[str, str]:
        """What the page's own forms would send."""
        found = {}
        for match in FIELDS.finditer(page):
            value = VALUE.search(match[0])
            found[unescape(match[1])] = unescape(value[1]) if value else self.rng.choice(BENT)
        return found

    def bent(self, own: dict[str, str], *, may_hold_files: bool) -> dict[str, Any]:
        rng, fields = self.rng, dict[str, Any](own)
        names = [*own, *rng.sample(NAMES, 3 if own else 12)]
        for name in rng.sample(names, rng.randint(1, 3 if own else 12)):
            value = rng.choice(BENT)
            fields[name] = [value, rng.choice(BENT)] if rng.random() < 0.2 else value
        if own and rng.random() < 0.2:
            fields.pop(rng.choice(list(own)))
        if may_hold_files and rng.random() < 0.2:
            name = rng.choice(("file", *names))
            fields[name] = file = BytesIO(rng.choice(FILES))
            file.name = rng.choice(BENT)  # type: ignore[attr-defined]  # as the test client asks
        return fields


def tries_of(role: str, *, is_whole: bool = IS_WHOLE) -> int:
    if not is_whole:
        return 1
    return 12 if role in INSIDERS else 5


def test_there_are_ten_thousand_of_them():
    """Each of the tests below asserts that it has sent its part."""
    parts = [len(ROUTES) * (1 + tries_of(role, is_whole=True)) for role in ROLES]
    assert sum(parts) > 10_000


@pytest.mark.parametrize("role", ROLES)
def test_no_request_of_any_role_finds_an_error_of_ours(role):
    rng = Random(f"{SEED} {role}")
    room = make_whole_room()
    wanted = STATES[ROLES.index(role) % len(STATES)]
    next(state for state in room.states() if state == wanted)
    fuzzer = Fuzzer(room, role, rng)
    for route in ROUTES:
        fuzzer.try_route(route)
    assert fuzzer.broken == [], f"Seed {SEED}, {role}, {wanted}"
    assert fuzzer.sent == len(ROUTES) * (1 + tries_of(role))
