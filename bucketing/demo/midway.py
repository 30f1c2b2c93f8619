"""Two workshops in the middle of their work, so that pictures show a room and not a lobby."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from random import Random

from django.utils import timezone

from assessors.models import User
from bucketing.actions.seats import join_workshop
from bucketing.actions.stages import open_next_stage, reveal_round
from bucketing.actions.workshops import create_workshop
from bucketing.demo.people import SIGN_INS
from bucketing.demo.rating import rate_round
from bucketing.demo.workshops import WAITING_CODE
from bucketing.domain.plan import Plan
from bucketing.domain.scripted import CAST, ScriptedAssessor
from bucketing.models import Seat, Stage, Workshop

SECOND_NAME, SECOND_CODE = "Prevention spend 2025/26, second room", "RMT7364"
RATED_MINUTES, SETTLED_MINUTES = 9, 3


def fill_rooms() -> None:
    """Ten scripted assessors in the waiting workshop, and in a second one that settles already."""
    now = timezone.now()
    waiting = Workshop.objects.get(join_code=WAITING_CODE)
    play(_second_room(waiting, now), until="reconciling", minutes_in=SETTLED_MINUTES, now=now)
    play(waiting, until="rating", minutes_in=RATED_MINUTES, now=now)


def play(workshop: Workshop, *, until: str, minutes_in: int, now: datetime) -> None:
    """Run the stages so that the one of the kind `until` opened `minutes_in` before `now`."""
    rng = Random(f"midway {workshop.join_code}")  # noqa: S311  # made-up answers, no secret
    stages = list(workshop.stages.order_by("position"))
    before = list(takewhile(lambda stage: stage.kind != until, stages))
    opens = now - timedelta(minutes=minutes_in + sum(stage.minutes for stage in before))
    seats = [
        (join_workshop(workshop=workshop, name=each.name, now=opens)[0], each) for each in CAST
    ]
    for planned in stages[: len(before) + 1]:
        stage = open_next_stage(workshop=workshop, by=None, now=opens)
        lasted = min(planned.minutes, (now - opens).total_seconds() / 60)
        _answer(stage, seats, rng, opened_at=opens, minutes=lasted)
        opens += timedelta(minutes=planned.minutes)
    Seat.objects.filter(pk__in=[seat.pk for seat, _ in seats]).update(last_seen_at=now)


def _second_room(like: Workshop, now: datetime) -> Workshop:
    """Another workshop over the same list, by the same plan."""
    workshop = create_workshop(
        portfolio=like.portfolio,
        name=SECOND_NAME,
        financial_year=like.financial_year,
        basis=like.basis,
        plan=Plan.from_json(like.plan),
        by=User.objects.get(email=SIGN_INS[1][0]),
        now=now - timedelta(days=1),
    )
    workshop.join_code = SECOND_CODE
    workshop.save(update_fields=["join_code"])
    return workshop


def _answer(
    stage: Stage,
    seats: Sequence[tuple[Seat, ScriptedAssessor]],
    rng: Random,
    *,
    opened_at: datetime,
    minutes: float,
) -> None:
    """What the assessors do in one stage, once the answers of the one before are shown."""
    for earlier in stage.workshop.rounds.filter(revealed_at=None).exclude(stage=stage):
        reveal_round(round=earlier, by=None, now=opened_at)
    for round in stage.rounds.all():
        # Whoever holds a project at the end finishes it, up to a minute later.
        rate_round(round=round, seats=seats, rng=rng, minutes=max(minutes - 1, 1))
