"""How far a room is, for those who run it: a constant number of queries, whatever the size."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from django.db.models import QuerySet

from bucketing.domain.clock import Clock, Phase
from bucketing.domain.forecast import Forecast, Range, forecast
from bucketing.domain.levers import Lever, levers
from bucketing.domain.outlook import outlook
from bucketing.domain.pace import SeatPace
from bucketing.domain.plan import Plan
from bucketing.domain.presence import PresenceState, presence_of, typical_seconds
from bucketing.domain.progress import RoomLedger, room_ledger
from bucketing.models import (
    Knock,
    Pass,
    Round,
    RoundKind,
    Seat,
    SeatRole,
    Stage,
    Workshop,
)
from bucketing.queries.answers_in import Given, answers_in, money_to_rate
from bucketing.queries.door import waiting_at

Seen = TypeVar("Seen")
JUDGING_KINDS = (RoundKind.CALIBRATION, RoundKind.RATING)


@dataclass(frozen=True, slots=True)
class SeatProgress:
    """One seat, what it has done, and whether somebody is there.

    `done` counts the answers of the stage under way while projects are judged, else all of them.
    """

    seat: Seat
    done: int
    seconds: float | None
    presence: PresenceState

    @property
    def is_assessor(self) -> bool:
        return self.seat.role == SeatRole.ASSESSOR

    @property
    def seconds_words(self) -> str:
        return f"{self.seconds:.0f}" if self.seconds else "–"


@dataclass
class Progress:
    """Everything the board shows, read at one moment."""

    workshop: Workshop
    now: datetime
    stages: list[Stage]
    rounds: list[Round]
    ledger: RoomLedger
    seats: list[SeatProgress]
    paces: list[SeatPace] = field(repr=False)
    passes: list[Pass]
    knocks: list[Knock] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        return Plan.from_json(self.workshop.plan)

    @cached_property
    def open_stage(self) -> Stage | None:
        return next((each for each in self.stages if each.opened_at and not each.closed_at), None)

    @property
    def phase(self) -> Phase:
        return self.open_stage.phase(self.now) if self.open_stage else Phase.WAITING

    @property
    def position(self) -> int:
        """Where the room stands, 0 in the lobby."""
        opened = [stage.position for stage in self.stages if stage.opened_at]
        return self.open_stage.position if self.open_stage else max(opened, default=0)

    @property
    def next_stage(self) -> Stage | None:
        later = (each for each in self.stages if each.position > self.position)
        return next((stage for stage in later if not stage.opened_at), None)

    @property
    def rating_stage(self) -> Stage | None:
        """The rating stage under way."""
        stage = self.open_stage
        return stage if stage and stage.kind == RoundKind.RATING else None

    @cached_property
    def seconds_left(self) -> float:
        stage = self.open_stage
        return stage.clock.remaining(self.now).total_seconds() if stage else 0.0

    @property
    def ends_at(self) -> datetime | None:
        return self.now + timedelta(seconds=self.seconds_left) if self.open_stage else None

    @cached_property
    def forecast(self) -> Forecast | None:
        return self._looking_ahead(forecast) if self.rating_stage else None

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        if self.rating_stage is None or self.phase is Phase.TIME_UP:
            return ()
        return self._looking_ahead(levers)

    @cached_property
    def outlook(self) -> list[tuple[float, Range]]:
        """The forecast share of money rated, from now to the end of rating."""
        return self._looking_ahead(outlook) if self.rating_stage else []

    def _looking_ahead(self, look: Callable[..., Seen]) -> Seen:
        """What the domain sees from how far the room is, how fast it goes and the time left."""
        clock = self.rating_stage.clock if self.rating_stage else Clock()
        return look(
            self.ledger.for_forecast(),
            self.plan,
            self.paces,
            elapsed=clock.running_seconds(self.now),
            seconds_left=self.seconds_left,
        )

    @property
    def assessors(self) -> list[SeatProgress]:
        return [each for each in self.seats if each.is_assessor]

    @property
    def calibration_round(self) -> Round | None:
        found = [each for each in self.rounds if each.kind == RoundKind.CALIBRATION]
        return found[-1] if found else None

    @cached_property
    def calibrated_count(self) -> int:
        """Assessors who have answered every project of the calibration under way."""
        asked = self.workshop.projects.filter(is_for_calibration=True).count()
        return sum(each.done >= asked for each in self.assessors)


def load_progress(workshop: Workshop, now: datetime) -> Progress:
    """Six queries: stages, rounds, projects, seats, answers, passes; and who knocks, where one may."""
    stages = list(workshop.stages.all())
    rounds = list(workshop.rounds.filter(kind__in=JUDGING_KINDS))
    seats = list(workshop.seats.present().order_by("role", "id"))
    excluded = set(workshop.seats.exclude(excluded_at=None).values_list("pk", flat=True))
    answers = answers_in(rounds)
    counted = [answer for answer in answers if answer.seat_id not in excluded]
    progress = Progress(
        workshop=workshop,
        now=now,
        stages=stages,
        rounds=rounds,
        ledger=room_ledger(money_to_rate(workshop), counted),
        seats=[],
        paces=[],
        passes=list(_open_passes(rounds)),
        knocks=waiting_at(workshop, now),
    )
    _fill_in_people(progress, seats, answers)
    return progress


def load_stages(workshop: Workshop, now: datetime) -> Progress:
    """Only the stages and the clock, for pages that show nobody's progress: one query."""
    return Progress(
        workshop=workshop,
        now=now,
        stages=list(workshop.stages.all()),
        rounds=[],
        ledger=room_ledger([], []),
        seats=[],
        paces=[],
        passes=[],
    )


