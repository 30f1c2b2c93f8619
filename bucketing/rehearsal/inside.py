"""Scripted assessors in a rehearsal, played by the server itself at many times human pace.

Played in slices, so that a queue of long work is free for others in between. Between slices nothing
is kept: who holds what is in the leases, and everybody's next answer comes at a random time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from time import sleep
from uuid import UUID

from django.utils import timezone

from bucketing.actions.allocations import Answer, record_allocation, record_pass
from bucketing.actions.errors import Refused
from bucketing.actions.leases import HandedOut, claim_leases
from bucketing.actions.rehearsals import LONGEST_REHEARSAL
from bucketing.actions.seats import join_workshop, mark_seen
from bucketing.domain.clock import Phase
from bucketing.domain.guessing import guess_split
from bucketing.domain.running_order import COMPRESSION
from bucketing.domain.scripted import CAST, ScriptedAssessor, judge
from bucketing.domain.shares import Shares
from bucketing.models import Round, Seat, Workshop

LOOKS_AGAIN = timedelta(seconds=2)
SEEN_EVERY = timedelta(seconds=20)
TICK = 0.2


@dataclass(slots=True)
class Sitting:
    """One scripted assessor at a seat, and when they act next."""

    seat: Seat
    assessor: ScriptedAssessor
    due: datetime
    seen: datetime


@dataclass
class RehearsalRoom:
    """`wait` is told how many seconds to let pass; tests let none pass and move `now` instead."""

    workshop: Workshop
    rng: Random = field(default_factory=Random)
    now: Callable[[], datetime] = timezone.now
    wait: Callable[[float], None] = sleep
    speed: float = COMPRESSION

    def play(self, seconds: float) -> bool:
        """Let the assessors work for so long; False once the rehearsal is over."""
        sittings = [self._sit(assessor) for assessor in CAST]
        until = self.now() + timedelta(seconds=seconds)
        while self.now() < until and self.goes_on:
            round = self.workshop.rounds.filter(closed_at=None).last()
            for sitting in sittings:
                if sitting.due <= self.now():
                    self._act(sitting, round)
            self.wait(TICK)
        return self.goes_on

    @property
    def goes_on(self) -> bool:
        is_open = Workshop.objects.filter(pk=self.workshop.pk, closed_at=None).exists()
        return is_open and self.now() < self.workshop.created_at + LONGEST_REHEARSAL

    def _sit(self, assessor: ScriptedAssessor) -> Sitting:
        now = self.now()
        seat = self.workshop.seats.filter(name=assessor.name).first()
        if seat is None:
            seat, _ = join_workshop(workshop=self.workshop, name=assessor.name, now=now)
        mark_seen(seat=seat, now=now)
        first = timedelta(seconds=self.rng.random() * assessor.seconds / self.speed)
        return Sitting(seat, assessor, now + first, now)

    def _act(self, sitting: Sitting, round: Round | None) -> None:
        now = self.now()
        sitting.due = now + LOOKS_AGAIN
        if sitting.seen < now - SEEN_EVERY:
            mark_seen(seat=sitting.seat, now=now)
            sitting.seen = now
        if round is None or round.phase(now) not in (Phase.RUNNING, Phase.TIME_UP):
            return
        sitting.seat.refresh_from_db()
        if sitting.seat.removed_at:
            return
        sitting.seat.workshop = Workshop.objects.get(pk=self.workshop.pk)
        held = claim_leases(seat=sitting.seat, round=round, now=now, rng=self.rng)
        if held:
            seconds = self._answer(sitting, round, held[0])
            sitting.due = now + timedelta(seconds=seconds / self.speed)
            sitting.seen = now

    def _answer(self, sitting: Sitting, round: Round, lease: HandedOut) -> float:
        """Seconds that a person would have taken."""
        project, now = lease.workshop_project, self.now()
        truth = guess_split(f"{project.name} {project.description}")
        given = judge(truth, sitting.assessor, self.rng)
        try:
            if given.percentages is None:
                record_pass(
                    seat=sitting.seat,
                    round=round,
                    workshop_project_id=project.pk,
                    reason=given.pass_reason,
                    note=given.note,
                    now=now,
                )
            else:
                answer = Answer(
                    shares=Shares.from_percentages(given.percentages),
                    idempotency_key=UUID(int=self.rng.getrandbits(128), version=4),
                    answered_at=now,
                    confidence=given.confidence,
                    note=given.note,
                    seconds=int(given.seconds),
                )
                record_allocation(
                    seat=sitting.seat,
                    round=round,
                    workshop_project_id=project.pk,
                    answer=answer,
                    now=now,
                )
        except Refused:
            # The project went out of the round meanwhile; a person would look up and go on.
            pass
        return given.seconds
