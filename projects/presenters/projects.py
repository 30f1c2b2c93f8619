"""One project in words: its fields and its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from projects.models import DESCRIBED_FIELDS, Project, ProjectChange
from projects.presenters.words import FIELD_LABELS, value_label
from projects.templatetags.money import pounds_exact

_ACTIONS = {
    "import": "Changed by an import",
    "undo import": "Changed back by undoing an import",
    "edit": "Edited",
    "bulk edit": "Edited with others",
    "split": "Split",
    "part": "Made by splitting",
    "merge": "Merged",
    "archive": "Archived",
    "unarchive": "Taken out of the archive",
    "amounts": "Amounts changed",
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    what: str
    at: datetime
    by: str
    differences: list[str]


def facts(project: Project) -> list[tuple[str, str]]:
    """Every field that says something, in the order of the record."""
    names = (name for name in DESCRIBED_FIELDS if name not in ("name", "attributes"))
    return [
        (FIELD_LABELS[name], value_label(name, text))
        for name in names
        if (text := getattr(project, name))
    ]


def history(changes: Iterable[ProjectChange]) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            _ACTIONS.get(change.action, change.action.capitalize()),
            change.changed_at,
            change.changed_by.display_name if change.changed_by else "",
            differences(change.before, change.after),
        )
        for change in changes
    ]


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [
        f"{FIELD_LABELS.get(name, name)}: {_text(name, before.get(name))} → {_text(name, after.get(name))}"
        for name in names
        if before.get(name) != after.get(name)
    ]


def _text(name: str, value: Any) -> str:
    if value in (None, "", {}, []):
        return "nothing"
    if name == "amount":
        return pounds_exact(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, text in value.items())
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