def load_ledger(workshop: Workshop) -> RoomLedger:
    """Only the coverage, for pages that need no more: three queries."""
    rounds = list(workshop.rounds.filter(kind__in=JUDGING_KINDS))
    excluded = set(workshop.seats.exclude(excluded_at=None).values_list("pk", flat=True))
    counted = [each for each in answers_in(rounds) if each.seat_id not in excluded]
    return room_ledger(money_to_rate(workshop), counted)


def _open_passes(rounds: Iterable[Round]) -> "QuerySet[Pass]":
    return (
        Pass.objects.filter(round__in=[each.pk for each in rounds], resolved_at=None)
        .exclude(reason="interest")
        .select_related("workshop_project", "seat")
    )


def _fill_in_people(progress: Progress, seats: list[Seat], answers: list[Given]) -> None:
    """Who is there, how much each has done in the stage under way, and how fast."""
    stage = progress.open_stage
    clock = stage.clock if stage else Clock()
    own_rounds = {each.pk for each in progress.rounds if stage and each.stage_id == stage.pk}
    times: dict[int, list[float]] = defaultdict(list)
    for answer in answers:
        if answer.round_id in own_rounds:
            times[answer.seat_id].append(answer.time)
    done = Counter(
        each.seat_id for each in answers if not own_rounds or each.round_id in own_rounds
    )
    asked_since = _asked_since(progress, clock)
    for seat in seats:
        given = sorted(times[seat.pk])
        presence = _presence(progress, seat, given, asked_since)
        running = clock.running_times(given)
        gaps = [after - before for before, after in pairwise([0.0, *running])]
        progress.seats.append(SeatProgress(seat, done[seat.pk], typical_seconds(gaps), presence))
        if seat.role == SeatRole.ASSESSOR and stage:
            joined = clock.running_seconds(seat.joined_at)
            progress.paces.append(SeatPace(running, presence.is_here, joined))


def _presence(
    progress: Progress, seat: Seat, given: list[float], asked_since: float | None
) -> PresenceState:
    zone = progress.now.tzinfo
    working_since = None
    if asked_since is not None:
        working_since = datetime.fromtimestamp(max(asked_since, seat.joined_at.timestamp()), zone)
    return presence_of(
        now=progress.now,
        last_seen_at=seat.last_seen_at,
        last_answer_at=datetime.fromtimestamp(given[-1], zone) if given else None,
        working_since=working_since,
    )


def _asked_since(progress: Progress, clock: Clock) -> float | None:
    """From when, in seconds since 1970, the room is asked for answers without a pause."""
    stage = progress.open_stage
    if stage is None or clock.opened_at is None or stage.kind not in JUDGING_KINDS:
        return None
    if clock.phase(progress.now) is not Phase.RUNNING:
        return None
    return max([clock.opened_at.timestamp(), *(until for _, until in clock.pauses)])
