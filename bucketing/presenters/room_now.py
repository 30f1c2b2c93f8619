"""Where the room stands: stage, clock and what comes next, as every page of a workshop says it."""

from dataclasses import dataclass
from functools import cached_property

from bucketing.domain.clock import Phase
from bucketing.domain.join_codes import shown_join_code
from bucketing.models import Stage
from bucketing.queries.progress import Progress

RAIL_WIDTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
"""The widths that the stylesheet knows as .grow-1 and so on."""


@dataclass(frozen=True, slots=True)
class RailStage:
    """One part of the running order. `state` is done, now or next."""

    name: str
    state: str
    words: str
    grow: str


class RoomNow:
    """What the bar asks of a Progress; nothing here reads or writes the database."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.workshop = progress.workshop

    @property
    def code(self) -> str:
        return shown_join_code(self.workshop.join_code)

    @property
    def state(self) -> str:
        """lobby, open, between or closed."""
        if self.workshop.closed_at:
            return "closed"
        if self.progress.open_stage:
            return "open"
        return "between" if self.progress.position else "lobby"

    @property
    def is_paused(self) -> bool:
        return self.progress.phase is Phase.PAUSED

    @property
    def is_time_up(self) -> bool:
        return self.progress.phase is Phase.TIME_UP

    @property
    def is_running(self) -> bool:
        return self.progress.phase is Phase.RUNNING

    @property
    def due_ms(self) -> int:
        stage = self.progress.open_stage
        return int(stage.due_at.timestamp() * 1000) if stage and stage.due_at else 0

    @property
    def due_mark(self) -> str:
        """The end of the stage as the page shows it, to send back with a press."""
        stage = self.progress.open_stage
        return stage.due_at.isoformat() if stage and stage.due_at else ""

    @property
    def seconds_left(self) -> int:
        return int(self.progress.seconds_left)

    @property
    def clock_text(self) -> str:
        return f"{self.seconds_left // 60}:{self.seconds_left % 60:02}"

    @property
    def end_words(self) -> str:
        stage = self.progress.open_stage
        return f"End {stage.get_kind_display().lower()}" if stage else ""

    @property
    def next_words(self) -> str:
        following = self.progress.next_stage
        return f" and open {following.get_kind_display().lower()}" if following else ""

    @property
    def stage_words(self) -> str:
        """For pages that have no rail."""
        stage = self.progress.open_stage
        if stage is None:
            return {"closed": "Closed", "lobby": "Lobby"}.get(self.state, "Between stages")
        name = str(stage.get_kind_display())
        if self.is_paused or self.is_time_up:
            return f"{name}, {self._now_words(stage)}"
        return name

    @cached_property
    def rail(self) -> list[RailStage]:
        return [self._rail_stage(stage) for stage in self.progress.stages]

    def _rail_stage(self, stage: Stage) -> RailStage:
        width = max(each for each in RAIL_WIDTHS if each <= max(stage.minutes // 5, 1))
        name, grow = stage.get_kind_display(), f"grow-{width}"
        if stage is self.progress.open_stage:
            return RailStage(name, "now", self._now_words(stage), grow)
        if stage.closed_at:
            return RailStage(name, "done", "done", grow)
        return RailStage(name, "next", f"{stage.minutes} min", grow)

    def _now_words(self, stage: Stage) -> str:
        if self.is_paused:
            return "paused"
        if self.is_time_up:
            return "time is up"
        gone = stage.clock.running_seconds(self.progress.now)
        total = round((gone + self.progress.seconds_left) / 60)
        return f"{int(gone // 60)} of {total} min"
