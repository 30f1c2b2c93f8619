"""Where the room stands for one seat: what its page shows now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bucketing.domain.clock import Clock, Phase
from bucketing.models import Precedent, Round, RoundKind, Seat, SeatRole, Stage, StageKind, Workshop


class SeatView(StrEnum):
    """The pages an assessor can be on, in the order of a workshop."""

    LOBBY = "lobby"
    WELCOME = "welcome"
    JUDGING = "judging"
    ANSWERS_ARE_IN = "answers_are_in"
    REVEALED = "revealed"
    DISCUSSION = "discussion"
    DISCUSSED = "discussed"
    CLOSING = "closing"
    OVER = "over"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class SeatRoom:
    """One seat's view of the room at one moment. `round` is the one judged or shown, if any."""

    seat: Seat
    workshop: Workshop
    now: datetime
    view: SeatView
    stage: Stage | None
    round: Round | None

    @property
    def clock(self) -> Clock:
        """The round's clock while there is one to judge in, else the stage's."""
        if self.view is SeatView.JUDGING and self.round:
            return self.round.clock
        return self.stage.clock if self.stage else Clock()

    @property
    def phase(self) -> Phase:
        return self.clock.phase(self.now)

    @property
    def key(self) -> str:
        """Changes where the page has to be drawn anew and not only its clock."""
        stage, round = (each.pk if each else 0 for each in (self.stage, self.round))
        return f"{self.view}-{stage}-{round}-{self.workshop.discussing_id or 0}"


def room_of(seat: Seat, now: datetime) -> SeatRoom:
    """Two queries: the stages and the rounds."""
    workshop = seat.workshop
    stages = list(workshop.stages.all())
    stage = next((each for each in stages if each.opened_at and not each.closed_at), None)
    rounds = [
        each for each in workshop.rounds.order_by("id") if stage and each.stage_id == stage.pk
    ]
    view, round = _view(seat, stage, rounds)
    if workshop.discussing_id and view in TALKING:
        view = SeatView.DISCUSSED
    return SeatRoom(seat=seat, workshop=workshop, now=now, view=view, stage=stage, round=round)


def rulings_of(workshop: Workshop) -> list[Precedent]:
    """What the room ruled and has not withdrawn."""
    return list(workshop.precedents.filter(withdrawn_at=None).select_related("workshop_project"))


def _view(seat: Seat, stage: Stage | None, rounds: list[Round]) -> tuple[SeatView, Round | None]:
    if seat.removed_at:
        return SeatView.REMOVED, None
    if seat.workshop.closed_at:
        return SeatView.OVER, None
    if stage is None:
        return SeatView.LOBBY, None
    if not rounds:
        return WITHOUT_ROUND.get(stage.kind, SeatView.DISCUSSION), None
    return _view_of_round(rounds[-1]), rounds[-1]


def _view_of_round(round: Round) -> SeatView:
    if round.closed_at is None:
        return SeatView.JUDGING
    if round.revealed_at and round.kind != RoundKind.RATING:
        return SeatView.REVEALED
    return SeatView.ANSWERS_ARE_IN


# In these a project that the chair puts up for discussion takes the screen; judging goes first.
TALKING = (SeatView.DISCUSSION, SeatView.REVEALED, SeatView.ANSWERS_ARE_IN)

WITHOUT_ROUND: dict[str, SeatView] = {
    StageKind.WELCOME: SeatView.WELCOME,
    StageKind.CLOSE: SeatView.CLOSING,
}


def judges(seat: Seat) -> bool:
    """Whether this seat is asked for answers; observers and facilitators watch."""
    return seat.role == SeatRole.ASSESSOR and seat.removed_at is None
