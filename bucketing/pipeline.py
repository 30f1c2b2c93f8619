"""Several statements on one journey to the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

Write = tuple[str, Sequence[Any]]
"""A statement that changes rows, and its values."""


@contextmanager
def pipeline() -> Iterator[None]:
    """Statements inside leave without waiting for each other's replies; reading a result waits.

    PostgreSQL only: SQLite is no journey away. Counts of changed rows are not known inside.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.connection.pipeline():
        yield


def execute_together(*writes: Write) -> None:
    """Writes of which none reads what another changes; PostgreSQL takes them as one statement."""
    if connection.vendor == "postgresql":
        *first, last = [sql for sql, _ in writes]
        named = ", ".join(f"write_{number} AS ({sql})" for number, sql in enumerate(first))
        one = f"WITH {named} {last}" if first else last
        writes = ((one, [value for _, values in writes for value in values]),)
    with connection.cursor() as cursor:
        for sql, values in writes:
            cursor.execute(sql, values)
