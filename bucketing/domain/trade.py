"""What a plan buys with the minutes of the room, in figures and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import numpy as np

from bucketing.domain.plan import (
    Judgements,
    Plan,
    gets_second,
    judgements_in_pence,
    left_out,
    pence,
)

# Published speeds of one person judging a short text, in seconds.
FASTEST_PUBLISHED = 29
SLOWEST_PUBLISHED = 79
# Disputes settled in twenty minutes of discussion: at the slow and at the quick end.
DISPUTES_IN_TWENTY_MINUTES = (13, 26)


class Pace(Enum):
    """Seconds per judgement beside the published speeds."""

    TOO_FAST = "too fast"
    FITS = "fits"
    ROOMY = "roomy"

    @classmethod
    def of(cls, seconds: float) -> "Pace":
        if seconds < FASTEST_PUBLISHED:
            return cls.TOO_FAST
        return cls.FITS if seconds <= SLOWEST_PUBLISHED else cls.ROOMY


@dataclass(frozen=True, slots=True)
class Trade:
    """What a plan asks and gives. Money in pounds, shares of money from 0 to 1."""

    plan: Plan
    judgements: Judgements
    project_count: int
    amount: Decimal
    left_out_count: int
    left_out_amount: Decimal
    twice_rated_amount: Decimal
    people: int
    seconds: float

    @property
    def pace(self) -> Pace:
        return Pace.of(self.seconds)

    @property
    def fits(self) -> bool:
        return self.pace is not Pace.TOO_FAST

    @property
    def each_rates(self) -> int:
        """Ratings asked of each person, rounded up."""
        return -(-self.judgements.total // max(self.people, 1))

    @property
    def twice_rated_share(self) -> float:
        return _share(self.twice_rated_amount, self.amount)

    @property
    def left_out_share(self) -> float:
        return _share(self.left_out_amount, self.amount)


def per_cent(share: float, places: int = 0) -> str:
    """A share from 0 to 1 as people read it: 0.0091 is "0.9 %"."""
    return f"{100 * share:.{places}f} %"


def _share(part: Decimal, whole: Decimal) -> float:
    return float(part / whole) if whole else 0.0


def trade_of(
    amounts: Sequence[Decimal], plan: Plan, *, people: int, rating_minutes: float
) -> Trade:
    """Work the plan out for these amounts (pounds), people and minutes of silent rating."""
    in_pence = pence(amounts)
    judgements = judgements_in_pence(in_pence, plan)
    out = left_out(in_pence, plan)
    total = judgements.total
    return Trade(
        plan=plan,
        judgements=judgements,
        project_count=len(amounts),
        amount=_pounds(in_pence.sum()),
        left_out_count=int(np.count_nonzero(out)),
        left_out_amount=_pounds(in_pence[out].sum()),
        twice_rated_amount=_pounds(in_pence[gets_second(in_pence, plan)].sum()),
        people=people,
        seconds=people * rating_minutes * 60 / total if total else 0.0,
    )


def _pounds(in_pence: np.int64) -> Decimal:
    return Decimal(int(in_pence)) / 100


def describe_trade(trade: Trade) -> str:
    """The plan in one line, for instance "one rating each on all 600, …: 34 s a judgement"."""
    if not trade.judgements.first:
        return "nothing to rate"
    parts = [_first_words(trade), *_second_words(trade), *_third_words(trade)]
    return f"{', '.join(parts)}: {round(trade.seconds)} s a judgement"


def _first_words(trade: Trade) -> str:
    if trade.left_out_count:
        return f"one rating each on the largest {trade.judgements.first:,}"
    return f"one rating each on all {trade.judgements.first:,}"


def _second_words(trade: Trade) -> list[str]:
    second = trade.judgements.second
    if not second:
        return []
    if second == trade.judgements.first:
        return ["a second on all of them"]
    return [f"a second on the largest {second:,}"]


def _third_words(trade: Trade) -> list[str]:
    if not trade.judgements.third:
        return []
    if trade.plan.third_where_differ_above == 0:
        return ["a third where those differ at all"]
    return ["a third where they differ"]


def disputes_settled(minutes: float) -> tuple[int, int]:
    """How many disputes the room settles in these minutes: slowly, and quickly."""
    slow, quick = DISPUTES_IN_TWENTY_MINUTES
    return int(minutes * slow / 20), int(minutes * quick / 20)
