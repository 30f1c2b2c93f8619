"""Two panels side by side, once the second has finished rating alone."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bucketing.domain.distances import total_variation
from bucketing.domain.judgements import Judged
from bucketing.domain.shares import Fourfold
from bucketing.domain.verification import PanelComparison, compare_panels
from bucketing.models import Workshop
from bucketing.queries.settled import load_judgements
from bucketing.queries.settling import is_ready_to_settle


@dataclass(frozen=True, slots=True)
class TwoAnswers:
    """One project as both panels see it; `apart` is a fraction of its money."""

    first: Judged
    second: Judged
    apart: float

    @property
    def money_apart(self) -> Decimal:
        return abs(self.first.project.amount) * Decimal(self.apart)


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A verification workshop; without figures while its panel is still rating."""

    workshop: Workshop
    comparison: PanelComparison | None = None
    projects: tuple[TwoAnswers, ...] = ()


def load_second_looks(first: Workshop) -> list[SecondLook]:
    """Every sample drawn from this workshop, newest first."""
    before = _by_reference(first)
    return [_compare(before, second) for second in first.verifications.order_by("-id")]


def _compare(before: dict[str, Judged], second: Workshop) -> SecondLook:
    if not is_ready_to_settle(second):
        return SecondLook(second)
    after = _by_reference(second)
    both = [(before[key], after[key]) for key in after if key in before]
    splits = {one.project.id: (_split(one), _split(other)) for one, other in both}
    comparison = compare_panels(
        {one.project.id: one.project.amount for one, _ in both},
        {key: one for key, (one, _) in splits.items()},
        {key: other for key, (_, other) in splits.items()},
    )
    rows = [
        TwoAnswers(one, other, float(total_variation(*splits[one.project.id])))
        for one, other in both
    ]
    return SecondLook(second, comparison, tuple(sorted(rows, key=lambda each: -each.money_apart)))


def _by_reference(workshop: Workshop) -> dict[str, Judged]:
    judged = load_judgements(workshop).judged
    return {each.project.reference: each for each in judged if each.weights}


def _split(judged: Judged) -> Fourfold:
    weights = judged.weights or (1, 0, 0, 0)
    upstream, midstream, downstream, acute = (Fraction(w, sum(weights)) for w in weights)
    return upstream, midstream, downstream, acute
