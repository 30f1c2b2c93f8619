"""A second look on another day: a random tenth for a second panel, and what came of it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from itertools import accumulate
from math import ceil
from typing import TypeVar

from bucketing.domain.distances import earth_movers, total_variation
from bucketing.domain.shares import Fourfold
from bucketing.domain.tiers import HeadlineMeaning

Key = TypeVar("Key", bound=Hashable)


class SampleBy(StrEnum):
    """What a tenth is a tenth of."""

    COUNT = "count"
    MONEY = "money"


def draw_verification_sample(
    amounts: Mapping[Key, Decimal], *, seed: int, by: SampleBy, one_in: int = 10
) -> tuple[Key, ...]:
    """A random part of the projects, in the order drawn; the same seed draws the same projects.

    By count: one in ten, rounded up. By money: in random order until a tenth of the money (amounts
    by their size) is reached, so the last one drawn may go beyond it. The order comes from a digest
    of seed and key: it depends neither on the order given nor on the version of Python.
    """
    order = sorted(amounts, key=lambda key: sha256(f"{seed}:{key}".encode()).digest())
    if by is SampleBy.COUNT:
        return tuple(order[: ceil(len(order) / one_in)])
    sizes = [abs(amounts[key]) for key in order]
    reached = accumulate(sizes, initial=Decimal())
    wanted = sum(sizes, Decimal()) / one_in
    return tuple(key for key, before in zip(order, reached, strict=False) if before < wanted)


@dataclass(frozen=True, slots=True)
class PanelComparison:
    """Two panels on the same projects; money-weighted, amounts by their size."""

    project_count: int
    amount: Decimal
    total_variation: float | None  # share of the money that the panels put in different tiers
    earth_movers: float | None  # tier-steps, 0 to 3
    first_headline: Mapping[HeadlineMeaning, float]
    second_headline: Mapping[HeadlineMeaning, float]
    reason: str


def compare_panels(
    amounts: Mapping[Hashable, Decimal],
    first: Mapping[Hashable, Fourfold],
    second: Mapping[Hashable, Fourfold],
) -> PanelComparison:
    """Compare on the projects that both panels have a split for."""
    keys = [key for key in amounts if key in first and key in second]
    sizes = [abs(amounts[key]) for key in keys]
    total = sum(sizes, Decimal())
    if not total:
        return PanelComparison(len(keys), total, None, None, {}, {}, "No money was rated twice.")
    weights = {key: float(size / total) for key, size in zip(keys, sizes, strict=True)}
    return PanelComparison(
        project_count=len(keys),
        amount=total,
        total_variation=sum(
            weights[key] * total_variation(first[key], second[key]) for key in keys
        ),
        earth_movers=sum(weights[key] * earth_movers(first[key], second[key]) for key in keys),
        first_headline=_headlines(weights, first),
        second_headline=_headlines(weights, second),
        reason="",
    )


def _headlines(
    weights: Mapping[Hashable, float], splits: Mapping[Hashable, Fourfold]
) -> dict[HeadlineMeaning, float]:
    return {
        meaning: sum(
            weight * float(sum(splits[key][: meaning.tier_count]))
            for key, weight in weights.items()
        )
        for meaning in HeadlineMeaning
    }
