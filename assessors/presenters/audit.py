"""The record of what was done, in words; the same on the page and in the file."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessors.models import AuditEntry, AuditSource

NOBODY = "The machine's owner, or a guest"
BYTE_ORDER_MARK = "\ufeff"
HEADINGS = ("When", "What", "Who", "To whom", "About", "Detail", "From address")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class AuditLine:
    happened_at: datetime
    what: str
    who: str
    whom: str
    about: str
    detail: str
    source: str


def audit_lines(
    entries: Iterable[AuditEntry], names: dict[int, str], invited: dict[int, str]
) -> list[AuditLine]:
    return [
        AuditLine(
            happened_at=entry.happened_at,
            what=entry.label,
            who=_name(entry.actor_id, names, nobody=NOBODY),
            whom=_name(entry.subject_id, names, nobody="") or _invited(entry, invited),
            about=entry.about,
            detail=_detail(entry),
            source=_source(entry),
        )
        for entry in entries
    ]


def _name(number: int | None, names: dict[int, str], *, nobody: str) -> str:
    if number is None:
        return nobody
    return names.get(number) or f"Person {number}, removed"


def _invited(entry: AuditEntry, invited: dict[int, str]) -> str:
    return invited.get(entry.detail.get("invitation", 0), "")


def _detail(entry: AuditEntry) -> str:
    told = {name: value for name, value in entry.detail.items() if name != "invitation"}
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in told.items())


def _source(entry: AuditEntry) -> str:
    """Empty where none was kept, or none is kept any more."""
    source: AuditSource | None = getattr(entry, "source", None)
    return source.address if source else ""


class _Echo:
    """A file that hands back what is written to it, so that lines can be streamed."""

    def write(self, text: str) -> str:
        return text


def csv_of(lines: Iterable[AuditLine]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + str(writer.writerow(HEADINGS))
    for line in lines:
        at = timezone.localtime(line.happened_at).isoformat(timespec="seconds")
        texts = (line.what, line.who, line.whom, line.about, line.detail, line.source)
        yield str(writer.writerow([at, *map(not_a_formula, texts)]))


def not_a_formula(text: str) -> str:
    """An apostrophe in front of what a spreadsheet program would take for a formula."""
    clean = text.replace("\x00", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(STARTS_A_FORMULA) else clean
