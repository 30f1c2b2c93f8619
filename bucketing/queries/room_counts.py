"""The two numbers beside the tabs of a workshop."""

from dataclasses import dataclass

from bucketing.models import LeftOut, Pass, PassReason, Workshop


@dataclass(frozen=True, slots=True)
class RoomCounts:
    """Assessors who have a seat, and projects that wait for the facilitator."""

    people: int
    waiting: int


def room_counts(workshop: Workshop) -> RoomCounts:
    waiting = (
        Pass.objects.filter(round__workshop=workshop, resolved_at=None)
        .exclude(reason=PassReason.INTEREST)
        .exclude(workshop_project__left_out=LeftOut.SPLIT)
        .order_by()
        .values("workshop_project")
        .distinct()
    )
    return RoomCounts(people=workshop.seats.present().assessors().count(), waiting=waiting.count())
