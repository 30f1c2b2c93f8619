"""Which plan fits the people, the minutes and the list, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

import numpy as np
import numpy.typing as npt

from bucketing.domain.plan import Plan, chance_of_third, gets_second, pence
from bucketing.domain.trade import FASTEST_PUBLISHED, SLOWEST_PUBLISHED, Trade, per_cent, trade_of

# The fastest published speed with a sixth to spare: rooms start slowly and people look up.
TARGET_SECONDS = 34
# Part of the spare ratings kept for third opinions where two people differ.
THIRDS_PART = 0.25

ONCE = Plan()
TWICE = Plan(second_above=Decimal(0))
THREE_TIMES = Plan(second_above=Decimal(0), third_where_differ_above=Decimal(0))


@dataclass(frozen=True, slots=True)
class Option:
    """One plan the facilitator can choose, with what it costs."""

    name: str
    trade: Trade


@dataclass(frozen=True, slots=True)
class Proposal:
    """The option that fits, the others beside it, and the reason in a sentence or two."""

    chosen: Option
    options: tuple[Option, ...]
    why: str

    @property
    def plan(self) -> Plan:
        return self.chosen.trade.plan


def propose_plan(amounts: Sequence[Decimal], people: int, minutes: float) -> Proposal:
    """Choose what fits `minutes` of silent rating by `people` assessors.

    Money first: everything once before anything twice, the largest before the smaller, and the
    smallest left out only where even one rating each would be faster than people can judge.
    """
    options = _options(amounts, people, minutes)
    chosen = next(option for option in reversed(options) if _is_comfortable(option, options[0]))
    return Proposal(chosen=chosen, options=options, why=_why(chosen, options))


def _options(amounts: Sequence[Decimal], people: int, minutes: float) -> tuple[Option, ...]:
    in_pence = pence(amounts)
    budget = int(people * minutes * 60 / TARGET_SECONDS)
    plans = [("once", _once(len(amounts), people, minutes))]
    spare = budget - len(amounts)
    if people >= 2 and 0 < spare < 2 * len(amounts):
        plans.append(("the largest twice", _largest_twice(in_pence, spare, thirds=people >= 3)))
    if people >= 2:
        plans.append(("all twice", TWICE))
    if people >= 3:
        plans.append(("all three times", THREE_TIMES))
    return tuple(
        Option(name, trade_of(amounts, plan, people=people, rating_minutes=minutes))
        for name, plan in plans
    )


def _once(project_count: int, people: int, minutes: float) -> Plan:
    """Everything once, or as much as the fastest published speed can reach."""
    reachable = int(people * minutes * 60 / FASTEST_PUBLISHED)
    return ONCE.leaving_out(max(0, project_count - reachable))


def _largest_twice(amounts: npt.NDArray[np.int64], spare: int, *, thirds: bool) -> Plan:
    """Spend the spare ratings from the largest down, keeping some for thirds."""
    for_thirds = int(spare * THIRDS_PART) if thirds else 0
    second_count = min(spare - for_thirds, len(amounts))
    plan = _second_for_largest(amounts, second_count)
    if not (thirds and plan.wants_second_ratings):
        return plan
    return replace(plan, third_where_differ_above=third_threshold(amounts, plan, for_thirds))


def _second_for_largest(amounts: npt.NDArray[np.int64], count: int) -> Plan:
    """By a round amount where one cuts near the right place, else by number."""
    if count <= 0:
        return ONCE
    if count == len(amounts):
        return TWICE
    cut = max(round_up(Decimal(int(np.sort(amounts)[-count])) / 100), Decimal(1))
    by_amount = ONCE.with_seconds_above(cut)
    if np.count_nonzero(gets_second(amounts, by_amount)) >= count * 0.9:
        return by_amount
    return Plan(second_count=count)


def third_threshold(amounts: npt.NDArray[np.int64], plan: Plan, wanted: int) -> Decimal:
    """The lowest round sum at stake that asks for no more than `wanted` third ratings."""
    largest = max(int(amounts.max()) // 100, 0)
    low, high = 0, largest
    while low < high:
        middle = (low + high) // 2
        trial = replace(plan, third_where_differ_above=Decimal(middle))
        if chance_of_third(amounts, trial).sum() <= wanted:
            high = middle
        else:
            low = middle + 1
    return round_up(Decimal(low))


def round_up(amount: Decimal) -> Decimal:
    """To two significant figures, upwards, at least to the pound: £61,340 becomes £62,000."""
    if amount < 100:
        return amount.to_integral_value(rounding=ROUND_CEILING)
    step = Decimal(10) ** (amount.adjusted() - 1)
    return (amount / step).to_integral_value(rounding=ROUND_CEILING) * step


def _is_comfortable(option: Option, once: Option) -> bool:
    return option is once or option.trade.seconds >= TARGET_SECONDS - 0.5


def _why(chosen: Option, options: tuple[Option, ...]) -> str:
    trade = chosen.trade
    sentences = [_pace_sentence(trade)]
    if trade.left_out_count:
        sentences.append(
            f"One rating each on everything would not fit, so the smallest {trade.left_out_count:,}"
            f" ({per_cent(trade.left_out_share, 1)} of the money) are left out."
        )
    if trade.judgements.second and trade.twice_rated_share < 1:
        sentences.append(f"{per_cent(trade.twice_rated_share)} of the money gets two ratings.")
    dearer = options[options.index(chosen) + 1 :]
    if dearer and not trade.left_out_count:
        next_up = dearer[0]
        sentences.append(f"Rating {next_up.name} would leave {round(next_up.trade.seconds)} s.")
    return " ".join(sentences)


def _pace_sentence(trade: Trade) -> str:
    place = {"too fast": "faster than", "fits": "within", "roomy": "slower than"}[trade.pace.value]
    return (
        f"{round(trade.seconds)} s a judgement is {place} the published"
        f" {FASTEST_PUBLISHED} to {SLOWEST_PUBLISHED} s."
    )
