"""What the settling screen shows: answers are only read here once their round is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from bucketing.domain.judgements import GivenRating, Judgements
from bucketing.domain.settling import Dispute, Overview, Settling
from bucketing.domain.tiers import HeadlineMeaning
from bucketing.models import (
    Allocation,
    Reconciliation,
    ReconciliationMethod,
    Round,
    RoundKind,
    Workshop,
)
from bucketing.queries.settled import load_judgements

MEANING = HeadlineMeaning.THREE_TIERS
"""The headline that the screen speaks of."""

ON_TOP = 20
"""As many disputes as twenty minutes can settle; the rest of the queue is a page of its own."""

TOLERANCES_SHOWN = (0, 5, 10, 15, 20, 30)
"""Points."""

KEPT_FOR = 60 * 60
"""Seconds; the key holds the workshop's revision, so nothing old is shown."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted in an open re-vote, of how many who are in the room; never how."""

    voted: int
    people: int

    @property
    def mark(self) -> str:
        return f"{self.voted}-{self.people}"


def settling_overview(workshop: Workshop) -> Overview:
    """The queue, the meter and the rule's effect; worked out once for each revision."""
    key = (
        f"settling:{workshop.pk}:{workshop.revision}:{workshop.consensus_rule}:{workshop.tolerance}"
    )
    overview: Overview | None = cache.get(key)
    if overview is None:
        _, settling = load_settling(workshop)
        overview = settling.overview(MEANING, top=ON_TOP, tolerances=TOLERANCES_SHOWN)
        cache.set(key, overview, KEPT_FOR)
    return overview


def load_dispute(workshop: Workshop, project_id: int) -> tuple[Judgements, Dispute | None]:
    """One rated project with its answers, without reading the others."""
    judgements = load_judgements(workshop, project_id=project_id)
    return judgements, Settling(judgements, tolerance=workshop.tolerance).find(project_id)


def load_settling(workshop: Workshop) -> tuple[Judgements, Settling]:
    judgements = load_judgements(workshop)
    return judgements, Settling(judgements, tolerance=workshop.tolerance)


def is_ready_to_settle(workshop: Workshop) -> bool:
    """Whether silent rating is over, so that answers may be looked at."""
    rating = workshop.rounds.filter(kind=RoundKind.RATING)
    return rating.exists() and not rating.filter(closed_at=None).exists()


def notes_of(ratings: Iterable[GivenRating]) -> dict[int, str]:
    """The notes that came with these answers, by the answer's id."""
    ids = [rating.id for rating in ratings]
    return dict(Allocation.objects.filter(pk__in=ids).exclude(note="").values_list("pk", "note"))


def seat_names(workshop: Workshop) -> dict[int, str]:
    """Names by seat, only where the room agreed to them."""
    return dict(workshop.seats.values_list("pk", "name")) if workshop.shows_names else {}


def earlier_answers(judgements: Judgements, project_id: int) -> list[GivenRating]:
    """What the people of a re-vote had answered before it; empty where there was no re-vote."""
    counted = judgements.counted.get(project_id, ())
    if not counted or counted[0].round_kind != RoundKind.RE_VOTE:
        return []
    return [
        rating
        for rating in judgements.ratings
        if rating.project_id == project_id and rating.round_kind != RoundKind.RE_VOTE
    ]


def open_re_vote_of(workshop: Workshop) -> Round | None:
    return workshop.rounds.filter(kind=RoundKind.RE_VOTE, closed_at=None).first()


def turnout_of(re_vote: Round) -> Turnout:
    """Who answered and then left still counts as a vote."""
    seats = re_vote.workshop.seats.assessors().filter(excluded_at=None)
    answered = Allocation.objects.filter(round=re_vote, is_late=False).values("seat")
    voted = seats.filter(pk__in=answered)
    return Turnout(voted.count(), (seats.present() | voted).count())


def last_re_vote_on(workshop: Workshop, project_id: int) -> Round | None:
    rounds = workshop.rounds.filter(kind=RoundKind.RE_VOTE, queue__workshop_project=project_id)
    return rounds.order_by("-id").first()


def last_batch(workshop: Workshop) -> tuple[UUID, int] | None:
    """The latest act that settled by rule and how many of its records still stand."""
    standing = Reconciliation.objects.standing().filter(
        workshop_project__workshop=workshop,
        method=ReconciliationMethod.RULE,
        batch__isnull=False,
    )
    latest = standing.order_by("-id").values_list("batch", flat=True).first()
    return (latest, standing.filter(batch=latest).count()) if latest else None
