"""What is left to settle: what agrees already, what the room should talk about, and what it moves.

The reconciliation queue goes by money at stake, ties by disagreement. Everything within the
tolerance, and everything rated once, can settle by the rule in one act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bucketing.domain.disagreement import ProjectDisagreement, measure_disagreement
from bucketing.domain.judgements import Judged, Judgements
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import WHOLE, Shares
from bucketing.domain.tiers import HeadlineMeaning


@dataclass(frozen=True, slots=True)
class Dispute:
    """One project with its answers and how far they lie apart."""

    judged: Judged
    measured: ProjectDisagreement

    @property
    def points_apart(self) -> int:
        """Mean over pairs: of every £100, how much two people put in different tiers."""
        return round(100 * (self.measured.total_variation or 0))

    @property
    def at_stake(self) -> Decimal:
        return self.measured.money_at_stake or Decimal(0)

    @property
    def urgency(self) -> tuple[Decimal, float]:
        return (-self.at_stake, -(self.measured.disagreement or 0))


@dataclass(frozen=True, slots=True)
class Settling:
    """All judged projects of a workshop by what is to be done about them."""

    disputes: tuple[Dispute, ...]
    agreed: tuple[Dispute, ...]
    rated_once: tuple[Dispute, ...]
    settled: tuple[Dispute, ...]
    unrated: tuple[Judged, ...]

    @property
    def known(self) -> tuple[Dispute, ...]:
        """Every project that has a split, settled or not."""
        return (*self.disputes, *self.agreed, *self.rated_once, *self.settled)

    def find(self, project_id: int) -> Dispute | None:
        return next((each for each in self.known if each.judged.project.id == project_id), None)

    @property
    def at_stake(self) -> Decimal:
        return sum((dispute.at_stake for dispute in self.disputes), Decimal(0))

    @property
    def known_pence(self) -> int:
        return sum(each.judged.project.pence for each in self.known)

    def share(self, meaning: HeadlineMeaning) -> float | None:
        """The early action share of the money that has a split, 0 to 1."""
        if self.known_pence <= 0:
            return None
        counted = sum(each.judged.project.pence * _counted(each, meaning) for each in self.known)
        return counted / self.known_pence

    def share_if(
        self, dispute: Dispute, shares: Sequence[int], meaning: HeadlineMeaning
    ) -> float | None:
        """The headline if this project were settled at these shares (any scale)."""
        now = self.share(meaning)
        if now is None:
            return None
        difference = _fraction(shares, meaning) - _counted(dispute, meaning)
        return now + difference * dispute.judged.project.pence / self.known_pence

    def swing(self, meaning: HeadlineMeaning) -> tuple[float, float]:
        """How far the headline can still fall and rise if every dispute goes to one of its ends.

        The ends are the answers given, so this is a bound for what discussion among those answers
        can do, not a confidence interval.
        """
        if self.known_pence <= 0:
            return (0.0, 0.0)
        down = up = 0.0
        for dispute in self.disputes:
            ends = [_fraction(rating.shares, meaning) for rating in dispute.judged.ratings]
            now, weight = _counted(dispute, meaning), dispute.judged.project.pence
            down += (min(ends) - now) * weight
            up += (max(ends) - now) * weight
        return (down / self.known_pence, up / self.known_pence)


def sort_out(judgements: Judgements, *, tolerance: int) -> Settling:
    """Divide the judged projects by the tolerance, in points of mean pairwise total variation."""
    rated = [each for each in judgements.judged if each.weights]
    measured = _measure(rated)
    unsettled = [each for each in measured if each.judged.settlement is None]
    overlapping = [each for each in unsettled if not each.measured.is_rated_once]
    by_urgency = sorted(overlapping, key=lambda each: each.urgency)
    return Settling(
        disputes=tuple(each for each in by_urgency if not _agrees(each, tolerance)),
        agreed=tuple(each for each in by_urgency if _agrees(each, tolerance)),
        rated_once=tuple(each for each in unsettled if each.measured.is_rated_once),
        settled=tuple(each for each in measured if each.judged.settlement is not None),
        unrated=tuple(each for each in judgements.judged if not each.weights),
    )


def _measure(rated: Sequence[Judged]) -> list[Dispute]:
    ratings = Ratings.of(
        {each.project.id: each.project.amount for each in rated},
        (
            (each.project.id, rating.seat_id, Shares(*rating.shares))
            for each in rated
            for rating in each.ratings
        ),
    )
    measured = measure_disagreement(ratings).of_all()
    return [Dispute(judged, one) for judged, one in zip(rated, measured, strict=True)]


def _agrees(dispute: Dispute, tolerance: int) -> bool:
    variation = dispute.measured.total_variation
    return variation is not None and round(variation * WHOLE) <= tolerance * WHOLE // 100


def _counted(dispute: Dispute, meaning: HeadlineMeaning) -> float:
    return _fraction(dispute.judged.weights or (), meaning)


def _fraction(shares: Sequence[int], meaning: HeadlineMeaning) -> float:
    return sum(shares[: meaning.tier_count]) / sum(shares) if sum(shares) else 0.0
