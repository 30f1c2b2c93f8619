"""Recording what an assessor answered: nothing is refused as late, nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_workshop
from bucketing.actions.leases import hold_seat, release_lease, releasing
from bucketing.actions.seats import declare_interest, mark_seen
from bucketing.domain.cards import card_version
from bucketing.domain.plan import Plan
from bucketing.domain.queue import CATCHING_UP, LEASE_LENGTH
from bucketing.domain.shares import Shares
from bucketing.models import (
    Allocation,
    InterestKind,
    Pass,
    PassReason,
    Round,
    RoundKind,
    Seat,
    SeatRole,
    WorkshopProject,
)
from bucketing.pipeline import Write, execute_together
from bucketing.queries.answering import Asked, key_column, lock_asked

RATINGS_BEFORE_A_THIRD = 2
COUNT_RATING = """
UPDATE bucketing_queueentry SET ratings_count = ratings_count + 1, ratings_wanted = %s WHERE id = %s
"""
# By hand, like the look-ups of `queries.answering`.
ADD = """
INSERT INTO bucketing_allocation (round_id, seat_id, workshop_project_id, idempotency_key,
  upstream, midstream, downstream, acute, confidence, note, seconds, answered_at, received_at, is_late)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
SEEN_EVERY = timedelta(seconds=20)
"""An answer is a sign of life; the seat's row is written at most this often for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a seat says of one project. `answered_at` is by the server's clock, never after now."""

    shares: Shares
    idempotency_key: UUID
    answered_at: datetime
    confidence: str = ""
    note: str = ""
    seconds: int | None = None
    version: str = ""


@transaction.atomic
def record_allocation(
    *, seat: Seat, round: Round, workshop_project_id: int, answer: Answer, now: datetime
) -> Allocation:
    """Add an answer; the latest on a project counts. The same key again changes nothing."""
    hold_seat(seat)
    add_allocation(seat, round, workshop_project_id, answer, now)
    touch_workshop(seat.workshop)
    return Allocation.objects.get(seat=seat, idempotency_key=answer.idempotency_key)


def add_allocation(
    seat: Seat, round: Round, workshop_project_id: int, answer: Answer, now: datetime
) -> None:
    """What `record_allocation` does, but for the workshop's revision. Call it inside a transaction."""
    _refuse_unless_assessor(seat, answer.answered_at)
    asked = _asked(seat, round, workshop_project_id, answer.idempotency_key)
    if asked.sent_before:
        _refuse_if_sent_for_another(seat, round, workshop_project_id, answer)
        return
    _refuse_if_of_another_card(asked, round, workshop_project_id, answer)
    chosen_at = _when_chosen(round, seat, asked, answer, now)
    is_late = _is_late(asked, chosen_at)
    writes = [_add(seat, round, workshop_project_id, answer, chosen_at, now, is_late=is_late)]
    if asked.in_hand:
        writes.append(releasing(seat=seat, round=round, workshop_project_id=workshop_project_id))
    if asked.is_counted and not asked.answered_before and not is_late:
        writes.append(_count_rating(asked, seat, round, answer.shares, workshop_project_id))
    execute_together(*writes)
    _see(seat, now)


def _add(
    seat: Seat,
    round: Round,
    workshop_project_id: int,
    answer: Answer,
    chosen_at: datetime,
    now: datetime,
    *,
    is_late: bool,
) -> Write:
    moment = connection.ops.adapt_datetimefield_value
    return ADD, [
        round.pk,
        seat.pk,
        workshop_project_id,
        key_column(answer.idempotency_key),
        *answer.shares,
        answer.confidence,
        answer.note[:500],
        answer.seconds,
        moment(chosen_at),
        moment(now),
        is_late,
    ]


@transaction.atomic
def record_pass(
    *,
    seat: Seat,
    round: Round,
    workshop_project_id: int,
    reason: str,
    note: str,
    now: datetime,
    reach: str = InterestKind.PROJECT,
) -> Pass:
    """Record that the seat cannot judge a project; it goes to somebody else.

    An interest reaches as far as `reach` says: the project, its provider or its directorate.
    """
    _refuse_unless_assessor(seat)
    hold_seat(seat)
    _asked(seat, round, workshop_project_id)
    if reason not in PassReason.values:
        raise Refused("Say why you cannot judge this project.")
    passed, _ = Pass.objects.update_or_create(
        round=round,
        seat=seat,
        workshop_project_id=workshop_project_id,
        defaults={"reason": reason, "note": note[:500], "passed_at": now, "resolved_at": None},
    )
    release_lease(seat=seat, round=round, workshop_project_id=workshop_project_id)
    if reason == PassReason.INTEREST:
        project = WorkshopProject.objects.get(pk=workshop_project_id)
        _declare(seat, project, reach, now)
    log_event(
        seat.workshop,
        "project_passed",
        seat=seat,
        now=now,
        project=workshop_project_id,
        reason=reason,
    )
    _see(seat, now)
    touch_workshop(seat.workshop)
    return passed


def _declare(seat: Seat, project: WorkshopProject, reach: str, now: datetime) -> None:
    declare_interest(seat=seat, kind=InterestKind.PROJECT, workshop_project=project, now=now)
    value = {"provider": project.provider, "directorate": project.directorate}.get(reach, "")
    if value:
        declare_interest(seat=seat, kind=reach, value=value, now=now)


