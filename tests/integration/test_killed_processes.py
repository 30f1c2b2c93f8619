"""The web processes are killed outright, again and again, while a room answers: no answer is lost.

An answer counts as given once the page was told so. On PostgreSQL the database's connections are
cut as well. The clocks are short: the whole takes about half a minute.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

from bucketing.domain.plan import Plan
from bucketing.models import Allocation, QueueEntry
from bucketing.rehearsal import assessor as sitting
from bucketing.rehearsal.browser import Browser, Reply, Unreachable
from bucketing.rehearsal.room import Rehearsal
from tests.factories.workshops import make_workshop, open_rating

REPOSITORY = Path(__file__).resolve().parents[2]
KILLS, LONGEST = 20, 85.0

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(slots=True)
class NotingBrowser(Browser):
    """Notes the key of every answer that the server said it has."""

    acknowledged: list[str] = field(default_factory=list)

    def post(self, path, fields, *, wants_json=False) -> Reply:
        reply = Browser.post(self, path, fields, wants_json=wants_json)
        if path.endswith("/answers/") and reply.status == 200:
            self.acknowledged.append(str(fields["key"]))
        return reply


def database_url():
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{there['NAME']}"
    return f"postgresql://{there['USER']}@/{there['NAME']}?host={there['HOST']}"


@pytest.fixture
def server(unused_port):
    """The product as it runs for real: gunicorn, two processes with threads."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "BIND": f"127.0.0.1:{unused_port}",
        "LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-m", "gunicorn", "--workers=2", "--threads=4"]
    process = subprocess.Popen(command, cwd=REPOSITORY, env=env, stderr=subprocess.DEVNULL)
    yield process, f"http://127.0.0.1:{unused_port}"
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def unused_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def is_ready(url):
    try:
        return Browser(url).get("/ready/").status == 200
    except Unreachable:
        return False


def wait_for(condition, *, seconds=40):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)


def acknowledged_by(rehearsal):
    return [key for each in rehearsal.sitting for key in each.browser.acknowledged]


def children_of(process):
    listed = subprocess.run(
        [shutil.which("ps") or "ps", "-o", "pid=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(pid) for pid in listed.stdout.split()]


def kill_something(process, rng):
    """One web process or all of them; on PostgreSQL every connection too, now and then."""
    found = children_of(process)
    for pid in found if rng.random() < 0.5 else found[:1]:
        os.kill(pid, signal.SIGKILL)
    if connection.vendor == "postgresql" and rng.random() < 0.4:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    return bool(found)


def test_no_acknowledged_answer_is_lost(server, monkeypatch):
    process, url = server
    monkeypatch.setattr(sitting, "LOOK_AGAIN_SECONDS", 0.2)
    monkeypatch.setattr("bucketing.rehearsal.room.Browser", NotingBrowser)
    workshop = make_workshop(
        *[str(1000 + number) for number in range(400)], plan=Plan(lease_size=3)
    )
    open_rating(workshop, now=timezone.now())
    rng, started = Random(20), time.monotonic()
    rehearsal = Rehearsal(workshop.join_code, url, 3, speed=60.0, tell=lambda _: None)
    wait_for(lambda: is_ready(url))
    room = Thread(target=rehearsal.run)
    room.start()
    wait_for(lambda: all(each.answered for each in rehearsal.sitting) and rehearsal.sitting)
    kills = 0
    while kills < KILLS and time.monotonic() - started < LONGEST:
        seen = len(acknowledged_by(rehearsal))
        wait_for(lambda seen=seen: len(acknowledged_by(rehearsal)) > seen + 1, seconds=3)
        time.sleep(rng.uniform(0, 0.3))
        kills += kill_something(process, rng)
    rehearsal.stop.set()
    room.join(timeout=30)

    acknowledged = acknowledged_by(rehearsal)
    kept = [str(key) for key in Allocation.objects.values_list("idempotency_key", flat=True)]
    assert kills == KILLS
    assert len(acknowledged) > KILLS
    assert set(acknowledged) - set(kept) == set()
    assert len(kept) == len(set(kept))
    counted = QueueEntry.objects.annotate(
        seats=Count("workshop_project__allocations__seat", distinct=True)
    )
    assert not counted.exclude(ratings_count=F("seats")).exists()
