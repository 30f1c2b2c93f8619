"""What a seat finds of its own: every round, nobody else's, and one count of what is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bucketing.actions.allocations import record_pass
from bucketing.actions.leases import claim_leases
from bucketing.actions.seats import join_workshop
from bucketing.actions.stages import close_workshop, open_next_stage
from bucketing.domain.plan import Plan
from bucketing.queries.own_answers import own_progress
from tests.factories.whole_room import seated_client
from tests.factories.workshops import answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    now = timezone.now()
    workshop = make_workshop("3000", "2000", "1000", plan=Plan(lease_size=3), provider="Valley")
    round = open_rating(workshop, now=now - timedelta(minutes=9))
    seat, token = join_workshop(workshop=workshop, name="Ann", now=now)
    return workshop, round, seat, seated_client(workshop, token)


def name_projects(workshop):
    names = {1: "Night shelter", 2: "School meals", 3: "Falls clinic"}
    for project in workshop.projects.all():
        project.name = names[project.rank]
        project.save(update_fields=["name"])


@pytest.mark.parametrize("ending", [open_next_stage, close_workshop])
def test_own_answers_stay_on_the_page_after_the_round_and_the_workshop(room, ending):
    workshop, round, seat, client = room
    name_projects(workshop)
    other = make_assessor(workshop, "Ben")
    first, second, third = workshop.projects.order_by("rank")
    now = timezone.now()
    answer(seat, round, first, 75, 25, 0, 0, now=now)
    answer(other, round, third, 0, 0, 0, 100, now=now, note="Ben’s note")
    record_pass(
        seat=seat,
        round=round,
        workshop_project_id=second.pk,
        reason="needs_information",
        note="",
        now=now,
    )
    ending(workshop=workshop, by=None, now=now)
    text = client.get(f"/seat/{workshop.join_code}/answers/").content.decode()
    assert "Night shelter" in text
    assert "Upstream 75" in text
    assert "School meals" in text
    assert "answered nothing" not in text
    assert "Falls clinic" not in text
    assert "note" not in text.split("<main")[1].replace("Ben’s", "")


def test_answer_that_came_too_late_says_so(room):
    workshop, round, seat, client = room
    now = timezone.now()
    open_next_stage(workshop=workshop, by=None, now=now - timedelta(minutes=5))
    round.refresh_from_db()
    answer(seat, round, workshop.projects.first(), 100, 0, 0, 0, now=now)
    text = client.get(f"/seat/{workshop.join_code}/answers/").content.decode()
    assert "kept, not counted" in text


def test_project_that_could_not_be_judged_is_done_and_counted_once(room):
    workshop, round, seat, client = room
    now = timezone.now()
    first, second, _ = workshop.projects.order_by("rank")
    for project in (first, second):
        record_pass(
            seat=seat,
            round=round,
            workshop_project_id=project.pk,
            reason="needs_information",
            note="",
            now=now,
        )
    answer(seat, round, first, 100, 0, 0, 0, now=now)
    assert own_progress(seat, round, now).done == 2
    assert "2 done" in client.get(f"/seat/{workshop.join_code}/").content.decode()


@pytest.mark.parametrize(("reason", "is_left"), [("interest", 2), ("interest:provider", 0)])
def test_own_interest_from_the_card_reaches_as_far_as_it_says(room, reason, is_left):
    workshop, round, seat, client = room
    held = client.post(f"/seat/{workshop.join_code}/projects/", HTTP_ACCEPT="application/json")
    project = workshop.projects.get(pk=held.json()["held"][0])
    page = client.get(f"/seat/{workshop.join_code}/projects/{project.pk}/").content.decode()
    version = page.split('data-version="')[1].split('"')[0]
    sent = client.post(
        f"/seat/{workshop.join_code}/passes/",
        {
            "seat": seat.code,
            "round": round.pk,
            "project": project.pk,
            "version": version,
            "key": "9d6ad26c-3a4b-4c39-8c3b-c9a2b2a3d111",
            "reason": reason,
        },
        HTTP_ACCEPT="application/json",
    )
    assert sent.status_code == 200
    assert len(claim_leases(seat=seat, round=round, now=timezone.now())) == is_left
