"""What the big screen needs: the stages, the coverage, and how many people are here."""

from dataclasses import dataclass
from datetime import datetime

from bucketing.domain.presence import GONE_AFTER
from bucketing.domain.progress import RoomLedger
from bucketing.models import Stage, Workshop
from bucketing.queries.progress import load_ledger


@dataclass(frozen=True, slots=True)
class BigScreenFacts:
    stages: list[Stage]
    ledger: RoomLedger
    here_count: int


def load_big_screen(workshop: Workshop, now: datetime) -> BigScreenFacts:
    here = workshop.seats.present().assessors().filter(last_seen_at__gte=now - GONE_AFTER)
    return BigScreenFacts(
        stages=list(workshop.stages.all()), ledger=load_ledger(workshop), here_count=here.count()
    )
