"""How the demo's room settled: by the rule where it agreed, the dearest disputes by talking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bucketing.actions.reconciling import (
    decide_by_chair,
    open_re_vote,
    settle_by_re_vote,
    settle_by_rule,
)
from bucketing.actions.stages import reveal_round
from bucketing.demo.rating import NO_TRUTH, rate_round
from bucketing.domain.distances import total_variation
from bucketing.domain.judgements import Judged
from bucketing.domain.scripted import ScriptedAssessor
from bucketing.domain.shares import Shares
from bucketing.models import Precedent, Seat, Workshop, WorkshopProject
from bucketing.queries.settled import load_judgements
from projects.demo.portfolio import true_split_of

if TYPE_CHECKING:
    from assessors.models import User

RE_VOTED, CHAIRED = 3, 10


@dataclass(frozen=True, slots=True)
class Dispute:
    """A project whose answers lie apart, and the pounds that hang on it."""

    project_id: int
    at_stake: float


def settle(
    *,
    workshop: Workshop,
    seats: Sequence[tuple[Seat, ScriptedAssessor]],
    by: "User",
    now: datetime,
    rng: Random,
) -> None:
    """Twenty minutes of reconciling from `now`, every project settled at the end."""
    judged = load_judgements(workshop).judged
    disputes = disputes_of(judged, workshop.tolerance)
    disputed = {dispute.project_id for dispute in disputes}
    agreed = [each.project.id for each in judged if each.project.id not in disputed]
    settle_by_rule(workshop=workshop, project_ids=agreed, by=by, now=now)
    projects = workshop.projects.in_bulk([dispute.project_id for dispute in disputes])
    dearest = [projects[dispute.project_id] for dispute in disputes[: RE_VOTED + CHAIRED]]
    now = _vote_again(workshop, dearest[:RE_VOTED], seats, by, now + timedelta(minutes=2), rng)
    for project in dearest[RE_VOTED:]:
        now += timedelta(seconds=rng.randint(45, 85))
        _chair(workshop, project, by, now)
    rest = [dispute.project_id for dispute in disputes[RE_VOTED + CHAIRED :]]
    if rest:
        reason = "Out of time: settled at the mean, as agreed at the start."
        settle_by_rule(workshop=workshop, project_ids=rest, by=by, now=now, reason=reason)


def disputes_of(judged: Sequence[Judged], tolerance: int) -> list[Dispute]:
    """Projects whose answers differ by more points than the tolerance, dearest first."""
    found = [
        Dispute(each.project.id, float(each.project.amount) * apart)
        for each in judged
        if (apart := _mean_apart([rating.shares for rating in each.ratings])) > tolerance / 100
    ]
    return sorted(found, key=lambda dispute: -dispute.at_stake)


def _mean_apart(answers: Sequence[tuple[int, int, int, int]]) -> float:
    splits = [Shares(*answer).as_fractions for answer in answers]
    pairs = [
        total_variation(first, second)
        for place, first in enumerate(splits)
        for second in splits[place + 1 :]
    ]
    return float(sum(pairs) / len(pairs)) if pairs else 0.0


def _vote_again(
    workshop: Workshop,
    projects: Sequence[WorkshopProject],
    seats: Sequence[tuple[Seat, ScriptedAssessor]],
    by: "User",
    now: datetime,
    rng: Random,
) -> datetime:
    """After talking, a second private vote. When it was over."""
    if not projects:
        return now
    round = open_re_vote(workshop=workshop, workshop_projects=projects, minutes=4, by=by, now=now)
    rate_round(round=round, seats=seats, rng=rng, minutes=4)
    now += timedelta(minutes=4)
    reveal_round(round=round, by=by, now=now)
    settle_by_re_vote(round=round, by=by, now=now)
    return now


def _chair(workshop: Workshop, project: WorkshopProject, by: "User", now: datetime) -> None:
    truth = true_split_of(project.reference) or NO_TRUTH
    decide_by_chair(
        workshop_projects=[project],
        shares=Shares.from_percentages(truth),
        reason=_reason(truth),
        precedent=_precedent_for(workshop, truth),
        by=by,
        now=now,
    )


def _precedent_for(workshop: Workshop, truth: Sequence[int]) -> Precedent | None:
    """The ruling on crisis work is followed where both of the later tiers are in it."""
    if min(truth[2], truth[3]) < 15:
        return None
    return workshop.precedents.filter(text__contains="tonight").first()


WORK = (
    "work that is open to everybody",
    "people picked out because of risk",
    "people who have the problem already",
    "dealing with the emergency itself",
)


def _reason(truth: Sequence[int]) -> str:
    """Where the money goes, in the words of the criteria."""
    parts = [f"{share} % on {WORK[tier]}" for tier, share in enumerate(truth) if share]
    if len(parts) == 1:
        return f"All of the money goes on {WORK[list(truth).index(100)]}."
    return f"By staff time: {', '.join(parts[:-1])} and {parts[-1]}."
