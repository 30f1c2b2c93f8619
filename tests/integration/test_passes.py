"""Projects that somebody could not judge: answered on the spot, or split into parts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from bucketing.actions.allocations import record_pass
from bucketing.actions.errors import Refused
from bucketing.actions.leases import claim_leases
from bucketing.actions.passes import Part, answer_pass, split_workshop_project, undo_split
from bucketing.queries.passes import waiting_projects
from bucketing.queries.settled import load_judgements
from tests.factories.people import make_member
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def room():
    """Two assessors; the largest of three projects was passed by the first."""
    member = make_member("facilitator")
    workshop = make_workshop(
        "3000", "2000", "1000", organisation=member.organisation, by=member.user
    )
    round = open_rating(workshop)
    seats = [make_assessor(workshop), make_assessor(workshop)]
    project = workshop.projects.get(rank=1)
    _pass(seats[0], round, project, "needs_information")
    client = Client()
    client.force_login(member.user)
    return workshop, round, seats, project, client


def _pass(seat, round, project, reason):
    record_pass(
        seat=seat,
        round=round,
        workshop_project_id=project.pk,
        reason=reason,
        note="Who is it for?",
        now=LATER,
    )


def test_answer_goes_to_whoever_gets_the_project_next(room):
    workshop, round, seats, project, client = room
    client.post(
        reverse("workshop-pass-answer", args=[workshop.pk, project.pk]), {"text": "Carers over 70."}
    )
    lease = claim_leases(seat=seats[1], round=round, now=LATER, count=3)[0]
    assert lease.workshop_project.clarification == "Carers over 70."
    assert waiting_projects(workshop) == []


def test_who_asked_may_get_the_project_again_once_it_is_answered(room):
    _, round, seats, project, _ = room
    before = claim_leases(seat=seats[0], round=round, now=LATER, count=3)
    assert project.pk not in {lease.workshop_project_id for lease in before}
    answer_pass(workshop_project=project, text="Carers.", by=None, now=LATER)
    after = claim_leases(seat=seats[0], round=round, now=LATER, count=3)
    assert project.pk in {lease.workshop_project_id for lease in after}


def test_empty_answer_is_refused_and_the_project_still_waits(room):
    workshop, _, _, project, client = room
    said = client.post(
        reverse("workshop-pass-answer", args=[workshop.pk, project.pk]), {"text": " "}, follow=True
    )
    assert "Write what the person needs to know." in said.content.decode()
    assert [each.project for each in waiting_projects(workshop)] == [project]


def parts(*amounts: str) -> list[Part]:
    return [Part(f"Part {number}", Decimal(amount)) for number, amount in enumerate(amounts, 1)]


def test_split_parts_stand_in_the_queue_for_the_line(room):
    _workshop, round, seats, project, _ = room
    split_workshop_project(
        workshop_project=project, parts=parts("1000.50", "1999.50"), by=None, now=LATER
    )
    queued = round.queue.filter(ratings_wanted__gt=0).order_by("position")
    assert [entry.workshop_project.reference for entry in queued] == ["P2", "P1/2", "P1/1", "P3"]
    handed_out = claim_leases(seat=seats[1], round=round, now=LATER, count=4)
    assert project.pk not in {lease.workshop_project_id for lease in handed_out}


def test_split_keeps_the_money_of_the_workshop(room):
    workshop, _, _, project, _ = room
    split_workshop_project(
        workshop_project=project, parts=parts("0.01", "2999.99"), by=None, now=LATER
    )
    judgements = load_judgements(workshop)
    assert sum(each.project.amount for each in judgements.judged) == Decimal("6000.00")
    assert sum(each.amount for each in judgements.left_out) == 0


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        (("1000", "1999.99"), "£0.01 too little"),
        (("1000", "2001"), "£1 too much"),
        (("3000",), "between 2 and 20 parts"),
        (("-1000", "4000"), "above nought"),
    ],
)
def test_parts_that_do_not_make_the_line_are_refused(room, amounts, words):
    workshop, _, _, project, _ = room
    with pytest.raises(Refused, match=words):
        split_workshop_project(workshop_project=project, parts=parts(*amounts), by=None, now=LATER)
    assert workshop.projects.count() == 3


def test_split_pressed_twice_splits_once(room):
    workshop, _, _, project, _ = room
    for _ in range(2):
        last = None
        try:
            split_workshop_project(
                workshop_project=project, parts=parts("1000", "2000"), by=None, now=LATER
            )
        except Refused as refusal:
            last = str(refusal)
    assert last == "This line has been split already. Look at the board."
    assert workshop.projects.count() == 5


def test_split_is_undone_until_a_part_is_judged(room):
    workshop, round, seats, project, _ = room
    first, _ = split_workshop_project(
        workshop_project=project, parts=parts("1000", "2000"), by=None, now=LATER
    )
    undo_split(workshop_project=project, by=None, now=LATER)
    assert [each.reference for each in workshop.projects.judged()] == ["P1", "P2", "P3"]
    first, _ = split_workshop_project(
        workshop_project=project, parts=parts("1000", "2000"), by=None, now=LATER
    )
    answer(seats[0], round, first, 100, 0, 0, 0, now=LATER)
    with pytest.raises(Refused, match="judged one of the parts"):
        undo_split(workshop_project=project, by=None, now=LATER)


def test_split_page_gives_the_rest_to_the_part_without_an_amount(room):
    workshop, _, _, project, client = room
    client.post(
        reverse("workshop-split", args=[workshop.pk, project.pk]),
        {"name_1": "Helpline", "amount_1": "1250.25", "name_2": "Visits"},
    )
    assert [(part.name, part.amount) for part in project.parts.order_by("reference")] == [
        ("Helpline", Decimal("1250.25")),
        ("Visits", Decimal("1749.75")),
    ]


def test_split_page_shows_what_does_not_add_up(room):
    workshop, _, _, project, client = room
    response = client.post(
        reverse("workshop-split", args=[workshop.pk, project.pk]),
        {"name_1": "A", "amount_1": "1", "name_2": "B", "amount_2": "2"},
    )
    assert response.status_code == 422
    assert "The parts add to £3, not £3,000: £2,997 too little." in response.content.decode()
