"""Who is in the room, worked out from when they were last seen and last answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

# A page asks every few seconds; a hidden tab or a phone in a pocket asks more slowly.
GONE_AFTER = timedelta(seconds=90)
IDLE_AFTER = timedelta(minutes=2)


class Presence(Enum):
    """Present people are given work; idle ones too, as they may be reading; gone ones are not."""

    PRESENT = "present"
    IDLE = "idle"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PresenceState:
    presence: Presence
    words: str

    @property
    def is_here(self) -> bool:
        return self.presence is not Presence.GONE


def presence_of(
    *,
    now: datetime,
    last_seen_at: datetime | None,
    last_answer_at: datetime | None,
    working_since: datetime | None,
) -> PresenceState:
    """Say whether a seat is working, quiet or gone.

    `working_since` is when the present stage began to ask for answers (None while nothing is
    asked): nobody is idle in a welcome, nor straight after a pause.
    """
    if last_seen_at is None or now - last_seen_at > GONE_AFTER:
        return PresenceState(Presence.GONE, _gone_words(now, last_seen_at))
    if working_since is None:
        return PresenceState(Presence.PRESENT, "here")
    quiet = now - max(moment for moment in (working_since, last_answer_at) if moment)
    if quiet > IDLE_AFTER:
        return PresenceState(Presence.IDLE, f"quiet {_minutes(quiet)} min")
    return PresenceState(Presence.PRESENT, "working")


def _gone_words(now: datetime, last_seen_at: datetime | None) -> str:
    if last_seen_at is None:
        return "not here yet"
    away = _minutes(now - last_seen_at)
    return f"gone {away} min" if 1 <= away < 60 else "gone"


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def pace_words(own_seconds: float | None, wanted_seconds: float) -> str:
    """How an assessor's pace compares with what the plan needs, kindly and without a rank.

    `own_seconds` is the typical time of their recent answers, None while there are few.
    """
    if own_seconds is None or wanted_seconds <= 0:
        return ""
    ratio = own_seconds / wanted_seconds
    if ratio < 0.6:
        return "plenty of time, no need to hurry"
    if ratio <= 1.15:
        return "good pace"
    return "a little slow" if ratio <= 1.6 else "slow: choose the nearest tier and go on"


def typical_seconds(recent: Sequence[float], *, fewest: int = 3) -> float | None:
    """The median of the last eight answer times; None with fewer than `fewest`."""
    last = sorted(recent[-8:])
    if len(last) < fewest:
        return None
    middle = len(last) // 2
    return last[middle] if len(last) % 2 else (last[middle - 1] + last[middle]) / 2
