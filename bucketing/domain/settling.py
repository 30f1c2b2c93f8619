"""What is left to settle: what agrees already, what the room should talk about, and what it moves.

The reading of one workshop through `reconciliation`: the queue goes by money at stake, ties by
disagreement; everything within the tolerance, and everything rated once, can settle by the rule.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bucketing.domain.disagreement import ProjectDisagreement, measure_disagreement
from bucketing.domain.judgements import Judged, Judgements
from bucketing.domain.rated import ratings_of
from bucketing.domain.reconciliation import (
    HeadlineReach,
    RuleSettlement,
    effects_on_headline,
    measure_reach,
    reconciliation_queue,
    settle_by_rule,
)
from bucketing.domain.shares import Shares
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


class Settling:
    """All rated projects of a workshop by what is to be done about them.

    The tolerance is in points of mean pairwise total variation.
    """

    def __init__(self, judgements: Judgements, *, tolerance: int) -> None:
        self._by_id: dict[Hashable, Judged] = {
            each.project.id: each for each in judgements.judged if each.weights
        }
        self._settled: dict[Hashable, Shares] = {
            key: Shares(*each.settlement.shares)
            for key, each in self._by_id.items()
            if each.settlement
        }
        self._ratings = ratings_of(
            [each.project for each in self._by_id.values()],
            judgements.counted,
            rule=judgements.consensus_rule,
        )
        self._disagreement = measure_disagreement(self._ratings)
        self.tolerance = tolerance
        self.unrated = tuple(each for each in judgements.judged if not each.weights)

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """What the room should talk about, most money at stake first."""
        queue = reconciliation_queue(
            self._disagreement, settled=self._settled, tolerance=self.tolerance
        )
        return tuple(Dispute(self._by_id[each.project], each) for each in queue)

    @cached_property
    def by_rule(self) -> RuleSettlement:
        """What would settle by the rule now."""
        return self.at(self.tolerance)

    def at(self, tolerance: int) -> RuleSettlement:
        """What would settle by the rule at another tolerance."""
        return settle_by_rule(self._disagreement, tolerance, settled=self._settled)

    def place_of(self, project_id: int) -> int | None:
        """Where a project stands in the queue, from 0; None where it is not in it."""
        places = (n for n, each in enumerate(self.disputes) if each.judged.project.id == project_id)
        return next(places, None)

    @property
    def settled(self) -> tuple[Judged, ...]:
        return tuple(self._by_id[key] for key in self._settled)

    def find(self, project_id: int) -> Dispute | None:
        """One rated project, settled or not."""
        if project_id not in self._by_id:
            return None
        line = self._ratings.projects.index(project_id)
        (measured,) = self._disagreement.of_lines(np.array([line]))
        return Dispute(self._by_id[project_id], measured)

    def reach(self, meaning: HeadlineMeaning) -> HeadlineReach:
        """The headline now and how far the open projects can still move it."""
        return measure_reach(self._disagreement, meaning, settled=self._settled)

    def effects(
        self, project_id: int, outcomes: Sequence[Shares], meaning: HeadlineMeaning
    ) -> tuple[float | None, ...]:
        """How far the headline moves (as a fraction) for each way of settling one project."""
        return effects_on_headline(
            self._ratings, meaning, project_id, outcomes, settled=self._settled
        )
