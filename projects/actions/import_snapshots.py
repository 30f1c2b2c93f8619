"""What an import replaced, kept with it so that it can be undone."""

from collections import defaultdict
from typing import Any

from projects.models import SpendLine
from projects.queries.import_changes import ImportChanges, Money

_BATCH = 1_000


def snapshot_of(changes: ImportChanges, pairs: set[tuple[int | None, str]]) -> dict[str, Any]:
    """`words` by project: [before, after] of each field; `lines` by project: the lines replaced."""
    replaced = [change.project_id for change in changes.changed if change.replaces_lines]
    return {
        "new": [],
        "words": {
            str(change.project_id): {name: list(values) for name, values in change.words.items()}
            for change in changes.changed
            if change.words
        },
        "archived": [change.project_id for change in changes.changed if change.was_archived],
        "lines": _lines(replaced, pairs, {key for each in changes.changed for key in each.kept}),
    }


def _lines(
    project_ids: list[int], pairs: set[tuple[int | None, str]], kept: set[int]
) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {str(project_id): [] for project_id in project_ids}
    for start in range(0, len(project_ids), _BATCH):
        lines = SpendLine.objects.filter(
            project__in=project_ids[start : start + _BATCH],
            financial_year__in={year for year, _ in pairs},
        ).order_by("id")
        for line in lines.iterator(chunk_size=2_000):
            if (line.financial_year, line.basis) in pairs and line.pk not in kept:
                found[str(line.project_id)].append(_as_list(line))
    return found


def _as_list(line: SpendLine) -> list[Any]:
    values = [
        str(getattr(line, name)) if name == "amount" else getattr(line, name)
        for name in Money._fields
    ]
    return [*values, line.spend_import_id, line.source_row]


def lines_from(stored: dict[str, list[Any]]) -> dict[int, list[dict[str, Any]]]:
    """Fields of the spend lines to put back, by project."""
    names = (*Money._fields, "spend_import_id", "source_row")
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for project_id, lines in stored.items():
        found[int(project_id)] = [dict(zip(names, line, strict=True)) for line in lines]
    return found
