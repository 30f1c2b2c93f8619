"""Many people at once drain six hundred projects: nothing twice, nothing beyond the plan, no error."""

import threading
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from bucketing.actions.allocations import Answer, record_allocation
from bucketing.actions.answering import OnPage, answer_and_go_on
from bucketing.actions.leases import HandedOut, claim_leases
from bucketing.domain.plan import Plan
from bucketing.domain.shares import Shares
from bucketing.models import Allocation, Lease, QueueEntry, Round, Seat
from tests.factories.workshops import make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db(transaction=True)

PROJECTS = 600
TWICE = 60
LEASES = 3
WATCHED_WHILE_OPEN = 150


class Room:
    """Threads that judge as fast as they can, and one that watches what they hold."""

    def __init__(self, round: Round, seats: list[Seat]) -> None:
        self.round, self.seats = round, seats
        self.errors: list[BaseException] = []
        self.most_held_by_one = 0
        self.beyond_the_plan: list[object] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        threads = [threading.Thread(target=self.guarded, args=[self.judge, s]) for s in self.seats]
        watcher = threading.Thread(target=self.guarded, args=[self.watch])
        for thread in [watcher, *threads]:
            thread.start()
        for thread in threads:
            thread.join(timeout=300)
        self.is_over.set()
        watcher.join(timeout=60)

    def guarded(self, work, *arguments) -> None:
        try:
            work(*arguments)
        except BaseException as error:  # a thread's error must reach the test
            self.errors.append(error)
        finally:
            connection.close()

    def judge(self, seat: Seat) -> None:
        leases = claim_leases(seat=seat, round=self.round, now=timezone.now())
        while leases:
            self.most_held_by_one = max(self.most_held_by_one, len(leases))
            leases = self.answer(seat, leases[0].workshop_project_id)
            connection.close()  # as after a request; a pool takes it back

    def answer(self, seat: Seat, project_id: int) -> list[HandedOut]:
        now = timezone.now()
        return answer_and_go_on(
            seat=seat,
            round=self.round,
            workshop_project_id=project_id,
            answer=Answer(Shares(0, 10_000, 0, 0), uuid4(), answered_at=now),
            page=OnPage(),
            now=now,
        )

    def watch(self) -> None:
        while not self.is_over.wait(0.05):
            taken = F("ratings_count") + F("held")
            entries = QueueEntry.objects.annotate(held=Coalesce(Subquery(_held()), 0))
            rows = list(entries.annotate(taken=taken).values_list("pk", "taken", "ratings_wanted"))
            if sum(taken < wanted for _, taken, wanted in rows) > WATCHED_WHILE_OPEN:
                self.beyond_the_plan += [row for row in rows if row[1] > row[2]]


def _held():
    return (
        Lease.objects.filter(
            Q(expires_at__gt=timezone.now()),
            round=OuterRef("round"),
            workshop_project=OuterRef("workshop_project"),
        )
        .order_by()
        .values("workshop_project")
        .annotate(number=Count("pk"))
        .values("number")
    )


def test_room_drains_six_hundred_projects_at_once():
    people = 50 if connection.vendor == "postgresql" else 10
    plan = Plan(lease_size=LEASES, second_count=TWICE)
    workshop = make_workshop(*(str(9000 - each) for each in range(PROJECTS)), plan=plan)
    round = open_rating(workshop, now=timezone.now())
    room = Room(round, [make_assessor(workshop) for _ in range(people)])

    room.run()

    assert room.errors == []
    given = Allocation.objects.values_list("seat", "workshop_project")
    assert max(Counter(given).values()) == 1
    assert room.beyond_the_plan == []
    assert room.most_held_by_one <= LEASES
    assert not QueueEntry.objects.filter(ratings_count__lt=F("ratings_wanted")).exists()
    # What is held goes to a second person only when the queue is otherwise empty: at the very end.
    assert PROJECTS + TWICE <= len(given) <= PROJECTS + TWICE + people * LEASES


def test_same_key_from_many_threads_is_one_answer():
    workshop = make_workshop()
    round, seat = open_rating(workshop, now=timezone.now()), make_assessor(workshop)
    room, key, now = Room(round, [seat]), uuid4(), timezone.now()
    same = Answer(Shares(0, 0, 10_000, 0), key, answered_at=now)
    project = workshop.projects.get(rank=1)

    def send() -> None:
        record_allocation(
            seat=seat, round=round, workshop_project_id=project.pk, answer=same, now=now
        )

    threads = [threading.Thread(target=room.guarded, args=[send]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert room.errors == []
    assert Allocation.objects.count() == 1
    assert round.queue.get(workshop_project=project).ratings_count == 1


def test_two_tabs_of_each_seat_never_wait_for_each_other_crosswise():
    workshop = make_workshop(*(str(900 - each) for each in range(90)), plan=Plan(lease_size=LEASES))
    round = open_rating(workshop, now=timezone.now())
    seats = [make_assessor(workshop) for _ in range(4)]
    room = Room(round, seats * 2)

    room.run()

    assert room.errors == []
    assert room.most_held_by_one <= LEASES
    people = Count("workshop_project__allocations__seat", distinct=True)
    rated = QueueEntry.objects.annotate(people=people).values_list("ratings_count", "people")
    assert {count == people >= 1 for count, people in rated} == {True}
