"""The records of a workshop."""

from bucketing.models.allocation import Allocation, Confidence, Pass, PassReason
from bucketing.models.criteria import CriteriaSet
from bucketing.models.event import WorkshopEvent
from bucketing.models.knock import Knock
from bucketing.models.round import Lease, QueueEntry, Round, RoundKind
from bucketing.models.seat import Interest, InterestKind, Seat, SeatRole
from bucketing.models.settling import Precedent, Reconciliation, ReconciliationMethod
from bucketing.models.workshop import (
    Door,
    LeftOut,
    Stage,
    StageKind,
    Workshop,
    WorkshopProject,
)

__all__ = [
    "Allocation",
    "Confidence",
    "CriteriaSet",
    "Door",
    "Interest",
    "InterestKind",
    "Knock",
    "Lease",
    "LeftOut",
    "Pass",
    "PassReason",
    "Precedent",
    "QueueEntry",
    "Reconciliation",
    "ReconciliationMethod",
    "Round",
    "RoundKind",
    "Seat",
    "SeatRole",
    "Stage",
    "StageKind",
    "Workshop",
    "WorkshopEvent",
    "WorkshopProject",
]
