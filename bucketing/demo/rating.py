"""Storing what scripted assessors did in a round: the same records that people's answers leave."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from bucketing.demo.simulation import Entry, Happening, SimulatedRound, Sitter
from bucketing.domain.plan import Plan
from bucketing.domain.scripted import Percentages, ScriptedAssessor
from bucketing.domain.shares import Shares
from bucketing.models import (
    Allocation,
    Interest,
    InterestKind,
    Pass,
    PassReason,
    Round,
    RoundKind,
    Seat,
)
from bucketing.models.shared_out import share_columns
from projects.demo.portfolio import true_split_of

NO_TRUTH = (25, 25, 25, 25)


def rate_round(
    *, round: Round, seats: Sequence[tuple[Seat, ScriptedAssessor]], rng: Random, minutes: float
) -> None:
    """Let the cast answer an open round, and store it as if they had sat there."""
    entries = _entries(round)
    simulated = SimulatedRound(
        entries=entries,
        sitters=[_sitter(seat, assessor) for seat, assessor in seats],
        plan=Plan.from_json(round.workshop.plan),
        length=minutes * 60,
        rng=rng,
        is_shared=round.kind == RoundKind.RATING,
    )
    happenings = sorted(simulated.play(), key=lambda each: each.at)
    Allocation.objects.bulk_create(
        _allocation(round, each, percentages, rng)
        for each in happenings
        if (percentages := each.answer.percentages)
    )
    _store_passes(round, [each for each in happenings if not each.answer.percentages])
    _store_counts(round, entries)
    _store_last_seen(round, happenings)


def _entries(round: Round) -> list[Entry]:
    return [
        Entry(
            project_id=entry.workshop_project_id,
            amount=entry.workshop_project.amount,
            provider=entry.workshop_project.provider,
            truth=true_split_of(entry.workshop_project.reference) or NO_TRUTH,
            position=entry.position,
            wanted=entry.ratings_wanted,
        )
        for entry in round.queue.select_related("workshop_project").order_by("position")
    ]


def _sitter(seat: Seat, assessor: ScriptedAssessor) -> Sitter:
    interest = seat.interests.filter(kind=InterestKind.PROVIDER).first()
    return Sitter(seat.pk, assessor, avoids=interest.value if interest else "")


def _allocation(round: Round, each: Happening, percentages: Percentages, rng: Random) -> Allocation:
    moment = _moment(round, each.at)
    return Allocation(
        round=round,
        seat_id=each.seat_id,
        workshop_project_id=each.project_id,
        confidence=each.answer.confidence,
        note=each.answer.note,
        seconds=int(each.answer.seconds),
        idempotency_key=UUID(int=rng.getrandbits(128), version=4),
        answered_at=moment,
        received_at=moment,
        **share_columns(Shares.from_percentages(percentages)),
    )


def _moment(round: Round, seconds: float) -> datetime:
    if round.opened_at is None:
        raise ValueError("Only a round that has been opened can be rated.")
    return round.opened_at + timedelta(seconds=seconds)


def _store_passes(round: Round, passes: Iterable[Happening]) -> None:
    for each in passes:
        moment = _moment(round, each.at)
        Pass.objects.create(
            round=round,
            seat_id=each.seat_id,
            workshop_project_id=each.project_id,
            reason=each.answer.pass_reason,
            note=each.answer.note,
            passed_at=moment,
            resolved_at=moment + timedelta(minutes=3),
        )
        if each.answer.pass_reason == PassReason.INTEREST:
            Interest.objects.create(
                seat_id=each.seat_id,
                kind=InterestKind.PROJECT,
                workshop_project_id=each.project_id,
                declared_at=moment,
            )


def _store_counts(round: Round, entries: Sequence[Entry]) -> None:
    """Each queue entry knows how many answered, and that a third was asked for."""
    by_project = {entry.project_id: entry for entry in entries}
    changed = []
    for queued in round.queue.all():
        entry = by_project[queued.workshop_project_id]
        queued.ratings_count, queued.ratings_wanted = entry.ratings, entry.wanted
        changed.append(queued)
    round.queue.model.objects.bulk_update(changed, ["ratings_count", "ratings_wanted"], 300)


def _store_last_seen(round: Round, happenings: Sequence[Happening]) -> None:
    last: Counter[int] = Counter()
    for each in happenings:
        last[each.seat_id] = max(last[each.seat_id], int(each.at))
    for seat_id, seconds in last.items():
        Seat.objects.filter(pk=seat_id).update(last_seen_at=_moment(round, seconds))
