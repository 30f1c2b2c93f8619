"""Who may read a summary, and when: nobody sees answers while the room still rates."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import HttpRequest

from bucketing.access import workshop_to_read
from bucketing.models import SeatRole, Workshop
from reports.actions.api_tokens import digest_of
from reports.actions.looking import LOOK
from reports.domain.readiness import Readiness, readiness
from reports.models import ApiToken

if TYPE_CHECKING:
    from assessors.models import Membership

LOOK_LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Reading:
    """A workshop whose summary a member asked for, and whether it may be shown now."""

    workshop: Workshop
    membership: "Membership"
    readiness: Readiness
    may_read: bool
    may_look: bool
    """A facilitator may look early by a deliberate, logged act."""

    @property
    def is_early(self) -> bool:
        return self.readiness is Readiness.RATING


class Caller(NamedTuple):
    """A program, and the member for whom it reads."""

    token: ApiToken
    membership: "Membership"


def summary_to_read(request: HttpRequest, pk: int, now: datetime) -> Reading:
    """The workshop for whoever may see its portfolio; strangers get a 404."""
    workshop = workshop_to_read(request, pk)
    membership = workshop.portfolio.membership_of(request.user)
    assert membership is not None  # the door was passed
    return reading_of(workshop, membership, now)


def reading_of(workshop: Workshop, membership: "Membership", now: datetime) -> Reading:
    """Whether this member may see the summary of this workshop of their organisation now."""
    stage = _readiness(workshop)
    roles = set(
        workshop.seats.present().filter(user=membership.user_id).values_list("role", flat=True)
    )
    assesses = SeatRole.ASSESSOR in roles
    if assesses or stage is Readiness.RATING:
        may_look = membership.can_facilitate and not assesses
        has_looked = may_look and _looked(workshop, membership, now)
        may_read = stage is Readiness.CLOSED or has_looked
        return Reading(workshop, membership, stage, may_read, may_look)
    return Reading(workshop, membership, stage, may_read=True, may_look=False)


def earlier_to_read(reading: Reading, now: datetime) -> list[Workshop]:
    """Workshops of the organisation before this one whose summaries this member may read now."""
    later, membership = reading.workshop, reading.membership
    others = (
        Workshop.objects.readable_by(membership.user)
        .filter(
            Q(financial_year__lt=later.financial_year)
            | Q(financial_year=later.financial_year, created_at__lt=later.created_at),
            portfolio__organisation=membership.organisation_id,
            rehearsal_of=None,
            verifies=None,
        )
        .exclude(pk=later.pk)
    )
    in_order = others.select_related("portfolio__organisation", "criteria_set").order_by(
        "-financial_year", "-created_at"
    )
    return [each for each in in_order if reading_of(each, membership, now).may_read]


def caller_of_token(text: str) -> Caller | None:
    """Whose token this is, as long as it stands and they still belong to its organisation."""
    tokens = ApiToken.objects.standing().select_related("organisation", "user")
    token = tokens.filter(digest=digest_of(text)).first()
    membership = token.organisation.membership_of(token.user) if token else None
    return Caller(token, membership) if token and membership else None


def _readiness(workshop: Workshop) -> Readiness:
    rounds = list(workshop.rounds.values_list("kind", "opened_at", "closed_at"))
    return readiness(
        is_closed=workshop.closed_at is not None,
        open_rounds=[kind for kind, opened, closed in rounds if opened and not closed],
        closed_rounds=[kind for kind, _, closed in rounds if closed],
    )


def _looked(workshop: Workshop, membership: "Membership", now: datetime) -> bool:
    looks = workshop.events.filter(kind=LOOK, user=membership.user_id)
    return looks.filter(happened_at__gt=now - LOOK_LASTS).exists()
