"""What serves a room is killed outright, again and again, while the room answers: no answer is lost.

An answer counts as given once the page was told so. With SQLite the web processes die; with PostgreSQL
the background worker and the database server as well, a server of this test's own. The clocks are
short: the whole takes about a minute.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

from bucketing.domain.plan import Plan
from bucketing.models import Allocation, QueueEntry, Workshop
from bucketing.rehearsal import assessor as sitting
from bucketing.rehearsal.browser import Browser, Reply, Unreachable
from bucketing.rehearsal.room import Rehearsal
from devtools.postgres import ROLE, SURVIVING, Cluster, find_binaries, running_cluster
from reports.models import WorkbookBuild
from reports.workbook.background import build_in_background
from tests.factories.people import make_user
from tests.factories.workshops import make_workshop, open_rating

REPOSITORY = Path(__file__).resolve().parents[2]
KILLS, LONGEST = 20, 150.0
WORKER = ("manage.py", "db_worker", "--interval=0.2", "--no-startup-delay")

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
def database():
    """A PostgreSQL that may be killed, as the other tests need theirs; with SQLite there is none."""
    if connection.vendor == "sqlite":
        yield None
        return
    with running_cluster(find_binaries(), more_options=SURVIVING) as cluster:
        before = dict(connection.settings_dict)
        connect_to(HOST=str(cluster.folder), NAME="postgres", USER=ROLE)
        try:
            call_command("migrate", verbosity=0)
            call_command("createcachetable")
            yield cluster
        finally:
            connect_to(**before)


def connect_to(**there):
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL alone
    connection.settings_dict |= there


@dataclass
class Service:
    """The product as it runs for real, and what keeps it running: the dead are replaced."""

    url: str
    database: Cluster | None
    rng: Random
    env: dict[str, str]
    killed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self):
        self.web = self._run("-m", "gunicorn", "--workers=2", "--threads=4")
        self.worker = self._run(*WORKER) if self.database else None

    def _run(self, *command):
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=REPOSITORY,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_something(self):
        kinds = ["web", "web", "worker", "database"] if self.database else ["web"]
        kind = self.rng.choice(kinds)
        self.killed[kind] += getattr(self, f"kill_{kind}")()

    def kill_web(self):
        """One process or all of them; gunicorn starts others."""
        found = children_of(self.web.pid)
        for pid in found if self.rng.random() < 0.5 else found[:1]:
            os.kill(pid, signal.SIGKILL)
        return bool(found)

    def kill_worker(self):
        """While it has something to do, if it is quick enough."""
        build_in_background.enqueue(new_build().pk, 1)
        self.worker.kill()
        self.worker.wait()
        self.worker = self._run(*WORKER)
        return True

    def kill_database(self):
        """The server with all its processes at once; the web has to find back by itself."""
        server = self.database.process_id
        for pid in [server, *children_of(server)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # Where nobody reaps the dead, the number in it would still look alive.
        (self.database.folder / "data" / "postmaster.pid").unlink()
        time.sleep(self.rng.uniform(0, 0.5))
        wait_for(self._database_starts)
        connection.close()
        wait_for(lambda: is_ready(self.url))
        assert is_ready(self.url), "The web did not find back to its database."
        if self.worker.poll() is not None:
            self.worker = self._run(*WORKER)
        return True

    def _database_starts(self):
        """A process that was just being born may hold the dead server's memory for a moment."""
        with suppress(subprocess.CalledProcessError):
            self.database.start()
            return True
        return False

    def stop(self):
        """The worker may be in the middle of a workbook, which nobody waits for."""
        self.web.terminate()
        if self.worker:
            self.worker.kill()
            self.worker.wait(timeout=20)
        self.web.wait(timeout=20)


@pytest.fixture
def service(database, unused_port, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "BIND": f"127.0.0.1:{unused_port}",
        "LOG_LEVEL": "CRITICAL",
        "TASKS_IMMEDIATE": "0",
    }
    running = Service(f"http://127.0.0.1:{unused_port}", database, Random(20), env)
    yield running
    running.stop()


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


def children_of(pid):
    listed = subprocess.run(
        [shutil.which("ps") or "ps", "-o", "pid=", "--ppid", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(pid) for pid in listed.stdout.split()]


def new_build():
    """A workbook that somebody waits for."""
    workshop, number, now = Workshop.objects.get(), WorkbookBuild.objects.count(), timezone.now()
    return WorkbookBuild.objects.create(
        workshop=workshop,
        user=workshop.created_by,
        revision=number,
        asked_at=now,
        heard_at=now,
    )


def test_no_acknowledged_answer_is_lost(service, monkeypatch):
    url = service.url
    monkeypatch.setattr(sitting, "LOOK_AGAIN_SECONDS", 0.2)
    monkeypatch.setattr("bucketing.rehearsal.room.Browser", NotingBrowser)
    workshop = make_workshop(
        *[str(1000 + number) for number in range(400)], plan=Plan(lease_size=3), by=make_user()
    )
    open_rating(workshop, now=timezone.now())
    started = time.monotonic()
    rehearsal = Rehearsal(workshop.join_code, url, 3, speed=60.0, tell=lambda _: None)
    wait_for(lambda: is_ready(url))
    room = Thread(target=rehearsal.run)
    room.start()
    wait_for(lambda: all(each.answered for each in rehearsal.sitting) and rehearsal.sitting)
    while service.killed.total() < KILLS and time.monotonic() - started < LONGEST:
        seen = len(acknowledged_by(rehearsal))
        wait_for(lambda seen=seen: len(acknowledged_by(rehearsal)) > seen + 1, seconds=3)
        time.sleep(service.rng.uniform(0, 0.3))
        service.kill_something()
    rehearsal.stop.set()
    room.join(timeout=30)

    acknowledged = acknowledged_by(rehearsal)
    kept = [str(key) for key in Allocation.objects.values_list("idempotency_key", flat=True)]
    assert service.killed.total() == KILLS
    assert set(service.killed) == ({"web", "worker", "database"} if service.database else {"web"})
    assert len(acknowledged) > KILLS
    assert set(acknowledged) - set(kept) == set()
    assert len(kept) == len(set(kept))
    counted = QueueEntry.objects.annotate(
        seats=Count("workshop_project__allocations__seat", distinct=True)
    )
    assert not counted.exclude(ratings_count=F("seats")).exists()
