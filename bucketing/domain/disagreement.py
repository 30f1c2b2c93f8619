"""How far apart the answers on each project lie, and how much money hangs on it.

A project rated once has no disagreement: every figure here is None for it, never 0.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np

from bucketing.domain.distances import BoolArray, Distance, FloatArray, IntArray, pair_sums
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import WHOLE, in_pounds
from bucketing.domain.tiers import TIERS, HeadlineMeaning

MOST_STEPS = len(TIERS) - 1
CONTESTED_FROM = 8  # ratings
CAMP = 3  # people


class AgreementWord(StrEnum):
    """One plain word for a project that several people rated."""

    AGREE = "agree"  # on average at most a quarter of the money lies in different tiers
    ADJACENT = "adjacent"  # what differs lies nearer one step apart than two
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class ProjectDisagreement:
    """What a facilitator sees of one rated project before settling it."""

    project: Hashable
    amount: Decimal
    rating_count: int
    total_variation: float | None  # mean over pairs of assessors, 0 to 1
    earth_movers: float | None  # mean over pairs of assessors, tier-steps, 0 to 3
    money_at_stake: Decimal | None  # the amount, as a positive number, times total_variation
    word: AgreementWord | None
    is_contested: bool

    @property
    def disagreement(self) -> float | None:
        """0 (everyone the same) to 1 (everything upstream against everything acute)."""
        return None if self.earth_movers is None else self.earth_movers / MOST_STEPS

    @property
    def is_rated_once(self) -> bool:
        return self.rating_count == 1


@dataclass(frozen=True, slots=True, eq=False)
class Disagreement:
    """The same for all u projects at once. Sums over pairs are in basis points, so exact."""

    ratings: Ratings
    rating_counts: IntArray  # (u,)
    variation_sums: FloatArray  # (u,) total variation over unordered pairs
    step_sums: FloatArray  # (u,) earth mover's distance over unordered pairs
    is_contested: BoolArray  # (u,)

    @property
    def pair_counts(self) -> IntArray:
        return self.rating_counts * (self.rating_counts - 1) // 2

    @property
    def is_paired(self) -> BoolArray:
        return self.rating_counts > 1

    @property
    def total_variation(self) -> FloatArray:
        """(u,) mean over pairs, 0 to 1; 0 where fewer than two people rated."""
        return self.variation_sums / np.maximum(self.pair_counts, 1) / WHOLE

    @property
    def earth_movers(self) -> FloatArray:
        """(u,) mean over pairs in tier-steps; 0 where fewer than two people rated."""
        return self.step_sums / np.maximum(self.pair_counts, 1) / WHOLE

    @property
    def pence_at_stake(self) -> FloatArray:
        """(u,) money at stake in pence; a negative amount counts by its size."""
        return np.abs(self.ratings.amounts) * self.total_variation

    def within(self, points: int) -> BoolArray:
        """(u,) rated by two or more whose answers differ by at most so many points on average."""
        return self.is_paired & (self.variation_sums <= self.pair_counts * points * (WHOLE // 100))

    def of_lines(self, lines: IntArray) -> tuple[ProjectDisagreement, ...]:
        """Readable values for some projects, by their positions, in that order."""
        variation, steps = self.total_variation.tolist(), self.earth_movers.tolist()
        pence, at_stake = self.ratings.amounts.tolist(), self.pence_at_stake.tolist()
        counts, contested = self.rating_counts.tolist(), self.is_contested.tolist()
        return tuple(
            ProjectDisagreement(
                project=self.ratings.projects[line],
                amount=in_pounds(pence[line]),
                rating_count=counts[line],
                total_variation=variation[line] if counts[line] > 1 else None,
                earth_movers=steps[line] if counts[line] > 1 else None,
                money_at_stake=in_pounds(round(at_stake[line])) if counts[line] > 1 else None,
                word=self._word(line) if counts[line] > 1 else None,
                is_contested=contested[line],
            )
            for line in lines.tolist()
        )

    def of_all(self) -> tuple[ProjectDisagreement, ...]:
        return self.of_lines(np.arange(len(self.ratings.projects)))

    def _word(self, line: int) -> AgreementWord:
        if self.variation_sums[line] <= self.pair_counts[line] * WHOLE / 4:
            return AgreementWord.AGREE
        if self.step_sums[line] <= self.variation_sums[line] * 1.5:
            return AgreementWord.ADJACENT
        return AgreementWord.SPLIT


def measure_disagreement(ratings: Ratings) -> Disagreement:
    """Pairwise distances inside every project, by sorting."""
    count = len(ratings.projects)
    variation, steps = (
        pair_sums(distance.coordinates(ratings.shares), ratings.project_index, count)
        for distance in (Distance.WHICH_TIER, Distance.ORDERED)
    )
    return Disagreement(ratings, ratings.rating_counts, variation, steps, _contested(ratings))


def _contested(ratings: Ratings) -> BoolArray:
    """Two camps: of eight or more, three put most money early and three put most money late.

    After the disagreement rule of the RAND/UCLA Appropriateness Method, with upstream and midstream
    as one end and downstream and acute as the other. Exactly half the money is in neither camp.
    """
    early = ratings.counted_in(HeadlineMeaning.TWO_TIERS)
    count = len(ratings.projects)
    early_camp = np.bincount(ratings.project_index[early > 0.5], minlength=count)
    late_camp = np.bincount(ratings.project_index[early < 0.5], minlength=count)
    enough = ratings.rating_counts >= CONTESTED_FROM
    return enough & (early_camp >= CAMP) & (late_camp >= CAMP)


@dataclass(frozen=True, slots=True)
class MoneyAgreement:
    """Agreement by money, not by project. Figures are None where `reason` says why."""

    spend_weighted: float | None  # 1 - money-weighted disagreement / what chance would give
    within_10_points: float | None  # share of the money rated twice or more
    within_25_points: float | None
    money: Decimal  # rated twice or more, amounts by their size
    project_count: int  # rated twice or more
    distance: Distance
    reason: str


def measure_money_agreement(disagreement: Disagreement, chance: float | None) -> MoneyAgreement:
    """Spend-weighted agreement and the share of double-rated money within 10 and 25 points.

    `chance` is alpha's expected disagreement under total variation. "Within 10 points" means that
    two assessors of the project, taken at random, put at most 10 % of it in different tiers.
    """
    paired = disagreement.is_paired
    pence = np.abs(disagreement.ratings.amounts) * paired
    total = int(pence.sum())

    def share(chosen: BoolArray) -> float | None:
        return int(pence[chosen].sum()) / total if total else None

    observed = float(disagreement.pence_at_stake.sum()) / total if total else 0
    return MoneyAgreement(
        spend_weighted=1 - observed / chance if total and chance else None,
        within_10_points=share(disagreement.within(10)),
        within_25_points=share(disagreement.within(25)),
        money=in_pounds(total),
        project_count=int(paired.sum()),
        distance=Distance.WHICH_TIER,
        reason=_why_no_money_agreement(total, chance),
    )


def _why_no_money_agreement(total: int, chance: float | None) -> str:
    if not total:
        return "Not enough overlap: no money was rated by two people."
    return "" if chance else "Not defined: every answer is the same."
