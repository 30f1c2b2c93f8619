"""Which answers count for a project, and what they come to: the one place that says so.

A recorded settlement counts before anything else. Without one, the answers do: those of the latest
re-vote that is over, else those of the rating round, else those of calibration. Nobody's answer
counts twice, and a project without any stays unrated.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from bucketing.domain.shares import in_pounds

SplitPoints = tuple[int, int, int, int]
"""Four basis points in tier order; the database holds them to 10,000."""

Weights = tuple[int, int, int, int]
"""Four whole numbers in proportion to the shares: their sum is the whole, so nothing is rounded."""

# Later kinds of round count before earlier ones.
RATING_KINDS = ("calibration", "rating", "re_vote")


class JudgedProject(NamedTuple):
    """A frozen project of the workshop with what tables group it by. `pence` is its amount."""

    id: int
    project_id: int | None
    parent_id: int | None
    reference: str
    name: str
    pence: int
    rank: int
    left_out: str
    is_for_calibration: bool
    provider: str
    directorate: str
    theme: str
    place: str
    funder: str
    beneficiary: str
    duty: str
    nature: str
    funding_source: str
    funding_route: str
    attributes: Mapping[str, Any]

    @property
    def amount(self) -> Decimal:
        return in_pounds(self.pence)


class GivenRating(NamedTuple):
    """One assessor's latest answer on one project in one round; times only where they were asked for."""

    id: int
    project_id: int
    seat_id: int
    seat_code: str
    round_id: int
    round_kind: str
    shares: SplitPoints
    confidence: str
    seconds: int | None
    answered_at: datetime | None


class Settlement(NamedTuple):
    """The standing record of how a project was settled."""

    id: int
    project_id: int
    method: str
    shares: SplitPoints
    rule: str
    reason: str
    ratings_count: int
    decided_by_id: int | None
    decided_at: datetime
    round_id: int | None
    precedent: str


class Judged(NamedTuple):
    """What a project comes to. `settled_by` is rule, re_vote, chair, ratings or unrated."""

    project: JudgedProject
    ratings: tuple[GivenRating, ...]
    settlement: Settlement | None
    weights: Weights | None

    @property
    def settled_by(self) -> str:
        if self.settlement is not None:
            return self.settlement.method
        return "ratings" if self.ratings else "unrated"


@dataclass(frozen=True)
class Judgements:
    """All that a workshop knows about its projects at one moment, as plain values.

    `projects` come largest first and hold those left out too; `ratings` are every answer that can
    count, from every round. Answers given too late and those of excluded seats are not here.
    """

    consensus_rule: str
    projects: tuple[JudgedProject, ...]
    ratings: tuple[GivenRating, ...]
    settlements: Mapping[int, Settlement]
    over_re_votes: frozenset[int]

    @cached_property
    def counted(self) -> dict[int, tuple[GivenRating, ...]]:
        """The answers that count, by project; a project nobody rated is not in it."""
        return counting_ratings(self.ratings, self.over_re_votes)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Every project that is judged, with what it comes to."""
        return tuple(self.judge(project) for project in self.projects if not project.left_out)

    @property
    def left_out(self) -> tuple[JudgedProject, ...]:
        """Projects whose money is not judged. One replaced by its parts is counted by its parts."""
        return tuple(p for p in self.projects if p.left_out and p.left_out != "split")

    def judge(self, project: JudgedProject) -> Judged:
        ratings = self.counted.get(project.id, ())
        settlement = self.settlements.get(project.id)
        if settlement is not None:
            return Judged(project, ratings, settlement, settlement.shares)
        weights = consensus_weights([r.shares for r in ratings], self.consensus_rule)
        return Judged(project, ratings, None, weights)


def counting_ratings(
    ratings: Iterable[GivenRating], over_re_votes: Collection[int]
) -> dict[int, tuple[GivenRating, ...]]:
    """By project, the answers of the latest kind of round that has any; one for each person.

    A re-vote replaces earlier answers once it is over; of several the latest does. Ratings must
    come in the order in which they were given.
    """
    found: dict[int, tuple[GivenRating, ...]] = {}
    by_round: dict[int, list[GivenRating]] = {}
    for rating in ratings:
        by_round.setdefault(rating.round_id, []).append(rating)
    levels: dict[tuple[int, int], list[GivenRating]] = {}
    for group in by_round.values():
        standing = _standing(group[0], over_re_votes)
        if standing is not None:
            levels.setdefault(standing, []).extend(group)
    for standing in sorted(levels, reverse=True):
        for project, answers in _by_project(levels[standing]).items():
            found.setdefault(project, answers)
    return found


def _by_project(ratings: Iterable[GivenRating]) -> dict[int, tuple[GivenRating, ...]]:
    """Of each person the answer given last."""
    groups: dict[int, dict[int, GivenRating]] = {}
    for rating in ratings:
        groups.setdefault(rating.project_id, {})[rating.seat_id] = rating
    return {project: tuple(by_seat.values()) for project, by_seat in groups.items()}


def _standing(rating: GivenRating, over_re_votes: Collection[int]) -> tuple[int, int] | None:
    """How an answer's round ranks against others; None while its re-vote is under way."""
    if rating.round_kind != "re_vote":
        return RATING_KINDS.index(rating.round_kind), 0
    if rating.round_id not in over_re_votes:
        return None
    return RATING_KINDS.index("re_vote"), rating.round_id


def consensus_weights(splits: list[SplitPoints], rule: str) -> Weights | None:
    """Whole numbers in proportion to the consensus by mean or median; None where nobody rated.

    Sums stand for means and doubled medians for medians, so no share is rounded. Where every median
    is nought there is nothing to re-close and the mean is used.
    """
    if not splits:
        return None
    if len(splits) == 1:
        return splits[0]
    columns = tuple(zip(*splits, strict=True))
    if rule == "median":
        upstream, midstream, downstream, acute = (_doubled_median(column) for column in columns)
        if upstream or midstream or downstream or acute:
            return upstream, midstream, downstream, acute
    return sum(columns[0]), sum(columns[1]), sum(columns[2]), sum(columns[3])


def _doubled_median(values: tuple[int, ...]) -> int:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return 2 * ordered[middle]
    return ordered[middle - 1] + ordered[middle]
