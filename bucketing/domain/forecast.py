"""What the room will have rated when the time is up, at its present pace."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import ceil

import numpy as np
import numpy.typing as npt

from bucketing.domain.pace import RoomPace, SeatPace, room_pace
from bucketing.domain.plan import Plan, chance_of_third, gets_second, left_out

Pence = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]

# Standard deviations either side that hold nine rooms in ten, when rooms vary as `pace` says.
NINE_IN_TEN = 1.645
# Seconds to spare from which the room counts as ahead.
EARLY_ENOUGH = 180


@dataclass(frozen=True, slots=True)
class Ledger:
    """How far the projects are: amounts in pence, ratings given, money at stake where known.

    The three arrays run in parallel. `at_stake` counts where a project has two ratings or more.
    Projects set aside by hand are not in it.
    """

    amounts: Pence
    ratings: Counts
    at_stake: Pence

    @property
    def rated_pence(self) -> int:
        return int(self.amounts[self.ratings > 0].sum())

    @classmethod
    def of(cls, amounts: Sequence[Decimal]) -> "Ledger":
        """Before the first answer."""
        in_pence = np.array([int(amount * 100) for amount in amounts], dtype=np.int64)
        none = np.zeros(len(in_pence), dtype=np.int64)
        return cls(amounts=in_pence, ratings=none, at_stake=none)


@dataclass(frozen=True, slots=True)
class WorkLeft:
    """Ratings still wanted, by pass: amounts in pence, in the order they will be served."""

    first: Pence
    second: Pence
    third: float

    @property
    def total(self) -> float:
        return len(self.first) + len(self.second) + self.third


def work_left(ledger: Ledger, plan: Plan) -> WorkLeft:
    """What the plan still asks. Third ratings are partly an expectation."""
    unrated = (ledger.ratings == 0) & ~left_out(ledger.amounts, plan)
    second = gets_second(ledger.amounts, plan)
    return WorkLeft(
        first=_largest_first(ledger.amounts[unrated]),
        second=_largest_first(ledger.amounts[second & (ledger.ratings < 2)]),
        third=_thirds_left(ledger, plan, second),
    )


def _largest_first(amounts: Pence) -> Pence:
    return np.sort(amounts)[::-1]


def _thirds_left(ledger: Ledger, plan: Plan, second: npt.NDArray[np.bool_]) -> float:
    if plan.third_where_differ_above is None:
        return 0.0
    differ = ledger.at_stake >= int(plan.third_where_differ_above * 100)
    known = np.count_nonzero((ledger.ratings == 2) & differ)
    unknown = second & (ledger.ratings < 2)
    return float(known + chance_of_third(ledger.amounts, plan)[unknown].sum())


class Standing(Enum):
    """Whether the time is enough, allowing for the range."""

    AHEAD = "ahead"
    ON_COURSE = "on course"
    BEHIND = "behind"
    DONE = "done"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Range:
    """Low, expected and high; nine rooms in ten end between low and high."""

    low: float
    expected: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """By the end of the time: money in pounds, shares from 0 to 1, times in seconds from now.

    `whole_amount` is what the plan judges and what was rated already, as on the board's strip.
    `projects` and `amount` count what has at least one rating, with what was rated already.
    `finish` is when everything the plan asks would be done; its low is the early end.
    """

    projects: Range
    amount: Range
    judgements: Range
    twice: Range
    project_count: int
    whole_amount: float
    finish: Range | None
    seconds_left: float
    standing: Standing

    @property
    def share_of_money(self) -> Range:
        whole = self.whole_amount or 1.0
        return Range(
            self.amount.low / whole, self.amount.expected / whole, self.amount.high / whole
        )

    @property
    def minutes_early(self) -> int | None:
        """Whole minutes between finishing and the end; None where it does not finish."""
        if self.finish is None or self.finish.expected > self.seconds_left:
            return None
        return int((self.seconds_left - self.finish.expected) // 60)


def forecast(
    ledger: Ledger,
    plan: Plan,
    seats: Sequence[SeatPace],
    *,
    elapsed: float,
    seconds_left: float,
) -> Forecast:
    """Look ahead from `elapsed` seconds of running clock to the end, `seconds_left` later."""
    pace = room_pace(seats, elapsed)
    return forecast_at(pace, ledger, work_left(ledger, plan), seconds_left=seconds_left)


def forecast_at(pace: RoomPace, ledger: Ledger, left: WorkLeft, *, seconds_left: float) -> Forecast:
    """The same from a pace and the work left that are known already."""
    answers = answers_by_the_end(pace, seconds_left, left.total)
    rated = ledger.ratings > 0
    done = ledger.rated_pence
    cumulative = np.concatenate(([0], np.cumsum(left.first)))
    first = _each(answers, lambda count: min(count, len(left.first)))
    return Forecast(
        projects=_each(first, lambda count: np.count_nonzero(rated) + count),
        amount=_each(first, lambda count: (done + cumulative[int(count)]) / 100),
        judgements=answers,
        twice=_each(answers, lambda count: _twice_rated(count, ledger, left)),
        project_count=int(np.count_nonzero(rated)) + len(left.first),
        whole_amount=float(done + cumulative[-1]) / 100,
        finish=_finish(pace, left.total),
        seconds_left=seconds_left,
        standing=_standing(pace, answers, left.total, seconds_left),
    )


def answers_by_the_end(pace: RoomPace, seconds_left: float, wanted: float) -> Range:
    """How many more answers, in nine rooms of ten, and never more than are wanted."""
    expected, spread = pace.answers_in(seconds_left), pace.spread_in(seconds_left)
    late = pace.late_answers_in(seconds_left)
    return Range(
        low=float(int(min(max(expected - NINE_IN_TEN * spread, 0), wanted))),
        expected=float(round(min(expected, wanted))),
        high=float(ceil(min(expected + NINE_IN_TEN * spread + late, wanted))),
    )


def _each(values: Range, change: Callable[[float], float]) -> Range:
    return Range(
        float(change(values.low)), float(change(values.expected)), float(change(values.high))
    )


def _twice_rated(answers: float, ledger: Ledger, left: WorkLeft) -> float:
    beyond = max(0.0, answers - len(left.first))
    return np.count_nonzero(ledger.ratings > 1) + min(beyond, len(left.second))


def _finish(pace: RoomPace, wanted: float) -> Range | None:
    """Seconds until `wanted` answers are in; None where nobody is answering."""
    if not wanted:
        return Range(0.0, 0.0, 0.0)
    if not pace.rate:
        return None
    expected = pace.seconds_for(wanted)
    part = min(NINE_IN_TEN * pace.spread_in(expected) / wanted, 0.9)
    return Range(expected / (1 + part), expected, expected / (1 - part))


def _standing(pace: RoomPace, answers: Range, wanted: float, seconds_left: float) -> Standing:
    if not wanted:
        return Standing.DONE
    if not pace.rate:
        return Standing.NOBODY
    if pace.answers_in(seconds_left) < wanted * 0.98:
        return Standing.BEHIND
    early = seconds_left - pace.seconds_for(wanted)
    return Standing.AHEAD if early > EARLY_ENOUGH else Standing.ON_COURSE