def _asked(seat: Seat, round: Round, workshop_project_id: int, key: UUID | None = None) -> Asked:
    asked = lock_asked(round, workshop_project_id, seat, key)
    if asked is None:
        raise Refused("This project is not judged in this round. Load the page again.")
    return asked


def _refuse_if_of_another_card(
    asked: Asked, round: Round, workshop_project_id: int, answer: Answer
) -> None:
    if not answer.version:
        return
    shown = card_version(
        round_id=round.pk, project_id=workshop_project_id, name=asked.name, amount=asked.amount
    )
    if answer.version != shown:
        raise Refused("The page did not show this project when you chose. Load the page again.")


def _refuse_unless_assessor(seat: Seat, chosen_at: datetime | None = None) -> None:
    if seat.role != SeatRole.ASSESSOR:
        raise Refused("Only assessors answer. The facilitator and observers watch.")
    if seat.removed_at and (chosen_at is None or chosen_at > seat.removed_at):
        raise Refused("Your seat has been taken out of the room. Tell the facilitator.")


def _refuse_if_sent_for_another(
    seat: Seat, round: Round, workshop_project_id: int, answer: Answer
) -> None:
    """A retry repeats its answer; a key never serves a second project."""
    sent = Allocation.objects.get(seat=seat, idempotency_key=answer.idempotency_key)
    if sent.workshop_project_id != workshop_project_id or sent.round_id != round.pk:
        raise Refused("This answer belongs to another project. Load the page again.")


def _is_late(asked: Asked, chosen_at: datetime) -> bool:
    """Whether the answer is kept without being counted, so that it cannot change a known figure.

    Chosen before the close it counts whenever it arrives. Chosen after, it counts only for the
    project that was in hand, for as long as a lease lasts, and never once the room may know more.
    """
    if asked.closed_at is None:
        return False
    if chosen_at <= asked.closed_at:
        return not _had_the_card(asked)
    is_in_time = chosen_at <= asked.closed_at + LEASE_LENGTH
    return asked.is_out or not (asked.was_in_hand_at_close and is_in_time)


def _had_the_card(asked: Asked) -> bool:
    """Whether anything but the page's word says that the seat could choose before the close.

    A project answered or passed earlier can be changed until the room may know more; after that
    only in one batch with an answer that was itself still on its way at the close.
    """
    if asked.closed_at is None:
        return True
    if asked.leased_at is not None:
        return asked.leased_at <= asked.closed_at
    earlier = [each for each in (asked.last_answer_at, asked.passed_at) if each is not None]
    return bool(earlier) and (not asked.is_out or max(earlier) > asked.closed_at)


def _when_chosen(round: Round, seat: Seat, asked: Asked, answer: Answer, now: datetime) -> datetime:
    """What the page says of when it was, within what is possible; else it is taken as chosen now.

    Nobody chooses before the round opened or before they were given the project.
    """
    possible = [at for at in (round.opened_at, asked.leased_at, answer.answered_at) if at]
    chosen_at = min(max(possible), now)
    return chosen_at if _can_have_been_on_its_way(asked, seat, round, chosen_at, now) else now


def _can_have_been_on_its_way(
    asked: Asked, seat: Seat, round: Round, chosen_at: datetime, now: datetime
) -> bool:
    """Whether an answer said to be from before the close fits what the server knows of its seat.

    Who was in contact at the close had a way to send it then. Who was not may have been without a
    network for long, but not for longer than they could hold the project. The rating round shows
    assessors nothing when it closes, so there a failed network is the likelier tale.
    """
    if round.kind == RoundKind.RATING:
        return True
    if asked.closed_at is None or chosen_at > asked.closed_at or asked.lease_ends_at is None:
        return True
    if chosen_at > asked.lease_ends_at + LEASE_LENGTH:
        return False
    if now <= asked.closed_at + CATCHING_UP:
        return True
    return seat.pk not in Round.objects.values_list("in_contact", flat=True).get(pk=round.pk)


def _count_rating(asked: Asked, seat: Seat, round: Round, shares: Shares, project_id: int) -> Write:
    """Another seat has answered; where two differ enough, the plan may want a third."""
    wanted = asked.ratings_wanted
    is_second = asked.ratings_count + 1 == RATINGS_BEFORE_A_THIRD == wanted
    if is_second and _differs_enough_for_a_third(asked, seat, round, shares, project_id):
        wanted += 1
    return COUNT_RATING, [wanted, asked.entry_id]


def _differs_enough_for_a_third(
    asked: Asked, seat: Seat, round: Round, second: Shares, project_id: int
) -> bool:
    """Whether the money that two people put in different tiers reaches the plan's threshold."""
    plan = Plan.from_json(round.workshop.plan)
    if round.kind != RoundKind.RATING or plan.third_where_differ_above is None:
        return False
    others = Allocation.objects.counted().filter(round=round, workshop_project=project_id)
    first = others.exclude(seat=seat).order_by("id").last()
    return first is not None and plan.wants_third(asked.amount, first.shares, second)


def _see(seat: Seat, now: datetime) -> None:
    if seat.last_seen_at is None or now - seat.last_seen_at > SEEN_EVERY:
        mark_seen(seat=seat, now=now)
