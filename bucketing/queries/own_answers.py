"""What one seat answered itself. Nothing here reads anybody else's answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum

from bucketing.domain.clock import Phase
from bucketing.domain.presence import typical_seconds
from bucketing.models import Allocation, Lease, Pass, QueueEntry, Round, Seat

RECENT = 8


def own_answers(seat: Seat, round: Round) -> list[Allocation]:
    """The seat's latest answer on each project of the round, oldest first."""
    return list(
        Allocation.objects.filter(seat=seat, round=round)
        .latest_of_each()
        .select_related("workshop_project")
        .order_by("id")
    )


def own_answer(seat: Seat, round: Round, workshop_project_id: int) -> Allocation | None:
    return (
        Allocation.objects.filter(seat=seat, round=round, workshop_project=workshop_project_id)
        .order_by("id")
        .last()
    )


def own_passes(seat: Seat, round: Round) -> list[Pass]:
    """Projects that the seat could not judge and has not answered since."""
    answered = Allocation.objects.filter(seat=seat, round=round).values("workshop_project")
    return list(
        Pass.objects.filter(seat=seat, round=round)
        .exclude(workshop_project__in=answered)
        .select_related("workshop_project")
    )


def held_leases(seat: Seat, round: Round, now: datetime) -> list[Lease]:
    """What the seat holds, in the order in which it was given; reading renews nothing."""
    return list(
        Lease.objects.filter(seat=seat, round=round)
        .held(now)
        .select_related("workshop_project")
        .order_by("leased_at", "id")
    )


def may_open(seat: Seat, round: Round, workshop_project_id: int) -> bool:
    """Whether the project was this seat's to judge in the round: given, answered or passed."""
    mine = {"seat": seat, "round": round, "workshop_project": workshop_project_id}
    return (
        Allocation.objects.filter(**mine).exists()
        or Lease.objects.filter(**mine).exists()
        or Pass.objects.filter(**mine).exists()
    )


@dataclass(frozen=True, slots=True)
class OwnRound:
    """What the seat said in one round. Answers that came too late say so themselves."""

    round: Round
    answers: list[Allocation]
    passes: list[Pass]


def own_rounds(seat: Seat) -> list[OwnRound]:
    """Every round in which the seat said anything, the latest first."""
    rounds = Round.objects.filter(workshop=seat.workshop_id).select_related("stage")
    said = [
        OwnRound(each, own_answers(seat, each), own_passes(seat, each))
        for each in rounds.order_by("-id")
    ]
    return [each for each in said if each.answers or each.passes]


@dataclass(frozen=True, slots=True)
class OwnProgress:
    """How many projects the seat is done with, and its pace beside the one the plan needs.

    A project that it could not judge is done as well: the page counts it so at once.
    """

    done: int
    own_seconds: float | None
    wanted_seconds: float


def own_progress(seat: Seat, round: Round, now: datetime) -> OwnProgress:
    mine = Allocation.objects.filter(seat=seat, round=round)
    recent = mine.filter(seconds__isnull=False).order_by("-id").values_list("seconds", flat=True)
    seconds = [float(each) for each in recent[:RECENT] if each]
    return OwnProgress(
        done=_done_count(seat, round),
        own_seconds=typical_seconds(list(reversed(seconds))),
        wanted_seconds=_wanted_seconds(round) if round.phase(now) is Phase.RUNNING else 0.0,
    )


def _done_count(seat: Seat, round: Round) -> int:
    """Projects answered or passed, in one query."""
    answered = Allocation.objects.filter(seat=seat, round=round).values("workshop_project")
    passed = Pass.objects.filter(seat=seat, round=round).values("workshop_project")
    return answered.order_by().union(passed.order_by()).count()


def _wanted_seconds(round: Round) -> float:
    """Seconds that the plan leaves each of the room's assessors for one judgement.

    It rests on the plan and the number of seats, never on how far the others are.
    """
    wanted = QueueEntry.objects.filter(round=round, ratings_wanted__lt=100).aggregate(
        total=Sum(F("ratings_wanted"))
    )["total"]
    people = round.workshop.seats.present().assessors().count()
    return round.stage.minutes * 60 * people / wanted if wanted else 0.0
