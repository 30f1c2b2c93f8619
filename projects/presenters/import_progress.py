"""How far a long file has come: an estimate by its size, and said to be one."""

from dataclasses import dataclass
from datetime import datetime

from projects.models import SpendImport
from projects.spreadsheets.limits import MEGABYTE

_SECONDS_TO_START = 2
_SECONDS_PER_MEGABYTE = 2.0
_STALLED_AFTER = 10 * 60
_MOST_SHOWN = 95


@dataclass(frozen=True, slots=True)
class Progress:
    words: str
    percent: int
    seconds: int
    is_stalled: bool


def progress_of(spend_import: SpendImport, now: datetime) -> Progress:
    """It never claims to be done: that is known only when it is."""
    started = spend_import.work_started_at or now
    seconds = max(0, int((now - started).total_seconds()))
    expected = _SECONDS_TO_START + _SECONDS_PER_MEGABYTE * spend_import.file.size / MEGABYTE
    is_reading = spend_import.work == SpendImport.Work.READING
    return Progress(
        words="Reading the file" if is_reading else "Bringing the projects in",
        percent=min(_MOST_SHOWN, int(100 * seconds / expected)),
        seconds=seconds,
        is_stalled=seconds > _STALLED_AFTER,
    )
