"""The figures that must be the same before and after: rows of each table, pence of each sum."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.apps import apps

from projects.models import MoneyField

Figures = dict[str, dict[str, int]]


class Cursor(Protocol):
    """What SQLite's own cursors and Django's have in common."""

    def execute(self, sql: str) -> Any: ...

    def fetchone(self) -> Any: ...


def money_columns() -> dict[str, list[str]]:
    """Every column that holds pence, by table."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, MoneyField):
                found.setdefault(model._meta.db_table, []).append(str(field.column))
    return found


def count_up(cursor: Cursor, columns: Mapping[str, Iterable[str]]) -> Figures:
    """For each table its `rows`, and the sum in pence of each of its columns of money."""
    figures: Figures = {}
    for table, money in columns.items():
        sums = "".join(f', SUM("{column}")' for column in money)
        cursor.execute(f'SELECT COUNT(*){sums} FROM "{table}"')  # noqa: S608  # names of our tables
        rows, *pence = cursor.fetchone()
        figures[table] = {"rows": rows}
        figures[table] |= {
            column: int(total or 0) for column, total in zip(money, pence, strict=True)
        }
    return figures


def columns_of(figures: Figures) -> dict[str, list[str]]:
    """What was counted, so that the same can be counted again."""
    return {table: [name for name in each if name != "rows"] for table, each in figures.items()}


def differences(before: Figures, after: Figures) -> list[str]:
    """Sentences that say what does not agree; none where everything does."""
    return [
        f"{table}: {name} was {expected} and is {after.get(table, {}).get(name)}."
        for table, each in before.items()
        for name, expected in each.items()
        if after.get(table, {}).get(name) != expected
    ]
