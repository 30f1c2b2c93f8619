"""SQLite: a copy by its online backup, while everybody goes on working."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from django.db import connection

from bucketing.backups.errors import BackupRefused
from bucketing.backups.tie_out import Figures, columns_of, count_up, differences

FILE = "database.sqlite3"


def dump(
    folder: Path, *, money: dict[str, list[str]], emptied: Iterable[str]
) -> tuple[Figures, dict[str, list[str]]]:
    """Write the copy; its figures, and no columns, since the file knows its own."""
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / FILE)) as copy:
        connection.connection.backup(copy)
        for table in emptied:
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  # names of our tables
        copy.commit()
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")
        return count_up(copy.cursor(), money), {}


def load(folder: Path, *, figures: Figures, prepare: Callable[[], None]) -> None:
    """Check the copy, then put it in place of the whole database in one step."""
    with closing(sqlite3.connect(folder / FILE)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupRefused("The database in this backup is damaged.")
        if wrong := differences(figures, count_up(copy.cursor(), columns_of(figures))):
            raise BackupRefused("The backup does not tie out. " + " ".join(wrong))
        connection.ensure_connection()
        copy.backup(connection.connection)
    prepare()
