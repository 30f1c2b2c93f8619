"""Projects that wait for the facilitator, because somebody could not judge them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bucketing.models import Pass, PassReason


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A project that somebody could not judge, and why."""

    pk: int
    name: str
    amount: Decimal
    words: str
    wants_splitting: bool


def waiting_rows(passes: Iterable[Pass]) -> list[WaitingRow]:
    """By project, the latest said first; who said it is not shown."""
    groups: dict[int, list[Pass]] = {}
    for each in passes:
        groups.setdefault(each.workshop_project_id, []).append(each)
    return [_waiting_row(group) for group in groups.values()]


def _waiting_row(passes: list[Pass]) -> WaitingRow:
    project = passes[0].workshop_project
    reasons = dict.fromkeys(str(each.get_reason_display()).lower() for each in passes)
    notes = [each.note for each in passes if each.note]
    words = " and ".join(reasons)
    if len(passes) > 1:
        words += f", {len(passes)} people"
    return WaitingRow(
        pk=project.pk,
        name=project.name,
        amount=project.amount,
        words=f"{words}: {notes[0]}" if notes else words,
        wants_splitting=any(each.reason == PassReason.NEEDS_SPLITTING for each in passes),
    )
