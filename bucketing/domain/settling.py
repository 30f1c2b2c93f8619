"""What is left to settle: what agrees already, what the room should talk about, and what it moves.

The reading of one workshop through `reconciliation`: the queue goes by money at stake, ties by
disagreement; everything within the tolerance, and everything rated once, can settle by the rule.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bucketing.domain.disagreement import ProjectDisagreement, measure_disagreement
from bucketing.domain.distances import IntArray
from bucketing.domain.headline import take_headline_apart
from bucketing.domain.judgements import Judged, Judgements
from bucketing.domain.rated import ratings_of
from bucketing.domain.reconciliation import (
    HeadlineReach,
    RuleSettlement,
    effects_on_headline,
    measure_reach,
    queue_lines,
    settle_by_rule,
)
from bucketing.domain.shares import WHOLE, Shares, in_pounds
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


class QueueLine(NamedTuple):
    """A line of the queue as the screen shows it."""

    project_id: int
    name: str
    money_at_stake: Decimal
    is_contested: bool


class RuleLine(NamedTuple):
    """What would settle at one tolerance, in figures. `widest` is a fraction of the money."""

    tolerance: int
    agreed_count: int
    agreed_amount: Decimal
    once_count: int
    once_amount: Decimal
    widest: float | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the settling screen shows of the whole workshop: small, so that it can be kept."""

    queue: tuple[int, ...]  # every disputed project, most money at stake first
    top: tuple[QueueLine, ...]
    at_stake: Decimal
    by_rule: RuleLine
    tolerances: tuple[RuleLine, ...]
    reach: HeadlineReach
    headline_pence: float  # the money that the headline is a share of
    settled_count: int
    unrated_count: int

    @property
    def rest_count(self) -> int:
        return len(self.queue) - len(self.top)

    def effects(self, judged: Judged, outcomes: Iterable[Shares]) -> tuple[float | None, ...]:
        """How far the headline moves (as a fraction) for each way of settling one rated project."""
        weights, counts = judged.weights, self.reach.meaning.tier_count
        if weights is None or self.headline_pence <= 0:
            return tuple(None for _ in outcomes)
        now = sum(weights[:counts]) / sum(weights)
        return tuple(
            judged.project.pence
            * (outcome.counted_in(self.reach.meaning) / WHOLE - now)
            / self.headline_pence
            for outcome in outcomes
        )


def _queue_line(dispute: Dispute) -> QueueLine:
    project, measured = dispute.judged.project, dispute.measured
    stake = measured.money_at_stake or Decimal(0)
    return QueueLine(project.id, project.name, stake, measured.is_contested)


def _rule_line(would: RuleSettlement) -> RuleLine:
    return RuleLine(
        would.tolerance,
        len(would.agreed),
        would.agreed_amount,
        len(would.rated_once),
        would.rated_once_amount,
        would.widest,
    )


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
        return self._disputes(self._queue)

    @cached_property
    def _queue(self) -> IntArray:
        return queue_lines(self._disagreement, settled=self._settled, tolerance=self.tolerance)

    def _disputes(self, lines: IntArray) -> tuple[Dispute, ...]:
        measured = self._disagreement.of_lines(lines)
        return tuple(Dispute(self._by_id[each.project], each) for each in measured)

    def overview(
        self, meaning: HeadlineMeaning, *, top: int, tolerances: Iterable[int]
    ) -> Overview:
        """What the settling screen shows beside the project that is open."""
        parts = take_headline_apart(self._ratings, meaning, self._settled)
        pence = self._disagreement.pence_at_stake[self._queue]
        projects = self._ratings.projects
        return Overview(
            queue=tuple(int(str(projects[line])) for line in self._queue.tolist()),
            top=tuple(_queue_line(each) for each in self._disputes(self._queue[:top])),
            at_stake=in_pounds(round(float(pence.sum()))),
            by_rule=_rule_line(self.by_rule),
            tolerances=tuple(
                _rule_line(self.at(points)) for points in sorted({*tolerances, self.tolerance})
            ),
            reach=self.reach(meaning),
            headline_pence=parts.total,
            settled_count=len(self._settled),
            unrated_count=len(self.unrated),
        )

    @cached_property
    def by_rule(self) -> RuleSettlement:
        """What would settle by the rule now."""
        return self.at(self.tolerance)

    def at(self, tolerance: int) -> RuleSettlement:
        """What would settle by the rule at another tolerance."""
        return settle_by_rule(self._disagreement, tolerance, settled=self._settled)

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
