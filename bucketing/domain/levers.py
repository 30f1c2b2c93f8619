"""What a facilitator can change while the room is rating, and what each change costs and gains."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from bucketing.domain.forecast import (
    Ledger,
    Range,
    Standing,
    WorkLeft,
    answers_by_the_end,
    forecast_at,
    work_left,
)
from bucketing.domain.pace import RoomPace, SeatPace, room_pace
from bucketing.domain.plan import Plan
from bucketing.domain.proposal import THIRDS_PART, round_up, third_threshold
from bucketing.domain.trade import per_cent

# The smallest projects that together hold no more than this share of the money.
SMALL_CHANGE = 0.01


@dataclass(frozen=True, slots=True)
class Lever:
    """One change: the plan after it or minutes more, its words, its cost and its gain.

    `projects` and `amount` (pounds) count what loses a rating or, with more ratings, gains one.
    `minutes` is time won for the room; below zero where the change spends time to spare.
    """

    kind: str
    words: str
    plan: Plan
    projects: int
    amount: Decimal
    share: float
    minutes: float
    extra_minutes: int = 0


@dataclass(frozen=True, slots=True)
class _Room:
    """What the candidates are worked out from."""

    pace: RoomPace
    ledger: Ledger
    left: WorkLeft
    plan: Plan
    seconds_left: float
    answers: Range
    standing: Standing

    @property
    def amount(self) -> int:
        """What the plan judges, and what was rated already."""
        return self.ledger.rated_pence + int(self.left.first.sum())

    def minutes_for(self, answers: float) -> float:
        return self.pace.seconds_for(answers) / 60


def levers(
    ledger: Ledger,
    plan: Plan,
    seats: Sequence[SeatPace],
    *,
    elapsed: float,
    seconds_left: float,
) -> tuple[Lever, ...]:
    """The changes worth offering now, the cheapest in money first; more time comes last."""
    pace = room_pace(seats, elapsed)
    left = work_left(ledger, plan)
    if not pace.rate or not len(ledger.amounts):
        return ()
    standing = forecast_at(pace, ledger, left, seconds_left=seconds_left).standing
    answers = answers_by_the_end(pace, seconds_left, float("inf"))
    room = _Room(pace, ledger, left, plan, seconds_left, answers, standing)
    found = [lever for find in _CANDIDATES for lever in find(room)]
    plans = sorted((lever for lever in found if not lever.extra_minutes), key=_by_share)
    return (*plans, *(lever for lever in found if lever.extra_minutes))


def _by_share(lever: Lever) -> float:
    return lever.share


def _leave_out(room: _Room) -> Iterator[Lever]:
    """The smallest not yet rated: small change, and as many as do not fit."""
    smallest_first = room.left.first[::-1]
    cumulative = np.cumsum(smallest_first)
    counts = {int(np.searchsorted(cumulative, room.amount * SMALL_CHANGE, side="right"))}
    if room.standing is Standing.BEHIND:
        counts.add(int(len(smallest_first) + room.left.second.size - room.answers.expected))
    for count in sorted(counts):
        if 0 < count < len(smallest_first):
            cut = Decimal(int(smallest_first[count])) / 100
            yield from _leave_out_below(room, cut)


def _leave_out_below(room: _Room, cut: Decimal) -> Iterator[Lever]:
    touched = room.left.first[room.left.first < int(cut * 100)]
    lever = _changed(
        room, "leave out", room.plan.leaving_out_below(cut), touched.size, touched.sum()
    )
    if lever.minutes >= 1:
        words = (
            f"leave out the {lever.projects:,} smallest: {per_cent(lever.share, 1)} of the money, "
            f"{_gain(room, lever)}"
        )
        yield replace(lever, words=words)


def _fewer_seconds(room: _Room) -> Iterator[Lever]:
    """Second ratings as far down as the time reaches, or none."""
    if room.standing is not Standing.BEHIND or not room.left.second.size:
        return
    reached = int(max(room.answers.expected - room.left.first.size, 0))
    if reached >= room.left.second.size:
        return
    cut = round_up(Decimal(int(room.left.second[reached])) / 100 + Decimal("0.01"))
    plan = room.plan.with_seconds_above(cut if reached else None)
    touched = room.left.second[room.left.second < int(cut * 100)] if reached else room.left.second
    lever = _changed(room, "second ratings", plan, touched.size, touched.sum())
    if lever.minutes >= 1:
        what = f"second ratings only from {_pounds(cut)}" if reached else "no more second ratings"
        cost = f"{lever.projects:,} fewer, {_gain(room, lever)}"
        yield replace(lever, words=f"{what} (now {_seconds_now(room.plan)}): {cost}")


def _more_seconds(room: _Room) -> Iterator[Lever]:
    """Where time is to spare: second ratings further down the list."""
    if room.standing not in (Standing.AHEAD, Standing.DONE):
        return
    spare = int(room.answers.expected - room.left.total)
    once = np.sort(room.ledger.amounts[(room.ledger.ratings < 2)])[::-1]
    reach = min(room.left.second.size + spare, once.size) - 1
    if reach < room.left.second.size:
        return
    cut = max(round_up(Decimal(int(once[reach])) / 100), Decimal(0))
    plan = room.plan.with_seconds_above(cut)
    touched = work_left(room.ledger, plan).second[room.left.second.size :]
    lever = _changed(room, "second ratings", plan, touched.size, touched.sum())
    if lever.minutes <= -1:
        what = f"second ratings from {_pounds(cut)} (now {_seconds_now(room.plan)})"
        yield replace(
            lever, words=f"{what}: {lever.projects:,} more, uses {-lever.minutes:.0f} min"
        )


def _fewer_thirds(room: _Room) -> Iterator[Lever]:
    threshold = room.plan.third_where_differ_above
    if room.standing is not Standing.BEHIND or threshold is None or room.left.third < 1:
        return
    higher = max(round_up(threshold * 2), Decimal(1000))
    plan = replace(room.plan, third_where_differ_above=higher)
    fewer = room.left.third - work_left(room.ledger, plan).third
    lever = _changed(room, "third ratings", plan, round(fewer), 0)
    if lever.minutes >= 1:
        what = f"third ratings only where {_pounds(higher)} or more is at stake"
        cost = f"about {lever.projects:,} fewer, {_gain(room, lever)}"
        yield replace(lever, words=f"{what} (now {_pounds(threshold)}): {cost}")


def _more_thirds(room: _Room) -> Iterator[Lever]:
    none_yet = room.plan.third_where_differ_above is None and room.plan.wants_second_ratings
    if room.standing is not Standing.AHEAD or not none_yet:
        return
    spare = room.answers.expected - room.left.total
    wanted = min(int(spare), int(room.ledger.amounts.size * THIRDS_PART))
    threshold = third_threshold(room.ledger.amounts, room.plan, wanted)
    plan = replace(room.plan, third_where_differ_above=threshold)
    more = work_left(room.ledger, plan).third
    lever = _changed(room, "third ratings", plan, round(more), 0)
    if lever.minutes <= -1:
        where = (
            f"where {_pounds(threshold)} or more is at stake"
            if threshold
            else "wherever two differ"
        )
        what = f"third ratings {where}"
        words = f"{what}: about {lever.projects:,} more, uses {-lever.minutes:.0f} min"
        yield replace(lever, words=words)


def _more_time(room: _Room) -> Iterator[Lever]:
    if room.standing is not Standing.BEHIND:
        return
    for extra in (5, 10):
        longer = room.seconds_left + extra * 60
        before = forecast_at(room.pace, room.ledger, room.left, seconds_left=room.seconds_left)
        after = forecast_at(room.pace, room.ledger, room.left, seconds_left=longer)
        ratings = after.judgements.expected - before.judgements.expected
        yield Lever(
            kind="extend",
            words=f"extend by {extra} min: about {ratings:.0f} more ratings",
            plan=room.plan,
            projects=int(after.projects.expected - before.projects.expected),
            amount=Decimal(round(after.amount.expected - before.amount.expected)),
            share=after.share_of_money.expected - before.share_of_money.expected,
            minutes=extra,
            extra_minutes=extra,
        )


_CANDIDATES: tuple[Callable[[_Room], Iterator[Lever]], ...] = (
    _leave_out,
    _fewer_seconds,
    _more_seconds,
    _fewer_thirds,
    _more_thirds,
    _more_time,
)


def _changed(room: _Room, kind: str, plan: Plan, projects: int, pence: int) -> Lever:
    saved = room.left.total - work_left(room.ledger, plan).total
    return Lever(
        kind=kind,
        words="",
        plan=plan,
        projects=int(projects),
        amount=Decimal(int(pence)) / 100,
        share=float(pence) / (room.amount or 1),
        minutes=room.minutes_for(abs(saved)) * (1 if saved >= 0 else -1),
    )


def _gain(room: _Room, lever: Lever) -> str:
    """Early where the room would then be done before the end, else the minutes saved."""
    wanted = work_left(room.ledger, lever.plan).total
    early = room.seconds_left / 60 - room.minutes_for(wanted)
    return f"{early:.0f} min early" if early >= 1 else f"saves {lever.minutes:.0f} min"


def _seconds_now(plan: Plan) -> str:
    if plan.second_above is not None:
        return _pounds(plan.second_above)
    return f"the largest {plan.second_count:,}" if plan.second_count else "none"


def _pounds(amount: Decimal) -> str:
    return f"£{amount:,.0f}"
