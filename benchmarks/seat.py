"""What saving an answer costs, against a bare view that does one insert in one transaction.

Run `python dev.py bench seat` (SQLite) or with DATABASE_URL set. Both are asked over real connections
from the same gunicorn, in many short turns, so that a busy machine slows both alike. Stated: saves a second, the
ratio, and the queries of one save.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from json import loads
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
FOLDER = tempfile.mkdtemp(prefix="bucketing-bench-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "BUCKETING_TEST_DIR": FOLDER}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/bench.sqlite3")

import django
from django.core.management import call_command

PORT = 8641
CLIENTS = 4
TURNS = 15
TURN_SECONDS = 1.5
PROJECTS = 9000
TARGET = 0.5


class Client(threading.Thread):
    """Sends one request after another over one connection until the time is up."""

    def __init__(self, until: float, seat: "SeatedClient | None", workshop: int) -> None:
        super().__init__()
        self.until, self.seat, self.workshop = until, seat, workshop
        self.sent = 0
        self.milliseconds: list[float] = []

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", PORT)
        while time.perf_counter() < self.until:
            started = time.perf_counter()
            if self.seat:
                self.seat.answer(connection)
            else:
                post(connection, "/bare/", {"workshop": self.workshop}, {})
            self.milliseconds.append((time.perf_counter() - started) * 1000)
            self.sent += 1
        connection.close()


class SeatedClient:
    """A browser's part of the work: the cards it has, and an answer to the first of them."""

    def __init__(self, workshop: object, number: int) -> None:
        from django.utils import timezone

        from bucketing.actions.seats import join_workshop

        seat, token = join_workshop(workshop=workshop, name=f"Sitter {number}", now=timezone.now())
        self.code, self.seat = workshop.join_code, seat
        self.headers = {
            "Cookie": f"seat-{self.code}={token}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        self.cards: list[dict[str, str]] = []
        self.have: list[str] = []

    def take(self, connection: HTTPConnection) -> None:
        self.read(post(connection, f"/seat/{self.code}/projects/", {}, self.headers))

    def read(self, reply: dict[str, object]) -> None:
        for card in reply["cards"]:
            version = card["html"].split('data-version="')[1].split('"')[0]
            self.cards.append({"project": str(card["project"]), "version": version})
            self.have.append(str(card["project"]))
        self.round = reply["round"]

    def answer(self, connection: HTTPConnection) -> None:
        card = self.cards.pop(0)
        fields = {
            **card,
            "seat": self.seat.code,
            "round": self.round,
            "key": str(uuid4()),
            "upstream": 75,
            "midstream": 25,
            "age": 12,
            "seconds": 20,
            "have": ",".join(self.have[-12:]),
        }
        self.read(post(connection, f"/seat/{self.code}/answers/", fields, self.headers))


CSRF = "b" * 32


def post(
    connection: HTTPConnection, where: str, fields: dict[str, object], headers: dict[str, str]
) -> dict[str, object]:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Cookie": f"csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        **headers,
    }
    connection.request("POST", where, urlencode(fields), headers)
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, (response.status, body[:500])
    return loads(body)


def turn(seats: "list[SeatedClient] | None", workshop: int) -> tuple[float, list[float]]:
    """Requests a second over one turn, and how long each took."""
    until = time.perf_counter() + TURN_SECONDS
    clients = [Client(until, seats[n] if seats else None, workshop) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    times = [each for client in clients for each in client.milliseconds]
    return sum(client.sent for client in clients) / TURN_SECONDS, times


def make_room() -> object:
    from django.utils import timezone

    from bucketing.domain.plan import Plan
    from tests.factories.workshops import make_workshop, open_rating

    plan = Plan(lease_size=3, second_count=PROJECTS // 5)
    workshop = make_workshop(*(str(9000 + number) for number in range(PROJECTS)), plan=plan)
    open_rating(workshop, now=timezone.now())
    return workshop


def serve() -> subprocess.Popen[bytes]:
    env = os.environ | {
        "BIND": f"127.0.0.1:{PORT}",
        "WEB_CONCURRENCY": "2",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "benchmarks.beside.settings",
    }
    command = [sys.executable, "-m", "gunicorn"]
    server = subprocess.Popen(command, cwd=ROOT, env=env)  # noqa: S603  # our own server
    for _ in range(100):
        time.sleep(0.2)
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            continue
    raise SystemExit("The server did not start.")


def queries_of_a_save(workshop: object) -> int:
    from django.db import connection
    from django.test import Client as TestClient
    from django.test.utils import CaptureQueriesContext

    sitting = SeatedClient(workshop, 99)
    browser = TestClient(headers={"Accept": "application/json"})
    browser.cookies[f"seat-{sitting.code}"] = sitting.headers["Cookie"].split("=")[1].split(";")[0]
    reply = browser.post(f"/seat/{sitting.code}/projects/").json()
    sitting.read(reply)
    fields = {**sitting.cards[0], "seat": sitting.seat.code, "round": sitting.round}
    fields |= {"key": str(uuid4()), "upstream": 100, "have": ",".join(sitting.have)}
    with CaptureQueriesContext(connection) as captured:
        answer = browser.post(f"/seat/{sitting.code}/answers/", fields)
    assert answer.status_code == 200
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not each["sql"].startswith(words) for each in captured.captured_queries)


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from django.db import connection

    workshop = make_room()
    print(f"Database: {connection.vendor}. {PROJECTS} projects, {CLIENTS} people at once.")
    print(f"Queries of one save with its next lease: {queries_of_a_save(workshop)}")
    seats = [SeatedClient(workshop, number) for number in range(CLIENTS)]
    connection.close()
    server = serve()
    try:
        for seat in seats:
            first = HTTPConnection("127.0.0.1", PORT)
            seat.take(first)
            first.close()
        turn(seats, workshop.pk), turn(None, workshop.pk)  # warm
        look_at_tables()
        rounds = [(turn(seats, workshop.pk), turn(None, workshop.pk)) for _ in range(TURNS)]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    report(rounds)


def look_at_tables() -> None:
    """What autovacuum does within a minute of filling tables; here there is less time."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        connection.close()


def report(rounds: list[tuple[tuple[float, list[float]], tuple[float, list[float]]]]) -> None:
    for (saves, _), (bares, _) in rounds:
        print(f"  {saves:7.1f} saves/s   {bares:7.1f} bare/s   ratio {saves / bares:.2f}")
    ratio = median(saves / bares for (saves, _), (bares, _) in rounds)
    times = sorted(each for (_, times), _ in rounds for each in times)
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"A save took {middle:.1f} ms in the middle, {late:.1f} ms at the 95th percentile.")
    print(f"Median ratio {ratio:.2f} (wanted: at least {TARGET})")


if __name__ == "__main__":
    main()
