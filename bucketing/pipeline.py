"""Several statements on one journey to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


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
