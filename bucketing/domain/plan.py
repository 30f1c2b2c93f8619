"""The rating plan: who gets a second and a third rating, and who is left out.

A plan never names projects. It says what amounts ask for, so that it can change in the middle of a
workshop without touching an answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bucketing.domain.shares import WHOLE

GROUPINGS = ("", "theme", "provider", "directorate")
MONEY_FIELDS = ("second_above", "third_where_differ_above", "leave_out_below")
COUNT_FIELDS = ("second_count", "left_out_count")

Mask = npt.NDArray[np.bool_]


class PlanError(ValueError):
    """The plan cannot be followed; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many ratings a project gets. Everything that is not left out gets one.

    Amounts are pounds. `second_above` counts projects of at least that amount and
    `second_count` the largest so many; only one of the two may be set, and £0 means all.
    `third_where_differ_above` is money at stake (amount times the share put in different tiers)
    between the first two ratings; £0 means wherever they differ at all, and planning counts all.
    """

    second_above: Decimal | None = None
    second_count: int | None = None
    third_where_differ_above: Decimal | None = None
    leave_out_below: Decimal | None = None
    left_out_count: int | None = None
    group_by: str = ""
    lease_size: int = 3

    def __post_init__(self) -> None:
        if self.second_above is not None and self.second_count is not None:
            raise PlanError("Choose second ratings by amount or by number, not both.")
        if self.leave_out_below is not None and self.left_out_count is not None:
            raise PlanError("Leave projects out by amount or by number, not both.")
        for name in MONEY_FIELDS + COUNT_FIELDS:
            if (getattr(self, name) or 0) < 0:
                raise PlanError("A plan cannot hold a number below zero.")
        if self.group_by not in GROUPINGS:
            raise PlanError("Projects can be kept together by theme, provider or directorate.")
        if not 1 <= self.lease_size <= 10:
            raise PlanError("An assessor can hold between 1 and 10 projects at a time.")

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; keys it does not know are passed over."""
        values: dict[str, Any] = {}
        for name in cls.__dataclass_fields__:
            if stored.get(name) is not None:
                values[name] = _read(name, stored[name])
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """Money as text, so that no penny becomes a float; unset parts are absent."""
        return {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in asdict(self).items()
            if value is not None
        }

    @property
    def wants_second_ratings(self) -> bool:
        return self.second_above is not None or bool(self.second_count)

    def wants_third(self, amount: Decimal, first: Iterable[int], second: Iterable[int]) -> bool:
        """Whether two answers on a project of so many pounds lie far enough apart in money.

        Answers are four basis points each. A threshold of £0 means that they differ at all.
        """
        if self.third_where_differ_above is None:
            return False
        parts_apart = sum(abs(a - b) for a, b in zip(first, second, strict=True)) // 2
        at_stake = amount * parts_apart / WHOLE
        return at_stake >= max(self.third_where_differ_above, Decimal("0.01"))

    def with_seconds_above(self, amount: Decimal | None) -> Self:
        return replace(self, second_above=amount, second_count=None)

    def leaving_out_below(self, amount: Decimal | None) -> Self:
        return replace(self, leave_out_below=amount, left_out_count=None)

    def leaving_out(self, count: int) -> Self:
        return replace(self, leave_out_below=None, left_out_count=count or None)


def _read(name: str, value: Any) -> Any:
    try:
        if name in MONEY_FIELDS:
            return Decimal(str(value))
        return str(value) if name == "group_by" else int(value)
    except (InvalidOperation, ValueError, TypeError) as error:
        raise PlanError(f"The plan holds {value!r}, which is not a number.") from error


def pence(amounts: Sequence[Decimal]) -> npt.NDArray[np.int64]:
    """Amounts in pounds as whole pence."""
    return np.array([int(amount * 100) for amount in amounts], dtype=np.int64)


def left_out(amounts: npt.NDArray[np.int64], plan: Plan) -> Mask:
    """Which projects the plan leaves out. Amounts in pence, in any order.

    Among equal amounts the later in the list goes first, as the last in the running order would.
    """
    if plan.leave_out_below is not None:
        return amounts < int(plan.leave_out_below * 100)
    return _largest_first(amounts) >= len(amounts) - (plan.left_out_count or 0)


def gets_second(amounts: npt.NDArray[np.int64], plan: Plan) -> Mask:
    """Which projects the plan gives a second rating. Amounts in pence, in any order."""
    kept = ~left_out(amounts, plan)
    if plan.second_above is not None:
        return kept & (amounts >= int(plan.second_above * 100))
    return kept & (_largest_first(amounts) < (plan.second_count or 0))


def chance_of_third(amounts: npt.NDArray[np.int64], plan: Plan) -> npt.NDArray[np.float64]:
    """How likely each project is to need a third rating before anybody has answered.

    The share of money two people put in different tiers is taken to follow Beta(1, 3): a quarter
    on average and often little, so P(share >= x) = (1 - x)^3. It is a planning figure only; the
    queue goes by the answers themselves.
    """
    second = gets_second(amounts, plan)
    if plan.third_where_differ_above is None:
        return np.zeros(len(amounts))
    threshold = float(plan.third_where_differ_above) * 100
    needed_share = np.clip(threshold / np.maximum(amounts, 1), 0, 1)
    return np.where(second, (1 - needed_share) ** 3, 0.0)


def _largest_first(amounts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The place of each amount, the largest being 0; equal amounts keep their order."""
    places = np.empty(len(amounts), dtype=np.int64)
    places[np.argsort(-amounts, kind="stable")] = np.arange(len(amounts))
    return places


@dataclass(frozen=True, slots=True)
class Judgements:
    """Ratings by pass. Third ratings are an expectation until second ratings are in."""

    first: int
    second: int
    third: int

    @property
    def total(self) -> int:
        return self.first + self.second + self.third


def judgements_needed(amounts: Sequence[Decimal], plan: Plan) -> Judgements:
    """How many ratings the plan asks of the room for projects of these amounts."""
    return judgements_in_pence(pence(amounts), plan)


def judgements_in_pence(amounts: npt.NDArray[np.int64], plan: Plan) -> Judgements:
    return Judgements(
        first=int(np.count_nonzero(~left_out(amounts, plan))),
        second=int(np.count_nonzero(gets_second(amounts, plan))),
        third=round(float(chance_of_third(amounts, plan).sum())),
    )


def seconds_per_judgement(
    amounts: Sequence[Decimal], plan: Plan, *, people: int, rating_minutes: float
) -> float:
    """Seconds each assessor has for one rating; 0 where there is nothing to rate or nobody."""
    total = judgements_needed(amounts, plan).total
    return people * rating_minutes * 60 / total if total else 0.0
