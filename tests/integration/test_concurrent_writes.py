"""Several people save at once: nothing is lost, on either database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

WRITERS, ROUNDS = 4, 25

pytestmark = pytest.mark.django_db(transaction=True)


def read_then_write(writer):
    """The shape that fails under SQLite's defaults: a transaction that begins by reading."""
    for turn in range(ROUNDS):
        with transaction.atomic():
            Session.objects.count()
            Session.objects.create(
                session_key=f"{writer}-{turn}", session_data="", expire_date=timezone.now()
            )
    connection.close()


def test_no_write_is_lost_when_several_write_at_once():
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(read_then_write, range(WRITERS)))

    assert Session.objects.count() == WRITERS * ROUNDS


def test_sqlite_keeps_its_journal_beside_the_data():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        modes = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous")
        ]

    assert modes == ["wal", 1]
