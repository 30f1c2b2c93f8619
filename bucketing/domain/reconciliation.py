"""Which projects settle by rule, which are worth talking about, and what talking can change."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bucketing.domain.disagreement import Disagreement, ProjectDisagreement
from bucketing.domain.distances import BoolArray, FloatArray, IntArray
from bucketing.domain.headline import Settled, lines_of, take_headline_apart
from bucketing.domain.ratings import Ratings
from bucketing.domain.shares import Shares, in_pounds
from bucketing.domain.tiers import TIERS, HeadlineMeaning, Tier


@dataclass(frozen=True, slots=True)
class RuleSettlement:
    """What would settle by rule at one tolerance: shown before anybody presses the button."""

    tolerance: int  # points: the mean pairwise difference that still counts as agreed
    agreed: tuple[Hashable, ...]  # rated by two or more, within the tolerance, in the order given
    rated_once: tuple[Hashable, ...]
    agreed_amount: Decimal
    rated_once_amount: Decimal
    widest: float | None  # largest mean pairwise total variation among the agreed, 0 to 1


def reconciliation_queue(
    disagreement: Disagreement, *, settled: Collection[Hashable] = (), tolerance: int = 0
) -> tuple[ProjectDisagreement, ...]:
    """Open projects by money at stake, largest first; ties by disagreement, then the order given.

    Projects rated once have nothing at stake that could be known, and agreed ones settle by rule.
    """
    return disagreement.of_lines(queue_lines(disagreement, settled=settled, tolerance=tolerance))


def queue_lines(
    disagreement: Disagreement, *, settled: Collection[Hashable] = (), tolerance: int = 0
) -> IntArray:
    """The same queue as positions among the ratings' projects."""
    open_lines = _is_open(disagreement.ratings, settled)
    lines = np.flatnonzero(open_lines & disagreement.is_paired & ~disagreement.within(tolerance))
    at_stake, steps = disagreement.pence_at_stake[lines], disagreement.earth_movers[lines]
    ordered: IntArray = lines[np.lexsort((lines, -steps, -at_stake))]
    return ordered


def settle_by_rule(
    disagreement: Disagreement, tolerance: int, *, settled: Collection[Hashable] = ()
) -> RuleSettlement:
    """Everything still open that the rule settles at this tolerance, in points (0 to 100)."""
    ratings = disagreement.ratings
    open_lines = _is_open(ratings, settled)
    agreed = np.flatnonzero(open_lines & disagreement.within(tolerance))
    once = np.flatnonzero(open_lines & (disagreement.rating_counts == 1))
    widest = disagreement.total_variation[agreed]
    return RuleSettlement(
        tolerance=tolerance,
        agreed=_keys(ratings, agreed),
        rated_once=_keys(ratings, once),
        agreed_amount=_pounds(ratings, agreed),
        rated_once_amount=_pounds(ratings, once),
        widest=float(widest.max()) if len(widest) else None,
    )


@dataclass(frozen=True, slots=True)
class HeadlineReach:
    """How far a headline can still move if every open project goes to one of its own extremes."""

    meaning: HeadlineMeaning
    lowest: float | None
    now: float | None
    highest: float | None
    open_count: int
    money_at_stake: Decimal
    reason: str


def measure_reach(
    disagreement: Disagreement, meaning: HeadlineMeaning, *, settled: Settled | None = None
) -> HeadlineReach:
    """Open projects range between the answers that count least and most; the rest stand still.

    Medians re-closed to the whole may lie beyond every answer; the reach then starts from there.
    """
    ratings = disagreement.ratings
    parts = take_headline_apart(ratings, meaning, settled)
    open_lines = _is_open(ratings, settled or {}) & disagreement.is_paired
    lowest, highest = _extremes(ratings, meaning)
    down, up = (
        np.where(open_lines, parts.pence * (end - np.nan_to_num(parts.counted)), 0)
        for end in (lowest, highest)
    )
    now, total = parts.share, parts.total
    return HeadlineReach(
        meaning=meaning,
        lowest=None
        if now is None
        else now + float(np.minimum(np.minimum(down, up), 0).sum()) / total,
        now=now,
        highest=None
        if now is None
        else now + float(np.maximum(np.maximum(down, up), 0).sum()) / total,
        open_count=int(open_lines.sum()),
        money_at_stake=in_pounds(round(float(disagreement.pence_at_stake[open_lines].sum()))),
        reason=parts.reason,
    )


def effects_on_headline(
    ratings: Ratings,
    meaning: HeadlineMeaning,
    project: Hashable,
    outcomes: Collection[Shares],
    *,
    settled: Settled | None = None,
) -> tuple[float | None, ...]:
    """By how much the headline changes (fractions, signed) for each way of settling one project.

    None where there is no headline before or after. A project that nobody rated joins the total.
    """
    now = take_headline_apart(ratings, meaning, settled).share
    return tuple(
        None if now is None or then is None else then - now
        for outcome in outcomes
        for then in [
            take_headline_apart(ratings, meaning, {**(settled or {}), project: outcome}).share
        ]
    )


def effects_by_tier(
    ratings: Ratings,
    meaning: HeadlineMeaning,
    project: Hashable,
    *,
    settled: Settled | None = None,
) -> dict[Tier, float | None]:
    """The same for the four plain outcomes: everything in one tier."""
    outcomes = [Shares.whole(tier) for tier in TIERS]
    effects = effects_on_headline(ratings, meaning, project, outcomes, settled=settled)
    return dict(zip(TIERS, effects, strict=True))


def _is_open(ratings: Ratings, settled: Collection[Hashable]) -> BoolArray:
    is_open = np.ones(len(ratings.projects), dtype=bool)
    is_open[list(lines_of(ratings, settled).values())] = False
    return is_open


def _extremes(ratings: Ratings, meaning: HeadlineMeaning) -> tuple[FloatArray, FloatArray]:
    """(u,) the least and the most that any answer on each project counts; 0 where nobody rated."""
    counted = ratings.counted_in(meaning)
    lowest, highest = np.full(len(ratings.projects), 1.0), np.zeros(len(ratings.projects))
    np.minimum.at(lowest, ratings.project_index, counted)
    np.maximum.at(highest, ratings.project_index, counted)
    return np.where(ratings.rating_counts > 0, lowest, 0), highest


def _keys(ratings: Ratings, lines: IntArray) -> tuple[Hashable, ...]:
    return tuple(ratings.projects[line] for line in lines.tolist())


def _pounds(ratings: Ratings, lines: IntArray) -> Decimal:
    return in_pounds(int(ratings.amounts[lines].sum()))
