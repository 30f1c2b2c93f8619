"""PostgreSQL: every table by COPY, out of one snapshot; no client programs are needed."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from bucketing.backups.errors import BackupRefused
from bucketing.backups.tie_out import Figures, columns_of, count_up, differences

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
TRIGGER_FUNCTIONS = """
    SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


def dump(
    folder: Path, *, money: dict[str, list[str]], emptied: Iterable[str]
) -> tuple[Figures, dict[str, list[str]]]:
    """One CSV file a table. The figures, and each table's columns in the order of its file."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        tables = [table for table in money if table not in set(emptied)]
        columns = {table: _columns(cursor, table) for table in tables}
        for table, names in columns.items():
            with (
                (folder / f"{table}.csv").open("wb") as file,
                cursor.copy(f"COPY {_target(table, names)} TO STDOUT (FORMAT csv, HEADER)") as copy,
            ):
                for chunk in copy:
                    file.write(chunk)
        figures = count_up(cursor, {table: money[table] for table in tables})
    return figures, columns


def load(
    folder: Path, *, columns: dict[str, list[str]], figures: Figures, prepare: Callable[[], None]
) -> None:
    """Empty the database, let `prepare` make its tables, fill them. All of it, or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        _drop_everything(cursor)
        prepare()
        _fill(cursor, folder, columns)
        if wrong := differences(figures, count_up(cursor, columns_of(figures))):
            raise BackupRefused("The backup does not tie out. " + " ".join(wrong))


def _fill(cursor: Any, folder: Path, columns: dict[str, list[str]]) -> None:
    # Migrations may have put rows of their own in; and rules that look at other tables while
    # rows come in would depend on the order of the tables.
    cursor.execute(f"TRUNCATE {', '.join(_quoted(table) for table in columns)} CASCADE")
    # Making a foreign key checks it at once for the rest of the transaction.
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table, names in columns.items():
        cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER")
        sql = f"COPY {_target(table, names)} FROM STDIN (FORMAT csv, HEADER)"
        with (folder / f"{table}.csv").open("rb") as file, cursor.copy(sql) as copy:
            while chunk := file.read(1 << 20):
                copy.write(chunk)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in columns:
        cursor.execute(f"ALTER TABLE {_quoted(table)} ENABLE TRIGGER USER")
        _set_sequences(cursor, table)


def _set_sequences(cursor: Any, table: str) -> None:
    """The next row gets the next number, as it would have."""
    for found in connection.introspection.get_sequences(cursor, table):
        column = _quoted(found["column"])
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(MAX({column}), 1),"  # noqa: S608
            f" MAX({column}) IS NOT NULL) FROM {_quoted(table)}",
            [_quoted(table), found["column"]],
        )


def _drop_everything(cursor: Any) -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True))
    tables |= {MigrationRecorder.Migration._meta.db_table}
    names = ", ".join(_quoted(table) for table in sorted(tables))
    cursor.execute(f"DROP TABLE IF EXISTS {names} CASCADE")
    cursor.execute(TRIGGER_FUNCTIONS)
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {function}")


def _columns(cursor: Any, table: str) -> list[str]:
    return [each.name for each in connection.introspection.get_table_description(cursor, table)]


def _target(table: str, columns: Iterable[str]) -> str:
    return f"{_quoted(table)} ({', '.join(_quoted(name) for name in columns)})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
