"""A round of scripted assessors, played in memory by the rules of the queue.

Each holds a short stack, chosen as the server chooses it, and answers one project after another at
a pace of their own. What comes out are the answers and passes in the order in which they arrive.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import heapify, heappop, heappush
from random import Random

from bucketing.domain.plan import Plan
from bucketing.domain.queue import CHANCE_WINDOW, Waiting, choose
from bucketing.domain.scripted import ScriptedAnswer, ScriptedAssessor, judge
from bucketing.domain.shares import Shares

CHANGES_MIND = 0.012


@dataclass(slots=True)
class Entry:
    """A project in the queue of the simulated round."""

    project_id: int
    amount: Decimal
    provider: str
    truth: Sequence[int]
    position: int
    wanted: int
    holders: set[int] = field(default_factory=set)
    seen_by: set[int] = field(default_factory=set)
    answers: list[Shares] = field(default_factory=list)

    @property
    def ratings(self) -> int:
        return len(self.answers)


@dataclass(slots=True)
class Sitter:
    """A scripted assessor in a seat; `avoids` is a provider in which they have an interest."""

    seat_id: int
    assessor: ScriptedAssessor
    avoids: str = ""
    stack: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Happening:
    """An answer or a pass, `at` seconds after the round opened."""

    at: float
    seat_id: int
    project_id: int
    answer: ScriptedAnswer


@dataclass(slots=True)
class SimulatedRound:
    """`is_shared` is a rating round: a queue for all. Otherwise everybody judges everything."""

    entries: list[Entry]
    sitters: list[Sitter]
    plan: Plan
    length: float
    rng: Random
    is_shared: bool = True
    hurry: float = 0.88

    def play(self) -> Iterator[Happening]:
        """Run the clock to the end; what is in hand then is finished, nothing new is begun."""
        turns = [(self.rng.uniform(1, 6), place) for place in range(len(self.sitters))]
        heapify(turns)
        while turns:
            now, place = heappop(turns)
            sitter = self.sitters[place]
            entry = self._next(sitter) if now < self.length else None
            if entry is None:
                continue
            answer = judge(entry.truth, sitter.assessor, self.rng)
            done = now + answer.seconds * self.hurry
            heappush(turns, (done, place))
            yield from self._finish(sitter, entry, answer, done)

    def _next(self, sitter: Sitter) -> Entry | None:
        missing = self.plan.lease_size - len(sitter.stack)
        if missing > 0:
            self._top_up(sitter, missing)
        return sitter.stack.pop(0) if sitter.stack else None

    def _top_up(self, sitter: Sitter, count: int) -> None:
        possible = {
            place: entry for place, entry in enumerate(self.entries) if _may_take(sitter, entry)
        }
        waiting = [
            Waiting(place, entry.project_id, entry.position, entry.wanted, entry.ratings, held)
            for place, entry in possible.items()
            if (held := len(entry.holders)) + entry.ratings < entry.wanted
        ]
        window = CHANCE_WINDOW if self.is_shared else 0
        for chosen in choose(waiting, count=count, rng=self.rng, window=window):
            entry = possible[chosen.entry_id]
            entry.holders.add(sitter.seat_id)
            sitter.stack.append(entry)

    def _finish(
        self, sitter: Sitter, entry: Entry, answer: ScriptedAnswer, done: float
    ) -> Iterator[Happening]:
        entry.holders.discard(sitter.seat_id)
        entry.seen_by.add(sitter.seat_id)
        yield Happening(done, sitter.seat_id, entry.project_id, answer)
        if answer.percentages is None:
            return
        self._count(entry, Shares.from_percentages(answer.percentages))
        if self.rng.random() < CHANGES_MIND:
            second = judge(entry.truth, sitter.assessor, self.rng)
            if second.percentages not in (None, answer.percentages):
                yield Happening(done + 4, sitter.seat_id, entry.project_id, second)

    def _count(self, entry: Entry, shares: Shares) -> None:
        entry.answers.append(shares)
        if not (entry.ratings == entry.wanted == 2):
            return
        first, second = entry.answers
        if self.plan.wants_third(entry.amount, first, second):
            entry.wanted += 1


def _may_take(sitter: Sitter, entry: Entry) -> bool:
    return (
        sitter.seat_id not in entry.seen_by
        and sitter.seat_id not in entry.holders
        and (not sitter.avoids or entry.provider != sitter.avoids)
    )
