"""The levers of the running order. Every one looks again under the workshop's lock."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_room
from bucketing.actions.queue import fill_queue_for_everybody, fill_rating_queue
from bucketing.domain.clock import Clock, ClockError, Phase
from bucketing.domain.plan import Plan
from bucketing.domain.queue import IN_CONTACT
from bucketing.models import Reconciliation, Round, RoundKind, Seat, Stage, StageKind, Workshop
from bucketing.models.clocked import CLOCK_FIELDS, Clocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessors.models import User

JUDGING = {StageKind.CALIBRATION: RoundKind.CALIBRATION, StageKind.RATING: RoundKind.RATING}


@transaction.atomic
def open_next_stage(
    *, workshop: Workshop, by: "User | None", now: datetime, after: int | None = None
) -> Stage:
    """Close the open stage, if there is one, and open the next.

    `after` is the position of the stage that the person saw open (0 in the lobby), so that two
    presses of one button do not skip a stage.
    """
    workshop = _lock(workshop)
    current = open_stage(workshop)
    position = current_position(workshop)
    _refuse_if_moved_on(position, after)
    if workshop.closed_at:
        raise Refused("This workshop is closed. Open it again before going on.")
    following = (
        workshop.stages.filter(position__gt=position, opened_at=None).order_by("position").first()
    )
    if following is None:
        raise Refused("This is the last stage. Close the workshop when the room is done.")
    if current:
        _close_stage(current, now)
    _set_clock(following, Clock().open(now=now, length=timedelta(minutes=following.minutes)))
    if following.kind in JUDGING:
        _open_round(workshop, following)
    log_event(workshop, "stage_opened", by=by, now=now, stage=following.kind)
    touch_room(workshop)
    return following


@transaction.atomic
def close_workshop(
    *, workshop: Workshop, by: "User | None", now: datetime, after: int | None = None
) -> Workshop:
    """End the workshop. Its summary can be published from now on."""
    workshop = _lock(workshop)
    if workshop.closed_at:
        raise Refused("This workshop is closed already.")
    _refuse_if_moved_on(current_position(workshop), after)
    if current := open_stage(workshop):
        _close_stage(current, now)
    workshop.closed_at = now
    workshop.save(update_fields=["closed_at"])
    log_event(workshop, "workshop_closed", by=by, now=now)
    touch_room(workshop)
    return workshop


@transaction.atomic
def reopen_workshop(*, workshop: Workshop, by: "User | None", now: datetime) -> Workshop:
    """Open the last stage again after the workshop was closed."""
    workshop = _lock(workshop)
    if not workshop.closed_at:
        raise Refused("This workshop is open.")
    workshop.closed_at = None
    workshop.save(update_fields=["closed_at"])
    if last := workshop.stages.filter(opened_at__isnull=False).order_by("-position").first():
        _reopen(last, now)
    log_event(workshop, "workshop_reopened", by=by, now=now)
    touch_room(workshop)
    return workshop


def pause_stage(*, workshop: Workshop, by: "User | None", now: datetime) -> Stage:
    return _turn_clock(workshop, "stage_paused", lambda clock: clock.pause(now=now), by=by, now=now)


def resume_stage(*, workshop: Workshop, by: "User | None", now: datetime) -> Stage:
    return _turn_clock(
        workshop, "stage_resumed", lambda clock: clock.resume(now=now), by=by, now=now
    )


def extend_stage(
    *,
    workshop: Workshop,
    minutes: int,
    by: "User | None",
    now: datetime,
    seen_due_at: datetime | None = None,
) -> Stage:
    """Add minutes to the open stage; a negative number takes them away.

    `seen_due_at` is the end that the person saw, so that two who press at once add time once.
    """
    extra = timedelta(minutes=minutes)

    def extended(clock: Clock) -> Clock:
        if seen_due_at is not None and clock.due_at != seen_due_at:
            raise ClockError(
                "The clock was changed a moment ago. Look at it, then press again if you want to."
            )
        return clock.extend(now=now, by=extra)

    return _turn_clock(
        workshop,
        "stage_extended",
        extended,
        by=by,
        now=now,
        minutes=minutes,
    )


def end_stage_softly(*, workshop: Workshop, by: "User | None", now: datetime) -> Stage:
    """Let everybody finish what they hold and hand out nothing new."""
    return _turn_clock(
        workshop, "stage_ended_softly", lambda clock: clock.end_softly(now=now), by=by, now=now
    )


@transaction.atomic
def go_back_one_stage(
    *, workshop: Workshop, by: "User | None", now: datetime, after: int | None = None
) -> Stage:
    """Return to the stage before, as long as nothing was done in this one that depends on it."""
    workshop = _lock(workshop)
    current = open_stage(workshop)
    if current is None:
        raise Refused("No stage is open to go back from.")
    _refuse_if_moved_on(current.position, after)
    previous = (
        workshop.stages.filter(position__lt=current.position, opened_at__isnull=False)
        .order_by("position")
        .last()
    )
    if previous is None:
        raise Refused("This is the first stage.")
    _refuse_if_something_depends_on(current)
    current.rounds.all().delete()
    _set_clock(current, Clock())
    _reopen(previous, now)
    log_event(workshop, "stage_went_back", by=by, now=now, stage=previous.kind)
    touch_room(workshop)
    return previous


@transaction.atomic
def reveal_round(*, round: Round, by: "User | None", now: datetime) -> Round:
    """Close a round of answers and let the room see them side by side."""
    workshop = _lock(round.workshop)
    round.refresh_from_db()
    if round.revealed_at:
        return round
    if round.phase(now) is not Phase.CLOSED:
        _note_who_is_in_contact(round, now)
        _set_clock(round, round.clock.close(now=now))
    round.revealed_at = now
    round.save(update_fields=["revealed_at"])
    log_event(workshop, "round_revealed", by=by, now=now, round=round.pk)
    touch_room(workshop)
    return round


@transaction.atomic
def set_running_order(
    *, workshop: Workshop, minutes: dict[int, int], by: "User | None", now: datetime
) -> Workshop:
    """Change how long stages last, by position. The open stage's due time follows."""
    workshop = _lock(workshop)
    for stage in workshop.stages.filter(position__in=minutes, closed_at=None):
        difference = minutes[stage.position] - stage.minutes
        if not difference:
            continue
        stage.minutes = minutes[stage.position]
        stage.save(update_fields=["minutes"])
        if stage.opened_at:
            _turn_all(stage, _extension(now, by=timedelta(minutes=difference)))
    log_event(workshop, "running_order_changed", by=by, now=now)
    touch_room(workshop)
    return workshop


