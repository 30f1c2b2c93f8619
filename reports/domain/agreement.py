"""How alike the first answers were."""

from collections.abc import Sequence
from dataclasses import dataclass

from bucketing.domain.agreement import AlphaResult, measure_alpha_of_ratings
from bucketing.domain.disagreement import (
    MoneyAgreement,
    measure_disagreement,
    measure_money_agreement,
)
from bucketing.domain.distances import Distance
from bucketing.domain.judgements import Judgements, counting_ratings
from bucketing.domain.rated import ratings_of
from bucketing.domain.ratings import Ratings
from reports.domain.figures import Figure


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike the first answers were, without re-votes and without what was settled."""

    alpha: AlphaResult
    alpha_which_tier: AlphaResult
    money: MoneyAgreement
    same_tiers: float | None
    """Of the money that two or more people rated, what any two of them put in the same tiers."""


def agreement_of(
    judgements: Judgements, figures: Sequence[Figure], first: Ratings | None = None
) -> Agreement:
    """From answers of the rating round alone: calibration is practice, a re-vote a second thought.

    `first` are the first answers on these figures in arrays, where somebody has made them already.
    """
    ratings = _first_answers(judgements, figures, first)
    which = measure_alpha_of_ratings(ratings, Distance.WHICH_TIER)
    apart = measure_disagreement(ratings)
    money = measure_money_agreement(apart, which.expected)
    different = float(apart.pence_at_stake[apart.is_paired].sum())
    return Agreement(
        alpha=measure_alpha_of_ratings(ratings, Distance.ORDERED),
        alpha_which_tier=which,
        money=money,
        same_tiers=1 - different / float(money.money * 100) if money.money else None,
    )


def _first_answers(
    judgements: Judgements, figures: Sequence[Figure], first: Ratings | None
) -> Ratings:
    rows = [rating for rating in judgements.ratings if rating.round_kind == "rating"]
    if first is not None and len(rows) == len(judgements.ratings):
        return first
    return ratings_of([figure.project for figure in figures], counting_ratings(rows, ()))
