"""The split over the tiers so far, in pounds."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bucketing.domain.judgements import Judgements
from bucketing.domain.shares import in_pounds, largest_remainder


@dataclass(frozen=True, slots=True)
class RunningSplit:
    """Four amounts in tier order that add to `rated`; `unrated` has no answer yet."""

    amounts: list[Decimal]
    rated: Decimal
    unrated: Decimal


def running_split(judgements: Judgements) -> RunningSplit:
    exact = [Fraction(0)] * 4
    rated = unrated = 0
    for judged in judgements.judged:
        if judged.weights is None:
            unrated += judged.project.pence
            continue
        rated += judged.project.pence
        whole = sum(judged.weights)
        for tier, weight in enumerate(judged.weights):
            exact[tier] += Fraction(judged.project.pence * weight, whole)
    pence = largest_remainder(rated, [part / rated for part in exact]) if rated else (0, 0, 0, 0)
    return RunningSplit([in_pounds(part) for part in pence], in_pounds(rated), in_pounds(unrated))
