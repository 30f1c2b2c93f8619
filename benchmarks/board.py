"""How long the server takes to draw the facilitator's board, at two sizes of workshop.

    DATABASE_URL=... python -m benchmarks.board

It makes its workshops in a test database beside the one that is named, and removes it again.
Times are those of the whole live fragment: sign-in, queries, forecast, picture and template.
"""

import os
from datetime import timedelta
from random import Random
from statistics import median
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse
from django.utils import timezone

from benchmarks import as_served
from bucketing.domain.plan import Plan
from bucketing.models import Allocation, Seat, Workshop
from tests.factories.people import make_member
from tests.factories.rated_rooms import fill_rating, make_rating_room

SIZES = ((600, 10), (3000, 50))
ROUNDS = 40
TARGET = 0.050


def make_room(projects: int, seats: int) -> tuple[Client, Workshop]:
    """Twenty minutes into rating: everybody has answered every thirty seconds."""
    member = make_member("facilitator")
    workshop, rating = make_rating_room(
        member, projects=projects, seats=seats, minutes=20, plan=Plan(second_count=projects // 3)
    )
    fill_rating(workshop, rating, answers=seats * 40, minutes=20, rng=Random(1))
    Seat.objects.filter(workshop=workshop).update(last_seen_at=timezone.now() + timedelta(hours=1))
    client = Client()
    client.force_login(member.user)
    return client, workshop


def measure(client: Client, workshop: Workshop) -> tuple[float, int]:
    """Median seconds for the fragment and its queries."""
    address = reverse("workshop-board-live", args=[workshop.pk])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    asked = len(queries)  # the next request empties the list
    as_served()
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        client.get(address)
        times.append(perf_counter() - started)
    return median(times), asked


def main() -> None:
    setup_test_environment()
    old_name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        found = []
        for projects, seats in SIZES:
            client, workshop = make_room(projects, seats)
            answers = Allocation.objects.filter(round__workshop=workshop).count()
            seconds, queries = measure(client, workshop)
            found.append(seconds)
            print(
                f"{connection.vendor}: {projects} projects, {seats} seats, {answers} answers: "
                f"{seconds * 1000:.1f} ms, {queries} queries"
            )
        print(f"small under {TARGET * 1000:.0f} ms: {'yes' if found[0] < TARGET else 'NO'}")
        print(f"large at {found[1] / found[0]:.2f} times the small one")
    finally:
        connection.creation.destroy_test_db(old_name, verbosity=0)


if __name__ == "__main__":
    main()
