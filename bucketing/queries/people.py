"""Everybody who has or had a seat, for the page that manages them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch

from assessors.models import Membership
from bucketing.domain.presence import PresenceState, presence_of
from bucketing.models import Interest, Seat, SeatRole, Workshop


@dataclass(frozen=True, slots=True)
class PersonInRoom:
    seat: Seat
    presence: PresenceState
    answer_count: int

    @property
    def is_assessor(self) -> bool:
        return self.seat.role == SeatRole.ASSESSOR


@dataclass(frozen=True, slots=True)
class PeopleInRoom:
    """Those with a seat, those removed, and the members who could take the room over."""

    here: list[PersonInRoom]
    removed: list[PersonInRoom]
    could_run: list[Membership]
    shut_out: set[int]
    """Users with a seat whose membership no longer reaches this portfolio, or is gone."""


def load_people(workshop: Workshop, now: datetime) -> PeopleInRoom:
    """Three queries."""
    seats = list(
        workshop.seats.annotate(answers=Count("allocations__workshop_project", distinct=True))
        .prefetch_related(
            Prefetch("interests", Interest.objects.select_related("workshop_project"))
        )
        .order_by("role", "id")
    )
    people = [_person(seat, now) for seat in seats]
    seated = {seat.user_id for seat in seats if seat.role == "facilitator" and not seat.removed_at}
    reaching = workshop.portfolio.organisation.memberships.reaching(workshop.portfolio_id)
    members = list(reaching.select_related("user"))
    return PeopleInRoom(
        here=[each for each in people if not each.seat.removed_at],
        removed=[each for each in people if each.seat.removed_at],
        could_run=[each for each in members if each.can_facilitate and each.user_id not in seated],
        shut_out={seat.user_id for seat in seats if seat.user_id}
        - {each.user_id for each in members},
    )


def _person(seat: Seat, now: datetime) -> PersonInRoom:
    presence = presence_of(
        now=now, last_seen_at=seat.last_seen_at, last_answer_at=None, working_since=None
    )
    return PersonInRoom(seat, presence, seat.answers)  # type: ignore[attr-defined]  # annotated
