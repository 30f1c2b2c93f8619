"""Levers lead back to the page where they were pressed, and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.people import make_member
from tests.factories.workshops import make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def running():
    member = make_member("facilitator")
    workshop = make_workshop(organisation=member.organisation, by=member.user)
    open_rating(workshop)
    client = Client()
    client.force_login(member.user)
    return client, workshop


def press(running, referer):
    client, workshop = running
    address = reverse("workshop-stage", args=[workshop.pk])
    return client.post(address, {"lever": "pause", "after": "1"}, HTTP_REFERER=referer).url


@pytest.mark.parametrize("page", ["people/", "log/?page=2", "waiting/", "plan/", "reconcile/", ""])
def test_lever_leads_back_to_its_page(running, page):
    path = f"/workshops/{running[1].pk}/{page}"
    assert press(running, HERE + path) == path


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/workshops/1/people/",
        "//evil.example/workshops/1/people/",
        f"{HERE}/workshops/999999/people/",
        f"{HERE}/",
        f"{HERE}/no/such/page/",
        "javascript:alert(1)",
    ],
)
def test_lever_pressed_from_elsewhere_leads_to_the_board(running, referer):
    assert press(running, referer) == reverse("workshop-board", args=[running[1].pk])


def test_lever_does_not_ask_for_the_address_of_a_press(running):
    workshop = running[1]
    referer = f"{HERE}/workshops/{workshop.pk}/plan/numbers/"
    assert press(running, referer) == reverse("workshop-board", args=[workshop.pk])


def test_counts_beside_the_tabs_come_with_the_poll(running):
    client, workshop = running
    make_assessor(workshop)
    bar = client.get(reverse("workshop-bar", args=[workshop.pk])).content.decode()
    assert '<span class="count num" id="count-people" data-with="room-bar">1</span>' in bar
    assert 'id="count-waiting" data-with="room-bar" hidden>0<' in bar
    board = client.get(reverse("workshop-board-live", args=[workshop.pk])).content.decode()
    assert 'id="count-people" data-with="board">1<' in board


def test_every_page_of_the_results_has_the_running_bar_and_help(running):
    client, workshop = running
    client.post(reverse("workshop-stage", args=[workshop.pk]), {"lever": "open-next", "after": "1"})
    for name in ("workshop-reconcile", "workshop-reconcile-all", "workshop-agreement", "summary"):
        html = client.get(reverse(name, args=[workshop.pk])).content.decode()
        assert 'id="room-bar"' in html, name
        assert f'<a href="{reverse("method")}">Help</a>' in html, name
