"""The settling screen in words: the queue, one project's answers, and what each way would do."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from bucketing.domain.clock import Phase
from bucketing.domain.judgements import GivenRating, Judged
from bucketing.domain.settling import Dispute, Overview
from bucketing.domain.shares import Shares, largest_remainder
from bucketing.domain.tiers import TIERS, Tier
from bucketing.models import Stage, Workshop

QUESTIONS: dict[frozenset[Tier], str] = {
    frozenset({Tier.UPSTREAM, Tier.MIDSTREAM}): "is it open to all, or are people chosen for risk?",
    frozenset({Tier.MIDSTREAM, Tier.DOWNSTREAM}): (
        "are the people at risk, or do they have the problem already?"
    ),
    frozenset({Tier.DOWNSTREAM, Tier.ACUTE}): (
        "does it change what happens next, or cope with what is there?"
    ),
}
FAR_APART = "what is this meant to do, and for whom?"


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the picture. Unnamed unless the room agreed to names."""

    label: str
    shares: tuple[int, int, int, int]
    note: str
    is_unsure: bool
    before: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What settling one way does to the headline, as a fraction and in points."""

    words: str
    tier: str
    share: float
    points: float

    @property
    def change(self) -> str:
        if abs(self.points) < 0.05:
            return "as it stands"
        return f"{'+' if self.points > 0 else '−'}{abs(self.points):.1f} points"


def answers_of(
    dispute: Dispute, notes: dict[int, str], names: dict[int, str], earlier: list[GivenRating]
) -> list[Answer]:
    """The answers from earliest to latest tier, so that where people part is seen at once."""
    before = {rating.seat_id: rating.shares for rating in earlier}
    ordered = sorted(dispute.judged.ratings, key=lambda rating: _lateness(rating.shares))
    return [
        Answer(
            label=names.get(rating.seat_id, f"Person {number}"),
            shares=rating.shares,
            note=notes.get(rating.id, ""),
            is_unsure=rating.confidence == "unsure",
            before=before.get(rating.seat_id),
        )
        for number, rating in enumerate(ordered, start=1)
    ]


def question_between(dispute: Dispute) -> str:
    """The one question of the ladder that separates the two ends of the answers."""
    main = sorted(
        (Shares(*rating.shares).main_tier for rating in dispute.judged.ratings),
        key=lambda tier: tier.position,
    )
    if not main or main[0] is main[-1]:
        return "how much of the money goes to the second tier?"
    return QUESTIONS.get(frozenset({main[0], main[-1]}), FAR_APART)


def effects_of(overview: Overview, dispute: Dispute) -> list[Effect]:
    """The headline if the earliest answer, the consensus, or the latest answer were taken."""
    now = overview.reach.now
    if now is None or not dispute.judged.ratings:
        return []
    ordered = sorted((rating.shares for rating in dispute.judged.ratings), key=_lateness)
    ways = {
        "as the earliest answer says": Shares(*ordered[0]),
        "at the consensus": consensus_of(dispute.judged),
        "as the latest answer says": Shares(*ordered[-1]),
    }
    moves = overview.effects(dispute.judged, ways.values())
    return [
        Effect(words, shares.main_tier, now + move, 100 * move)
        for (words, shares), move in zip(ways.items(), moves, strict=True)
        if move is not None
    ]


def consensus_of(judged: Judged) -> Shares:
    """What the project comes to just now, in basis points."""
    weights = judged.weights or (0, 0, 0, 0)
    return Shares.from_fractions([Fraction(part, sum(weights)) for part in weights])


def whole_consensus(judged: Judged) -> dict[str, int]:
    """The consensus in whole per cents by tier, to start a form from."""
    return whole_per_cents(consensus_of(judged))


def whole_per_cents(shares: Shares) -> dict[str, int]:
    """Whole per cents by tier that add to 100."""
    return dict(zip(TIERS, largest_remainder(100, shares.as_fractions), strict=True))


def meter_of(overview: Overview) -> dict[str, Any]:
    """What is left, in one line: projects, money at stake, how far the headline can still move."""
    reach = overview.reach
    swing = 0.0
    if reach.now is not None and reach.lowest is not None and reach.highest is not None:
        swing = max(reach.now - reach.lowest, reach.highest - reach.now)
    return {
        "left": len(overview.queue),
        "at_stake": overview.at_stake,
        "swing": f"{swing * 100:.1f}",
    }


def is_time_up(stage: Stage | None, now: datetime) -> bool:
    """Whether the time for settling has run out, so that the rest may be settled by the rule."""
    return stage is not None and stage.kind == "reconciling" and stage.phase(now) is Phase.TIME_UP


def tier_labels(workshop: Workshop) -> dict[str, str]:
    """What this workshop's criteria call the tiers."""
    tiers = workshop.criteria_set.content.get("tiers", [])
    return {tier["code"]: tier["label"] for tier in tiers}


def _lateness(shares: tuple[int, int, int, int]) -> int:
    return sum(position * share for position, share in enumerate(shares))
