"""A project's page: its money, every answer without names, and how it was settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bucketing.domain.judgements import GivenRating
from bucketing.domain.shares import SHARE_NAMES, in_pounds
from bucketing.models import Reconciliation
from reports.domain.figures import Figure
from reports.presenters.drawing import drawable

ROUNDS = {"calibration": "Calibration", "rating": "First answers", "re_vote": "Re-vote"}
METHODS = {
    "rule": "Settled by the rule",
    "re_vote": "Settled by a re-vote",
    "chair": "Decided by the chair",
    "reopened": "Reopened",
}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer. Nobody's name or code is beside it."""

    shares: tuple[int, ...]
    note: str
    confidence: str


@dataclass(frozen=True, slots=True)
class RoundOfAnswers:
    title: str
    answers: list[AnswerLine]
    counts: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A record of settling or reopening."""

    title: str
    shares: tuple[int, ...] | None
    by: str
    at: datetime
    reason: str
    precedent: str


def present_rounds(
    figure: Figure | None, ratings: Sequence[GivenRating], notes: Mapping[int, str]
) -> list[RoundOfAnswers]:
    """By round, answers from the earliest tier to the latest, so that order tells nothing."""
    rounds: dict[int, list[GivenRating]] = {}
    for rating in ratings:
        rounds.setdefault(rating.round_id, []).append(rating)
    counted = set(figure.judged.ratings) if figure else set()
    return [
        RoundOfAnswers(
            title=ROUNDS[group[0].round_kind],
            answers=[
                AnswerLine(r.shares, notes.get(r.id, ""), r.confidence)
                for r in sorted(group, key=lambda r: r.shares, reverse=True)
            ],
            counts=any(rating in counted for rating in group),
        )
        for group in rounds.values()
    ]


def present_steps(history: Sequence[Reconciliation], roles: Mapping[int, str]) -> list[Step]:
    return [
        Step(
            title=METHODS[record.method],
            shares=tuple(record.shares) if record.shares else None,
            by=_by(record, roles),
            at=record.decided_at,
            reason=record.reason,
            precedent=record.precedent.text if record.precedent else "",
        )
        for record in history
    ]


def _by(record: Reconciliation, roles: Mapping[int, str]) -> str:
    if record.decided_by is None:
        return ""
    role = roles.get(record.decided_by.pk, "no longer a member")
    return f"{record.decided_by.display_name}, {role}"


def amounts_of(figure: Figure | None) -> list[Decimal] | None:
    return drawable(figure.tiers) if figure and figure.tiers else None


def tier_lines(figure: Figure | None, names: Mapping[str, str]) -> list[tuple[str, str, Decimal]]:
    """Code, name and pounds of each tier; empty where nobody rated it."""
    if figure is None or figure.tiers is None:
        return []
    return [
        (code, names[code], in_pounds(pence))
        for code, pence in zip(SHARE_NAMES, figure.tiers, strict=True)
    ]
