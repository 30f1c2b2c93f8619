"""How one project's money divides over the four tiers, and how pennies follow.

Shares are whole basis points, so that the database can hold them to 10,000. Everything that has to
be rounded (shares or pennies) is rounded by largest remainder, ties to the earlier tier.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Self, TypeVar

from bucketing.domain.tiers import TIERS, HeadlineMeaning, Tier

WHOLE = 10_000
"""The basis points that four shares add to."""

Fourfold = tuple[Fraction, Fraction, Fraction, Fraction]
"""Four exact fractions in tier order, adding to 1."""

Pounds = tuple[Decimal, Decimal, Decimal, Decimal]
"""Four amounts in pounds, in tier order, each with two decimal places."""

Value = TypeVar("Value")

_FLOAT_NOISE = Fraction(1, 1_000_000)


class SharesError(ValueError):
    """Shares or an amount that cannot be split; the message is a sentence for the page."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Four shares in basis points that add to 10,000. Anything else raises SharesError."""

    upstream: int
    midstream: int
    downstream: int
    acute: int

    def __post_init__(self) -> None:
        for tier, share in zip(TIERS, self, strict=True):
            if type(share) is not int:
                raise SharesError(f"The {tier} share must be a whole number.")
            if share < 0:
                raise SharesError(f"The {tier} share cannot be below 0 %.")
        if (total := sum(self)) != WHOLE:
            raise SharesError(f"The four shares add to {total / 100:.10g} %, not 100 %.")

    def __iter__(self) -> Iterator[int]:
        return iter((self.upstream, self.midstream, self.downstream, self.acute))

    @classmethod
    def whole(cls, tier: Tier) -> Self:
        """Everything in one tier."""
        return cls(*(WHOLE if each is tier else 0 for each in TIERS))

    @classmethod
    def from_percentages(cls, percentages: Sequence[int]) -> Self:
        """From four whole per cents in tier order, as people enter them."""
        return cls(*(percentage * 100 for percentage in _four(percentages)))

    @classmethod
    def from_fractions(cls, fractions: Sequence[Fraction | float]) -> Self:
        """From four fractions that add to 1, rounded to basis points by largest remainder."""
        exact = [_exact(fraction) for fraction in _four(fractions)]
        if abs(sum(exact, Fraction(-1))) > _FLOAT_NOISE:
            raise SharesError(
                f"The four shares add to {float(sum(exact)) * 100:.10g} %, not 100 %."
            )
        if any(fraction < 0 for fraction in exact):
            raise SharesError("A share cannot be below 0 %.")
        return cls(*largest_remainder(WHOLE, exact))

    @property
    def as_percentages(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """Four per cents, exact to two places."""
        return _four_of([Decimal(share) / 100 for share in self])

    @property
    def as_fractions(self) -> Fourfold:
        return _four_of([Fraction(share, WHOLE) for share in self])

    @property
    def main_tier(self) -> Tier:
        """The tier with most of the money; level shares go to the later tier, as on the ladder."""
        return max(TIERS, key=lambda tier: (self.of(tier), tier.position))

    def of(self, tier: Tier) -> int:
        """The basis points in one tier."""
        return tuple(self)[tier.position]

    def counted_in(self, meaning: HeadlineMeaning) -> int:
        """The basis points that this headline counts as early action."""
        return sum(self.of(tier) for tier in meaning.tiers)

    def split_money(self, amount: Decimal) -> Pounds:
        """Divide pounds over the tiers; the four add to the amount to the penny."""
        return split_money_exactly(amount, self.as_fractions)


def split_money_exactly(amount: Decimal, fractions: Sequence[Fraction]) -> Pounds:
    """Divide pounds by exact fractions that add to 1, such as a mean that is not recorded yet.

    No part is a whole penny or more away from its exact value. A negative amount is split as its
    positive twin. A fraction of a penny in the amount raises SharesError.
    """
    if sum(_four(fractions)) != 1:
        raise SharesError("The four fractions must add to exactly 1.")
    pence = whole_pence(amount)
    parts = largest_remainder(abs(pence), fractions)
    return _four_of([in_pounds(part if pence >= 0 else -part) for part in parts])


def largest_remainder(total: int, weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole parts of `total` in proportion to weights adding to 1; ties go to the earlier part."""
    whole = lcm(*(weight.denominator for weight in weights))
    scaled = [total * weight.numerator * (whole // weight.denominator) for weight in weights]
    parts = [each // whole for each in scaled]
    order = sorted(range(len(parts)), key=lambda index: (-(scaled[index] % whole), index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


def whole_pence(amount: Decimal) -> int:
    """Pounds as a whole number of pence. A fraction of a penny raises SharesError."""
    if not amount.is_finite():
        raise SharesError("The amount is not a number.")
    numerator, denominator = amount.as_integer_ratio()
    pence, left_over = divmod(numerator * 100, denominator)
    if left_over:
        raise SharesError(f"£{amount} has a fraction of a penny; round it before splitting it.")
    return pence


def in_pounds(pence: int) -> Decimal:
    """Pence as pounds with two decimal places."""
    return Decimal(pence).scaleb(-2)


def _exact(fraction: Fraction | float) -> Fraction:
    """A float means the decimal that it prints as: 0.1 is a tenth."""
    return fraction if isinstance(fraction, Fraction) else Fraction(repr(float(fraction)))


def _four(values: Sequence[Value]) -> Sequence[Value]:
    if len(values) != len(TIERS):
        raise SharesError(f"There must be four shares, one for each tier, not {len(values)}.")
    return values


def _four_of(values: Sequence[Value]) -> tuple[Value, Value, Value, Value]:
    first, second, third, fourth = values
    return first, second, third, fourth


# Model fields, forms and workbooks name their columns after these, in this order.
SHARE_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Shares))
