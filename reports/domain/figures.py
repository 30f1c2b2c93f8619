"""The figures of each project, from which everything in a report is added up."""

from decimal import Decimal
from typing import NamedTuple

from bucketing.domain.judgements import Judged, JudgedProject, Weights
from bucketing.domain.shares import in_pounds

Pence = tuple[int, int, int, int]
"""Four amounts in pence, in tier order."""


class Figure(NamedTuple):
    """One judged project. `tiers` are pence adding to its amount; None where nobody rated it.

    `disagreement` (0 to 1) and `stake` (pence that lie in different tiers) are of the first answers,
    given before any re-vote; None where fewer than two people gave any.
    """

    judged: Judged
    tiers: Pence | None
    disagreement: float | None
    stake: int | None
    first_weights: Weights | None

    @property
    def project(self) -> JudgedProject:
        return self.judged.project

    @property
    def pence(self) -> int:
        return self.judged.project.pence

    @property
    def amount_at_stake(self) -> Decimal | None:
        return None if self.stake is None else in_pounds(self.stake)

    @property
    def moved(self) -> int:
        """Pence in another tier after re-votes and settling than by the first answers."""
        before, after = self.first_weights, self.judged.weights
        if before is None or after is None or before is after or before == after:
            return 0
        apart = sum(
            abs(b / sum(before) - a / sum(after)) for b, a in zip(before, after, strict=True)
        )
        return round(abs(self.pence) * apart / 2)
