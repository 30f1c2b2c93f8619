"""A thousand people in a hundred workshops: do saves and polls stay quick?

    DATABASE_URL=postgres://... python -m benchmarks.room_load [SEATS] [SECONDS] [boards]

Everybody answers once in thirty seconds and polls every 2.2; with the word "boards" behind the
numbers each workshop also has a board and a big screen that poll every two. All of it over loopback
against two gunicorn workers, for one bounded time, in a database that is empty before. Stated: the
95th percentile of saves and of polls, how late the load itself ran, and errors.
"""

import heapq
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from random import Random

import django
from django.core.management import call_command

from benchmarks.seat import PORT, SeatedClient, serve  # sets the environment before Django

SEATS, SECONDS = 1000, 30.0
SEATS_IN_A_ROOM, PROJECTS = 10, 60
EVERY = {"save": 30.0, "poll": 2.2, "board": 2.0, "screen": 2.0}
THREADS = 24
LIMIT_MS = 250


@dataclass
class Watcher:
    """A page of the facilitator: its polls, and its revision."""

    address: str
    cookie: str
    revision: str = ""


@dataclass
class Load:
    """What is due when, and what came of it."""

    until: float
    due: list[tuple[float, int, str, object]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unchanged: int = 0

    def next(self) -> tuple[float, int, str, object] | None:
        with self.lock:
            return heapq.heappop(self.due) if self.due else None

    def again(self, number: int, kind: str, who: object, began: float) -> None:
        with self.lock:
            heapq.heappush(self.due, (began + EVERY[kind], number, kind, who))

    def told(self, kind: str, seconds: float) -> None:
        with self.lock:
            self.milliseconds.setdefault(kind, []).append(seconds * 1000)


class Worker(threading.Thread):
    """Sends whatever is due over one connection that stays open."""

    def __init__(self, load: Load) -> None:
        super().__init__(daemon=True)
        self.load = load
        self.connection = HTTPConnection("127.0.0.1", PORT, timeout=30)

    def run(self) -> None:
        while time.perf_counter() < self.load.until:
            found = self.load.next()
            if found is None:
                time.sleep(0.005)
                continue
            due, number, kind, who = found
            time.sleep(max(due - time.perf_counter(), 0))
            if time.perf_counter() >= self.load.until:
                return
            began = time.perf_counter()
            self.load.late.append(began - due)
            self.send(kind, who)
            self.load.told(kind, time.perf_counter() - began)
            self.load.again(number, kind, who, max(due, began - 1))

    def send(self, kind: str, who: object) -> None:
        try:
            if isinstance(who, Watcher):
                self.poll(who)
            elif kind == "save":
                who.answer(self.connection)
            else:
                self.poll_seat(who)
        except Exception as problem:  # every kind of failure is counted
            self.load.errors.append(f"{kind}: {problem!r}"[:300])
            with suppress(OSError):
                self.connection.close()

    def poll_seat(self, who: SeatedClient) -> None:
        where = f"/seat/{who.code}/live/?revision={getattr(who, 'revision', '')}"
        self.connection.request("GET", where, headers=who.headers)
        body, status = self.read()
        if status == 200 and 'data-revision="' in body:
            who.revision = body.split('data-revision="')[1].split('"')[0]

    def poll(self, who: Watcher) -> None:
        where = f"{who.address}&revision={who.revision}"
        self.connection.request("GET", where, headers={"Cookie": who.cookie})
        body, status = self.read()
        if status == 200:
            who.revision = body.split('data-revision="')[1].split('"')[0]

    def read(self) -> tuple[str, int]:
        response = self.connection.getresponse()
        body = response.read().decode()
        if response.status not in (200, 204):
            raise AssertionError(f"{response.status}: {body[:200]}")
        self.load.unchanged += response.status == 204
        return body, response.status


def make_rooms(seats: int) -> Iterator[tuple[list[SeatedClient], list[Watcher]]]:
    from django.test import Client
    from django.utils import timezone

    from bucketing.access import poll_ticket
    from bucketing.actions.stages import open_next_stage
    from bucketing.domain.plan import Plan
    from tests.factories.people import make_member
    from tests.factories.workshops import make_workshop

    for _ in range(max(seats // SEATS_IN_A_ROOM, 1)):
        member = make_member("facilitator")
        workshop = make_workshop(
            *(str(9000 + number) for number in range(PROJECTS)),
            organisation=member.organisation,
            by=member.user,
            plan=Plan(lease_size=3, second_count=PROJECTS),
        )
        open_next_stage(workshop=workshop, by=None, now=timezone.now())
        client = Client()
        client.force_login(member.user)
        cookie = f"sessionid={client.cookies['sessionid'].value}"
        pages = [
            Watcher(f"/workshops/{workshop.pk}/{page}?ticket={poll_ticket(workshop)}", cookie)
            for page in ("live/", "screen/live/")
        ]
        yield [SeatedClient(workshop, number) for number in range(SEATS_IN_A_ROOM)], pages


def main() -> None:
    seats = int(sys.argv[1]) if len(sys.argv) > 1 else SEATS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from django.db import connection

    rooms = list(make_rooms(seats))
    vendor = connection.vendor
    connection.close()
    server = serve()
    try:
        load = run(rooms, seconds)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    report(load, vendor, seats, seconds)


def run(rooms: list[tuple[list[SeatedClient], list[Watcher]]], seconds: float) -> Load:
    rng = Random(1)  # spreads the load, no secret
    first = HTTPConnection("127.0.0.1", PORT)
    for people, _ in rooms:
        for person in people:
            person.take(first)
    first.close()
    opening = Worker(Load(until=0))
    for people, pages in rooms:
        opening.poll_seat(people[0])
        for person in people:
            person.revision = people[0].revision
        for page in pages:
            opening.poll(page)
    now = time.perf_counter() + 1
    load = Load(until=now + seconds)
    number = 0
    for people, pages in rooms:
        watching = (
            list(zip(("board", "screen"), pages, strict=True)) if "boards" in sys.argv else []
        )
        sitting = [(kind, person) for person in people for kind in ("save", "poll")]
        for kind, who in [*sitting, *watching]:
            number += 1
            load.due.append((now + rng.random() * EVERY[kind], number, kind, who))
    heapq.heapify(load.due)
    workers = [Worker(load) for _ in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=seconds + 60)
    return load


def report(load: Load, vendor: str, seats: int, seconds: float) -> None:
    print(f"{vendor}, {seats} seats in {seats // SEATS_IN_A_ROOM} workshops, {seconds:.0f} s")
    for kind, times in sorted(load.milliseconds.items()):
        times.sort()
        middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        verdict = "" if late < LIMIT_MS else f"  OVER {LIMIT_MS}"
        print(f"  {kind:7} {len(times):6}  middle {middle:6.1f} ms  95th {late:6.1f} ms{verdict}")
    late = sorted(load.late)[int(len(load.late) * 0.95)] if load.late else 0
    print(
        f"  {load.unchanged} polls found nothing new; the load ran {late * 1000:.0f} ms late (95th)"
    )
    print(f"  errors: {len(load.errors)}")
    for each in sorted(set(load.errors))[:5]:
        print(f"    {each}")


if __name__ == "__main__":
    main()
