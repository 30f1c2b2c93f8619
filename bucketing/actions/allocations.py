"""Recording what an assessor answered: nothing is refused as late, nothing is overwritten."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_workshop
from bucketing.actions.seats import declare_interest
from bucketing.domain.cards import card_version
from bucketing.domain.plan import Plan
from bucketing.domain.shares import WHOLE, Shares
from bucketing.models import (
    Allocation,
    InterestKind,
    Lease,
    Pass,
    PassReason,
    QueueEntry,
    Round,
    RoundKind,
    Seat,
    SeatRole,
    WorkshopProject,
)
from bucketing.models.shared_out import share_columns

RATINGS_BEFORE_A_THIRD = 2


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
    _refuse_unless_assessor(seat)
    entry = _lock_entry(round, workshop_project_id)
    _refuse_if_of_another_card(entry, answer)
    if sent_before := Allocation.objects.filter(
        seat=seat, idempotency_key=answer.idempotency_key
    ).first():
        if (
            sent_before.workshop_project_id != workshop_project_id
            or sent_before.round_id != round.pk
        ):
            raise Refused("This answer belongs to another project. Load the page again.")
        return sent_before
    lease = Lease.objects.filter(seat=seat, round=round, workshop_project=workshop_project_id)
    is_late = round.closed_at is not None and not lease.exists()
    is_first = not Allocation.objects.filter(
        seat=seat, round=round, workshop_project=workshop_project_id, is_late=False
    ).exists()
    allocation = Allocation.objects.create(
        round=round,
        seat=seat,
        workshop_project_id=workshop_project_id,
        idempotency_key=answer.idempotency_key,
        confidence=answer.confidence,
        note=answer.note[:500],
        seconds=answer.seconds,
        answered_at=min(answer.answered_at, now),
        received_at=now,
        is_late=is_late,
        **share_columns(answer.shares),
    )
    lease.delete()
    if is_first and not is_late:
        _count_rating(entry, allocation)
    _see(seat, now)
    touch_workshop(seat.workshop)
    return allocation


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
    _lock_entry(round, workshop_project_id)
    if reason not in PassReason.values:
        raise Refused("Say why you cannot judge this project.")
    passed, _ = Pass.objects.update_or_create(
        round=round,
        seat=seat,
        workshop_project_id=workshop_project_id,
        defaults={"reason": reason, "note": note[:500], "passed_at": now, "resolved_at": None},
    )
    Lease.objects.filter(seat=seat, round=round, workshop_project=workshop_project_id).delete()
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


def _refuse_if_of_another_card(entry: QueueEntry, answer: Answer) -> None:
    if not answer.version:
        return
    project = entry.workshop_project
    shown = card_version(
        round_id=entry.round_id, project_id=project.pk, name=project.name, amount=project.amount
    )
    if answer.version != shown:
        raise Refused("The page did not show this project when you chose. Load the page again.")


def _refuse_unless_assessor(seat: Seat) -> None:
    if seat.role != SeatRole.ASSESSOR:
        raise Refused("Only assessors answer. The facilitator and observers watch.")


def _lock_entry(round: Round, workshop_project_id: int) -> QueueEntry:
    entry = (
        QueueEntry.objects.select_for_update(of=("self",))
        .select_related("workshop_project")
        .filter(round=round, workshop_project=workshop_project_id)
        .first()
    )
    if entry is None:
        raise Refused("This project is not judged in this round. Load the page again.")
    return entry


def _count_rating(entry: QueueEntry, allocation: Allocation) -> None:
    wanted = entry.ratings_wanted
    if entry.ratings_count + 1 == RATINGS_BEFORE_A_THIRD == wanted and _differs_enough_for_a_third(
        allocation
    ):
        wanted += 1
    QueueEntry.objects.filter(pk=entry.pk).update(
        ratings_count=F("ratings_count") + 1, ratings_wanted=wanted
    )


def _differs_enough_for_a_third(second: Allocation) -> bool:
    """Whether the money that two people put in different tiers reaches the plan's threshold."""
    round = second.round
    threshold = Plan.from_json(round.workshop.plan).third_where_differ_above
    if round.kind != RoundKind.RATING or threshold is None:
        return False
    others = Allocation.objects.filter(
        round=round, workshop_project=second.workshop_project_id
    ).exclude(seat=second.seat_id)
    first = others.order_by("id").last()
    if first is None:
        return False
    parts_apart = sum(abs(a - b) for a, b in zip(first.shares, second.shares, strict=True)) // 2
    at_stake: Decimal = second.workshop_project.amount * parts_apart / WHOLE
    return at_stake >= max(threshold, Decimal("0.01"))


def _see(seat: Seat, now: datetime) -> None:
    Seat.objects.filter(pk=seat.pk).update(last_seen_at=now)