def current_position(workshop: Workshop) -> int:
    """Where the room stands: the open stage, else the last one that was open, 0 in the lobby."""
    current = open_stage(workshop)
    return current.position if current else _last_closed_position(workshop)


def open_stage(workshop: Workshop) -> Stage | None:
    return workshop.stages.filter(opened_at__isnull=False, closed_at=None).first()


def _refuse_if_moved_on(position: int, after: int | None) -> None:
    if after is not None and after != position:
        raise Refused(
            "The room has moved on already. Look at the board and press again if you still want to."
        )


def _lock(workshop: Workshop) -> Workshop:
    return Workshop.objects.select_for_update().get(pk=workshop.pk)


def _last_closed_position(workshop: Workshop) -> int:
    closed = workshop.stages.filter(closed_at__isnull=False).order_by("-position").first()
    return closed.position if closed else 0


def _open_round(workshop: Workshop, stage: Stage) -> Round:
    round = Round(workshop=workshop, stage=stage, kind=JUDGING[StageKind(stage.kind)])
    round.clock = stage.clock
    round.save()
    if round.kind == RoundKind.CALIBRATION:
        fill_queue_for_everybody(
            round, list(workshop.projects.judged().filter(is_for_calibration=True))
        )
    else:
        fill_rating_queue(round, Plan.from_json(workshop.plan))
    return round


@transaction.atomic
def _turn_clock(
    workshop: Workshop,
    kind: str,
    turn: "Callable[[Clock], Clock]",
    *,
    by: "User | None",
    now: datetime,
    **detail: Any,
) -> Stage:
    workshop = _lock(workshop)
    stage = open_stage(workshop)
    if stage is None:
        raise Refused("No stage is open.")
    try:
        _turn_all(stage, turn)
    except ClockError as error:
        raise Refused(str(error)) from error
    log_event(workshop, kind, by=by, now=now, stage=stage.kind, **detail)
    touch_room(workshop)
    return stage


def _turn_all(stage: Stage, turn: "Callable[[Clock], Clock]") -> None:
    """A stage and the round it holds keep one time."""
    _set_clock(stage, turn(stage.clock))
    for round in stage.rounds.filter(closed_at=None):
        _set_clock(round, turn(round.clock))


def _extension(now: datetime, *, by: timedelta) -> "Callable[[Clock], Clock]":
    return lambda clock: clock.extend(now=now, by=by)


def _close_stage(stage: Stage, now: datetime) -> None:
    for round in stage.rounds.filter(closed_at=None):
        _note_who_is_in_contact(round, now)
    _turn_all(stage, lambda clock: clock.close(now=now))


def _reopen(stage: Stage, now: datetime) -> None:
    length = timedelta(minutes=min(stage.minutes, 5))
    _set_clock(stage, stage.clock.reopen(now=now, length=length))
    if stage.kind in JUDGING and (round := stage.rounds.filter(revealed_at=None).last()):
        round.in_contact = []
        round.save(update_fields=["in_contact"])
        _set_clock(round, round.clock.reopen(now=now, length=length))


def _note_who_is_in_contact(round: Round, now: datetime) -> None:
    """What they have chosen by now is on its way, so it arrives soon or was chosen later."""
    seats = Seat.objects.filter(workshop=round.workshop_id, last_seen_at__gte=now - IN_CONTACT)
    round.in_contact = list(seats.values_list("pk", flat=True))
    round.save(update_fields=["in_contact"])


def _set_clock(clocked: Clocked, clock: Clock) -> None:
    clocked.clock = clock
    clocked.save(update_fields=CLOCK_FIELDS)


def _refuse_if_something_depends_on(stage: Stage) -> None:
    if any(round.allocations.exists() or round.passes.exists() for round in stage.rounds.all()):
        raise Refused("People have answered in this stage, so the room cannot go back behind it.")
    settled = Reconciliation.objects.filter(
        workshop_project__workshop=stage.workshop_id, decided_at__gte=stage.opened_at
    )
    if stage.kind == StageKind.RECONCILING and settled.exists():
        raise Refused("Projects have been settled in this stage. Reopen them before going back.")
