"""Every route of `tests/routes.py` against every role: who gets in, who is led away, who gets 404."""

import pytest
from django.urls import reverse

from tests.factories.whole_room import make_whole_room
from tests.routes import ROLES, ROUTES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_role_finds_each_door_as_listed(role):
    room = make_whole_room()
    found = {}
    for route in ROUTES:
        if route.door is None:
            continue
        url = reverse(route.name, kwargs={k: getattr(room, v) for k, v in route.arguments.items()})
        send = room.clients[role].post if route.method == "POST" else room.clients[role].get
        found[route.name] = send(url).status_code
    expected = {route.name: route.door[role] for route in ROUTES if route.door is not None}
    told = {name: (found[name], expected[name]) for name in found if found[name] != expected[name]}
    assert not told, f"For the {role}, (found, listed): {told}"
