"""How long the settling screen takes. Run `python -m benchmarks.settling [--profile]`.

3,000 projects with three ratings each on a private SQLite database, one request at a time through
the whole of Django; times are the server's.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from cProfile import Profile
from pstats import Stats
from statistics import quantiles
from time import process_time

PROJECTS, RATINGS_EACH, TIMES = 3_000, 3, 20


@contextmanager
def private_database() -> Iterator[None]:
    """Django on a database that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BUCKETING_TEST_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        os.environ |= {"DATABASE_URL": ""}
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        yield
        connections.close_all()


def measure(
    name: str, act: Callable[[], object], *, goal: int, before: Callable[[], object]
) -> None:
    """Print the middle and the slow end of several runs; `before` is not timed."""
    act()
    took = []
    for _ in range(TIMES):
        before()
        started = process_time()
        act()
        took.append((process_time() - started) * 1_000)
    cuts = quantiles(took, n=20)
    print(f"{name:52} median {cuts[9]:6.0f} ms   95th of 100 {cuts[18]:6.0f} ms   goal {goal} ms")


def main() -> None:
    with private_database():
        from django.core.cache import cache
        from django.test import Client
        from django.urls import reverse

        from bucketing.actions.events import touch_workshop
        from bucketing.actions.seats import take_facilitator_seat
        from bucketing.queries.agreement import room_agreement
        from tests.factories.finished import STARTED, make_large_room
        from tests.factories.people import make_member

        room = make_large_room(PROJECTS, RATINGS_EACH)
        facilitator = make_member("facilitator", room.workshop.portfolio.organisation).user
        take_facilitator_seat(workshop=room.workshop, user=facilitator, now=STARTED)
        client = Client()
        client.force_login(facilitator)
        address = reverse("workshop-reconcile", kwargs={"pk": room.workshop.pk})
        opened = iter(room.projects[: TIMES + 10])

        def look() -> None:
            assert client.get(address).status_code == 200

        def open_next() -> None:
            assert client.get(address, {"project": next(opened).pk}).status_code == 200

        def change() -> None:
            touch_workshop(room.workshop)

        if "--profile" in sys.argv:
            with Profile() as profile:
                for _ in range(5):
                    change()
                    look()
            Stats(profile).sort_stats("cumulative").print_stats(60)
            return
        measure("settling screen after a change", look, goal=150, before=change)
        measure("opening the next dispute", open_next, goal=50, before=lambda: None)
        cache.clear()
        small = make_large_room(600, 3, seats=10).workshop
        measure(
            "600 x 10, 3 each: agreement page, nothing kept",
            lambda: room_agreement(small),
            goal=300,
            before=cache.clear,
        )


if __name__ == "__main__":
    main()
