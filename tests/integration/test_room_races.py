"""What must happen once happens once, also when several people press in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from assessors.actions.accounts import set_up_installation
from assessors.actions.errors import PeopleError
from assessors.models import AuditEntry, Organisation
from bucketing.actions.door import knock_at_door, let_in, set_door, turn_away
from bucketing.actions.errors import Refused
from bucketing.actions.reconciling import settle_by_rule
from bucketing.actions.seats import join_workshop, take_facilitator_seat
from bucketing.actions.stages import close_workshop
from bucketing.models import Reconciliation, Seat
from reports.actions.publishing import publish_summary, withdraw_summary
from reports.models import PublishedSummary
from tests.factories.finished import make_finished_room
from tests.factories.people import make_user
from tests.factories.workshops import make_workshop

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 4


def at_once(act: Callable[[], object]) -> list[str]:
    """Several people do the same; what each came to: "done" or the name of the refusal."""
    start = Barrier(PEOPLE)

    def run(_: int) -> str:
        start.wait()
        try:
            act()
        except (Refused, PeopleError) as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(run, range(PEOPLE)))


ONE_OF_FOUR = ["Refused", "Refused", "Refused", "done"]


def test_one_name_gets_one_seat():
    workshop = make_workshop("100")
    came_to = at_once(lambda: join_workshop(workshop=workshop, name="Ann", now=timezone.now()))

    assert came_to == ONE_OF_FOUR
    assert Seat.objects.filter(workshop=workshop, name="Ann").count() == 1


def test_guest_who_is_let_in_by_four_has_one_seat():
    workshop, now = make_workshop("100"), timezone.now()
    set_door(workshop=workshop, door="knock", by=None, now=now)
    knock_at_door(workshop=workshop, name="Ann", token="token", now=now)
    at_once(lambda: let_in(workshop=workshop, knocks=None, by=None, now=now))

    assert workshop.seats.filter(name="Ann").count() == workshop.seats.assessors().count() == 1
    assert AuditEntry.objects.filter(kind="knock_let_in").count() == 1


def test_guest_who_presses_often_knocks_once():
    workshop, now = make_workshop("100"), timezone.now()
    set_door(workshop=workshop, door="knock", by=None, now=now)
    came_to = at_once(lambda: knock_at_door(workshop=workshop, name="Ann", token="token", now=now))

    assert came_to == ["done"] * PEOPLE
    assert workshop.knocks.count() == 1


def test_guest_who_is_let_in_and_turned_away_at_once_gets_one_answer():
    workshop, now, verdicts = make_workshop("100"), timezone.now(), count()
    set_door(workshop=workshop, door="knock", by=None, now=now)
    knock_at_door(workshop=workshop, name="Ann", token="token", now=now)
    acts = (let_in, turn_away)
    at_once(lambda: acts[next(verdicts) % 2](workshop=workshop, knocks=None, by=None, now=now))

    kinds = ("knock_let_in", "knock_turned_away")
    assert AuditEntry.objects.filter(kind__in=kinds).count() == 1
    assert workshop.seats.assessors().count() + workshop.knocks.count() == 1


def test_facilitator_who_presses_twice_has_one_seat():
    workshop, user = make_workshop("100"), make_user()
    at_once(lambda: take_facilitator_seat(workshop=workshop, user=user, now=timezone.now()))

    assert Seat.objects.filter(workshop=workshop, user=user).count() == 1


def test_projects_are_settled_once():
    room = make_finished_room()
    project = room.add("100.00")
    room.rate(project, 0, (100, 0, 0, 0))
    came_to = at_once(
        lambda: settle_by_rule(
            workshop=room.workshop, project_ids=[project.pk], by=None, now=timezone.now()
        )
    )

    assert came_to == ONE_OF_FOUR
    assert Reconciliation.objects.count() == 1
    assert AuditEntry.objects.filter(kind="settled_by_rule").count() == 1


def test_summary_is_published_and_withdrawn_once():
    room, user = make_finished_room(), make_user()
    close_workshop(workshop=room.workshop, by=user, now=timezone.now())
    content = {"payload": {"total": 1}, "criteria": "1"}
    published = at_once(
        lambda: publish_summary(workshop=room.workshop, by=user, now=timezone.now(), **content)
    )
    one = PublishedSummary.objects.get()
    withdrawn = at_once(lambda: withdraw_summary(published=one, by=user, now=timezone.now()))

    assert published == withdrawn == ONE_OF_FOUR


def test_workshop_is_closed_once():
    workshop = make_finished_room().workshop
    came_to = at_once(lambda: close_workshop(workshop=workshop, by=None, now=timezone.now()))

    assert came_to == ONE_OF_FOUR
    assert workshop.events.filter(kind="workshop_closed").count() == 1


def test_empty_installation_is_set_up_once():
    number = count()
    came_to = at_once(
        lambda: set_up_installation(
            organisation_name="Northmere",
            email=f"first{next(number)}@example.org",
            name="First",
            password=None,
        )
    )

    assert came_to == ["PeopleError", "PeopleError", "PeopleError", "done"]
    assert Organisation.objects.count() == 1
