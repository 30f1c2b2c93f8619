"""What a load balancer hears, also when something is wrong."""

import pytest
from django.db import OperationalError

from bucketing import health


def test_health_answers_any_host_without_a_database(client):
    answer = client.get("/health/", headers={"Host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_when_every_migration_is_applied(client):
    answer = client.get("/ready/", headers={"Host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.json()) == (200, {"ready": True})


def test_not_ready_when_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(health, "missing_migrations", lambda: ["projects.0002_more"])

    answer = client.get("/ready/")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reason": "migrations are missing"}


def test_not_ready_when_the_database_does_not_answer(client, monkeypatch):
    def no_answer():
        raise OperationalError("connection to 10.0.0.3 with password hunter2 failed")

    monkeypatch.setattr(health, "missing_migrations", no_answer)

    answer = client.get("/ready/")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reason": "the database does not answer"}
