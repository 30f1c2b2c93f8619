"""What the projector says: the stage, what to do now, and how far the room is. Never an answer."""

from bucketing.domain.clock import Phase
from bucketing.domain.progress import RoomLedger
from bucketing.models import Door, Stage, Workshop

LOBBY = "Scan the code or type it in, and give your name."
AT_THE_DOOR = {
    Door.OPEN: LOBBY,
    Door.KNOCK: "Scan the code or type it in, give your name, and wait until you are let in.",
    Door.CLOSED: "We begin soon. The door is closed: ask the facilitator if you have no seat yet.",
}
TO_DO = {
    "welcome": "Welcome. Join now; we begin together.",
    "calibration": "Everybody judges the same projects. On your own and in silence.",
    "rating": "On your own and in silence: where does this project’s money go?",
    "reconciling": "We look at where we differ, the largest money first.",
    "close": "Thank you. We close with what we found.",
}
TIME_UP = "Time is up. Finish the project in front of you."
PAUSED = "A pause. Your answers are saved."
CLOSED = "The workshop is over. Thank you."
BETWEEN = "The next part begins soon."


class BigScreenPage:
    """One moment of the big screen."""

    def __init__(
        self,
        workshop: Workshop,
        stages: list[Stage],
        phase: Phase,
        ledger: RoomLedger,
        here_count: int,
    ) -> None:
        self.workshop = workshop
        self.stages = stages
        self.phase = phase
        self.ledger = ledger
        self.here_count = here_count

    @property
    def stage(self) -> Stage | None:
        return next((each for each in self.stages if each.opened_at and not each.closed_at), None)

    @property
    def to_do(self) -> str:
        if self.workshop.closed_at:
            return CLOSED
        if self.stage is None:
            return BETWEEN if any(each.opened_at for each in self.stages) else self.at_the_door
        if self.phase is Phase.PAUSED:
            return PAUSED
        if self.phase is Phase.TIME_UP and self.stage.kind in ("calibration", "rating"):
            return TIME_UP
        if self.workshop.discussing and self.stage.kind == "reconciling":
            return f"We talk about: {self.workshop.discussing.name}"
        return TO_DO[self.stage.kind]

    @property
    def at_the_door(self) -> str:
        return AT_THE_DOOR[Door(self.workshop.door)]

    @property
    def stage_words(self) -> str:
        if self.stage is None:
            return "Closed" if self.workshop.closed_at else ""
        return f"{self.stage.get_kind_display()}, stage {self.stage.position} of {len(self.stages)}"

    @property
    def may_reveal(self) -> bool:
        """Calibration is the one stage whose answers the room sees here, once they are revealed."""
        return self.stage is not None and self.stage.kind == "calibration"

    @property
    def shows_coverage(self) -> bool:
        return bool(self.ledger.rated_count) and (
            self.stage is None or self.stage.kind != "calibration"
        )

    @property
    def rated_per_cent(self) -> int:
        """Whole per cents, 100 only when everything is rated."""
        return int(100 * self.ledger.rated_share + 1e-9)

    @property
    def people_words(self) -> str:
        if not self.here_count:
            return "Nobody is here yet"
        return "1 person is here" if self.here_count == 1 else f"{self.here_count} people are here"
