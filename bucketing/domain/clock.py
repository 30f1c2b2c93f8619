"""The clock of a stage or round: four stored times, from which everything shown is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

NO_TIME = timedelta()

Pause = tuple[float, float]


class Phase(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    TIME_UP = "time_up"  # a soft end: finish what you hold, nothing new is handed out
    CLOSED = "closed"


class ClockError(ValueError):
    """What was asked of the clock does not fit its phase; the message says why."""


@dataclass(frozen=True)
class Clock:
    """Times are aware datetimes from one server clock; None means that it has not happened.

    `pauses` are the stretches that are over, as pairs of seconds since 1970.
    """

    opened_at: datetime | None = None
    due_at: datetime | None = None
    paused_at: datetime | None = None
    closed_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    def phase(self, now: datetime) -> Phase:
        if self.opened_at is None:
            return Phase.WAITING
        if self.closed_at is not None:
            return Phase.CLOSED
        if self.paused_at is not None:
            return Phase.PAUSED
        if self.due_at is not None and now >= self.due_at:
            return Phase.TIME_UP
        return Phase.RUNNING

    def remaining(self, now: datetime) -> timedelta:
        """Time left, never negative; a paused clock keeps what it had when it was paused."""
        if self.due_at is None or self.phase(now) in (Phase.WAITING, Phase.CLOSED):
            return NO_TIME
        return max(self.due_at - (self.paused_at or now), NO_TIME)

    def elapsed(self, now: datetime) -> timedelta:
        """Time since opening on the wall clock, pauses included."""
        if self.opened_at is None:
            return NO_TIME
        return (self.closed_at or self.paused_at or now) - self.opened_at

    def running_seconds(self, moment: datetime) -> float:
        """Seconds that the clock ran between opening and `moment`: time without the pauses."""
        if self.opened_at is None:
            return 0.0
        end = min(moment, self.closed_at or moment, self.paused_at or moment).timestamp()
        stood = sum(max(min(until, end) - since, 0.0) for since, until in self.pauses)
        return max(end - self.opened_at.timestamp() - stood, 0.0)

    def running_times(self, moments: Sequence[float]) -> list[float]:
        """Moments in seconds since 1970 as seconds that the clock had run by then."""
        if self.opened_at is None:
            return []
        opened = self.opened_at.timestamp()
        if not self.pauses:
            return [moment - opened for moment in moments]
        return [
            moment
            - opened
            - sum(max(min(until, moment) - since, 0.0) for since, until in self.pauses)
            for moment in moments
        ]

    def open(self, *, now: datetime, length: timedelta) -> "Clock":
        self._refuse_unless(now, Phase.WAITING, because="It has been opened already.")
        return Clock(opened_at=now, due_at=now + length)

    def pause(self, *, now: datetime) -> "Clock":
        self._refuse_unless(now, Phase.RUNNING, because="Only a running clock can be paused.")
        return replace(self, paused_at=now)

    def resume(self, *, now: datetime) -> "Clock":
        """Start again with as much time as there was at the pause."""
        self._refuse_unless(now, Phase.PAUSED, because="The clock is not paused.")
        return replace(self._end_pause(now), due_at=now + self.remaining(now))

    def extend(self, *, now: datetime, by: timedelta) -> "Clock":
        """Add time (or take it away); after time is up the extension counts from now."""
        self._refuse_unless(
            now,
            Phase.RUNNING,
            Phase.PAUSED,
            Phase.TIME_UP,
            because="Time can be added only while the stage is open.",
        )
        start = now if self.phase(now) is Phase.TIME_UP else self.due_at or now
        return replace(self, due_at=max(start + by, self.paused_at or now))

    def end_softly(self, *, now: datetime) -> "Clock":
        """Bring the end forward to now: nothing new is handed out, but all can finish."""
        self._refuse_unless(now, Phase.RUNNING, Phase.PAUSED, because="The stage is not running.")
        return replace(self._end_pause(now), due_at=now)

    def close(self, *, now: datetime) -> "Clock":
        self._refuse_unless(
            now,
            Phase.RUNNING,
            Phase.PAUSED,
            Phase.TIME_UP,
            because="Only an open stage can be closed.",
        )
        return replace(self._end_pause(now), closed_at=now)

    def reopen(self, *, now: datetime, length: timedelta) -> "Clock":
        """Go back into a closed stage with a fresh length of time; it keeps its first opening."""
        self._refuse_unless(now, Phase.CLOSED, because="Only a closed stage can be reopened.")
        stood = ((self.closed_at or now).timestamp(), now.timestamp())
        return Clock(opened_at=self.opened_at, due_at=now + length, pauses=(*self.pauses, stood))

    def _end_pause(self, now: datetime) -> "Clock":
        if self.paused_at is None:
            return self
        pause = (self.paused_at.timestamp(), now.timestamp())
        return replace(self, paused_at=None, pauses=(*self.pauses, pause))

    def _refuse_unless(self, now: datetime, *phases: Phase, because: str) -> None:
        if self.phase(now) not in phases:
            raise ClockError(because)
