"""Sums over projects: the four tiers, what was rated, and what was not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from bucketing.domain.shares import in_pounds
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.figures import Figure, Pence

NO_MONEY: Pence = (0, 0, 0, 0)
Four = tuple[Fraction, ...]
NO_SHARES: Four = (Fraction(),) * len(NO_MONEY)


@dataclass(frozen=True, slots=True)
class Totals:
    """Whole pence and counts over some projects. Shares are of the rated money only.

    `project_shares` adds each rated project's exact shares, so that it adds to `rated_count`:
    divided by it, the mean split in which every project counts alike.
    """

    count: int = 0
    pence: int = 0
    rated_count: int = 0
    rated_pence: int = 0
    once_count: int = 0
    once_pence: int = 0
    rating_count: int = 0
    tiers: Pence = NO_MONEY
    project_shares: Four = NO_SHARES

    def __add__(self, other: "Totals") -> "Totals":
        """Both groups together; no project may be in both."""
        sums = [_plus(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)]
        return Totals(*sums)

    @property
    def unrated_count(self) -> int:
        return self.count - self.rated_count

    @property
    def unrated_pence(self) -> int:
        return self.pence - self.rated_pence

    @property
    def amount(self) -> Decimal:
        return in_pounds(self.pence)

    def early_pence(self, meaning: HeadlineMeaning) -> int:
        return sum(self.tiers[: meaning.tier_count])

    def early_share(self, meaning: HeadlineMeaning) -> Fraction | None:
        """Of the rated money; None where there is none, or less than none."""
        return self.share_of(self.early_pence(meaning))

    def share_of(self, pence: int) -> Fraction | None:
        """A part of the rated money as an exact fraction of it."""
        return Fraction(pence, self.rated_pence) if self.rated_pence > 0 else None

    @property
    def tier_shares(self) -> tuple[Fraction | None, ...]:
        return tuple(self.share_of(pence) for pence in self.tiers)

    @property
    def mean_shares(self) -> tuple[Fraction | None, ...]:
        """The split of the average project."""
        if not self.rated_count:
            return (None,) * len(self.tiers)
        return tuple(share / self.rated_count for share in self.project_shares)


def total(figures: Iterable[Figure], *, with_split: bool = True) -> Totals:
    """Added up in whole pence.

    The mean split of projects takes longest: groups, which do not show it, are added up without.
    """
    rows = list(figures)
    rated = [row for row in rows if row.tiers is not None]
    counts = [len(row.judged.ratings) for row in rows]
    once = [row for row in rated if len(row.judged.ratings) == 1]
    return Totals(
        count=len(rows),
        pence=sum([row.judged.project.pence for row in rows]),
        rated_count=len(rated),
        rated_pence=sum([row.judged.project.pence for row in rated]),
        once_count=len(once),
        once_pence=sum([row.judged.project.pence for row in once]),
        rating_count=sum(counts),
        tiers=_four_sums([row.tiers or NO_MONEY for row in rated]),
        project_shares=_sum_of_shares(rated) if with_split else NO_SHARES,
    )


def _four_sums(rows: Sequence[Pence]) -> Pence:
    if not rows:
        return NO_MONEY
    first, second, third, fourth = zip(*rows, strict=True)
    return sum(first), sum(second), sum(third), sum(fourth)


def _sum_of_shares(rated: Sequence[Figure]) -> Four:
    """Exact: splits that are parts of the same whole are added up first."""
    weights = [row.judged.weights or NO_MONEY for row in rated]
    table = np.array(weights, dtype=np.int64).reshape(-1, len(NO_MONEY))
    wholes = table.sum(axis=1)
    sums = [NO_SHARES]
    for whole in np.unique(wholes).tolist():
        parts = table[wholes == whole].sum(axis=0).tolist()
        sums.append(tuple(Fraction(part, whole) for part in parts))
    return tuple(sum(column, Fraction()) for column in zip(*sums, strict=True))


def _plus(one: Any, other: Any) -> Any:
    if isinstance(one, tuple):
        return tuple(a + b for a, b in zip(one, other, strict=True))
    return one + other
