"""Why a seat holds nothing: three different things that people want told apart."""

from datetime import datetime
from enum import StrEnum

from django.db.models import F

from bucketing.domain.queue import EVERYBODY
from bucketing.models import QueueEntry, Round, Seat
from bucketing.queries.within_reach import projects_in_reach


class Left(StrEnum):
    SOMETHING = "something"
    FINISHED = "finished"
    WAITING = "waiting"
    NOTHING_FOR_YOU = "nothing_for_you"


def what_is_left(seat: Seat, round: Round, now: datetime) -> Left:
    """Asked only when the seat was given nothing; says nothing of anybody's answers."""
    unfinished = QueueEntry.objects.filter(round=round, ratings_count__lt=F("ratings_wanted"))
    if projects_in_reach(seat, round, now, look_at=1).waiting:
        return Left.WAITING
    if unfinished.filter(ratings_wanted__gte=EVERYBODY).exists():
        return Left.FINISHED
    return Left.NOTHING_FOR_YOU if unfinished.exists() else Left.FINISHED
