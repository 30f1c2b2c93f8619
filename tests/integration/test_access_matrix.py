"""Every route of `tests/routes.py` against every role: who gets in, who is led away, who gets 404."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.whole_room import WholeRoom, make_whole_room
from tests.routes import ROLES, ROUTES, Route

pytestmark = pytest.mark.django_db


def status_of(response: Any) -> int:
    """Closing the response itself would close the test's database too."""
    for close in response._resource_closers:  # type: ignore[attr-defined]  # Django types it not
        close()
    return int(response.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_role_finds_each_door_as_listed(role):
    room = make_whole_room()
    found = {}
    for route in ROUTES:
        if route.door is None:
            continue
        url = reverse(route.name, kwargs={k: getattr(room, v) for k, v in route.arguments.items()})
        send = room.clients[role].post if route.method == "POST" else room.clients[role].get
        found[route.name] = status_of(send(url))
    expected = {route.name: route.door[role] for route in ROUTES if route.door is not None}
    told = {name: (found[name], expected[name]) for name in found if found[name] != expected[name]}
    assert not told, f"For the {role}, (found, listed): {told}"


def address(route: Route, room: WholeRoom, deeper: WholeRoom | None = None) -> str:
    """`deeper`: whose records the address names below the first."""
    owners = [room, *[deeper or room] * len(route.arguments)]
    values = zip(route.arguments.items(), owners, strict=False)
    return reverse(route.name, kwargs={name: getattr(owner, v) for (name, v), owner in values})


NESTED = [route for route in ROUTES if len(route.arguments) > 1 and route.name != "seat-return"]


@pytest.mark.parametrize("role", ["facilitator", "admin"])
def test_record_of_strangers_is_not_found_below_ones_own(role):
    mine, theirs = make_whole_room(), make_whole_room()
    found = {}
    for route in NESTED:
        client = mine.clients[role]
        send = client.post if route.method == "POST" else client.get
        found[route.name] = send(address(route, mine, theirs)).status_code
    assert {name: code for name, code in found.items() if code not in (403, 404)} == {}


OF_A_PORTFOLIO = [
    route
    for route in ROUTES
    if {"workshop_id", "portfolio_id"} & set(route.arguments.values())
    and not route.name.startswith("api:")  # tokens open these, sessions never
]


def test_member_limited_to_another_portfolio_finds_nothing_below_this_one():
    room = make_whole_room()
    found = {}
    for route in OF_A_PORTFOLIO:
        for send in (room.clients["limited"].get, room.clients["limited"].post):
            response = send(address(route, room))
            if status_of(response) not in (404, 405):
                found[route.name] = response.status_code
    assert len(OF_A_PORTFOLIO) > 80
    assert found == {}


def test_seat_link_of_another_workshop_seats_nobody():
    mine, theirs = make_whole_room(), make_whole_room()
    url = reverse("seat-return", kwargs={"code": mine.code, "token": theirs.token})
    for send in (Client().get, Client().post):
        response = send(url)
        assert response.status_code == 404
        assert not response.cookies


def test_every_route_refuses_methods_that_nobody_uses():
    room = make_whole_room()
    for route in ROUTES:
        for role in ("assessor", "facilitator", "admin"):
            for method in ("PUT", "PATCH", "DELETE"):
                response = room.clients[role].generic(method, address(route, room))
                assert response.status_code in (302, 403, 404, 405), (route.name, role, method)
                assert "/login/" in response.get("Location", "/login/"), (route.name, role, method)


def test_every_write_is_refused_without_a_token_of_ones_own_page():
    """Forged from elsewhere: the browser sends the cookies along, but knows no token."""
    room = make_whole_room()
    passed = {}
    for role in ROLES:
        client = room.clients[role]
        client.handler.enforce_csrf_checks = True
        for route in ROUTES:
            response = client.post(address(route, room))
            # Programs read by token, not by cookie: their addresses take no POST from anybody.
            takes_no_post = response.status_code == 405
            if not takes_no_post and b"The form had gone stale" not in response.content:
                passed[role, route.name] = response.status_code
    assert passed == {}
