"""The door of a workshop: how it stands, who knocks, who is let in or turned away."""

from collections.abc import Collection
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from django.db import transaction

from assessors.models import AuditKind
from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_room, touch_workshop
from bucketing.actions.seats import add_seat, clean_name, refuse_if_over, refuse_if_shut
from bucketing.domain.join_codes import hash_seat_token
from bucketing.models import Door, Knock, Seat, SeatRole, Workshop
from bucketing.models.knock import MOST_WAITING

if TYPE_CHECKING:
    from assessors.models import User

DOOR_EVENTS = {
    Door.OPEN: AuditKind.DOOR_OPENED,
    Door.KNOCK: AuditKind.DOOR_KNOCKED_AT,
    Door.CLOSED: AuditKind.DOOR_CLOSED,
}


@transaction.atomic
def set_door(*, workshop: Workshop, door: str, by: "User | None", now: datetime) -> Workshop:
    """Let new people in, let them knock, or let in nobody but those who have a seat.

    Whoever waits when the door is opened comes in.
    """
    if door not in Door.values:
        raise Refused("Say whether the door is open, closed, or to be knocked at.")
    workshop.door = door
    workshop.save(update_fields=["door"])
    log_event(workshop, DOOR_EVENTS[Door(door)], by=by, now=now)
    if door == Door.OPEN and not workshop.closed_at:
        let_in(workshop=workshop, knocks=None, by=by, now=now)
    touch_room(workshop)
    return workshop


@transaction.atomic
def knock_at_door(*, workshop: Workshop, name: str, token: str, now: datetime) -> Knock | Seat:
    """Ask to be let in. A second press with the same token is the same knock, or the seat by then."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    refuse_if_over(workshop)
    refuse_if_shut(workshop)
    name, digest = clean_name(name), hash_seat_token(token)
    for asked in (workshop.seats, workshop.knocks):
        if made := asked.filter(token_hash=digest).first():
            return made
    if workshop.knocks.waiting(now).count() >= MOST_WAITING:
        raise Refused("Nobody more can wait at this door just now. Try again in a few minutes.")
    made = Knock.objects.create(workshop=workshop, name=name, token_hash=digest, knocked_at=now)
    touch_workshop(workshop)
    return made


@transaction.atomic
def let_in(
    *, workshop: Workshop, knocks: Collection[int] | None, by: "User | None", now: datetime
) -> list[Seat]:
    """Seat those who knocked, or everybody who waits; whoever a colleague let in has a seat already.

    Nobody at the door learns whose names are taken, so a second Ann becomes Ann 2.
    """
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    refuse_if_over(workshop)
    seats = [_seat(workshop, each, by, now) for each in _waiting(workshop, knocks, now)]
    if seats:
        touch_workshop(workshop)
    return seats


@transaction.atomic
def turn_away(
    *, workshop: Workshop, knocks: Collection[int] | None, by: "User | None", now: datetime
) -> int:
    """Say no to those who knocked; how many that were."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    turned = _waiting(workshop, knocks, now)
    for each in turned:
        each.turned_away_at = now
        each.save(update_fields=["turned_away_at"])
        log_event(workshop, "knock_turned_away", by=by, now=now)
    if turned:
        touch_workshop(workshop)
    return len(turned)


def forget_knocks(*, before: datetime) -> int:
    """Delete what is left of knocks from before this moment; the names go with them."""
    found, _ = Knock.objects.filter(knocked_at__lt=before).delete()
    return found


def _waiting(workshop: Workshop, knocks: Collection[int] | None, now: datetime) -> list[Knock]:
    # The workshop's row is locked by the caller, so two facilitators come one after the other.
    waiting = workshop.knocks.waiting(now)
    return list(waiting if knocks is None else waiting.filter(pk__in=knocks))


def _seat(workshop: Workshop, knock: Knock, by: "User | None", now: datetime) -> Seat:
    seat = add_seat(
        workshop,
        role=SeatRole.ASSESSOR,
        name=_free_name(workshop, knock.name),
        token_hash=knock.token_hash,
        joined_at=now,
        last_seen_at=now,
    )
    knock.delete()
    log_event(workshop, "knock_let_in", by=by, seat=seat, now=now, name=seat.name)
    return seat


def _free_name(workshop: Workshop, name: str) -> str:
    taken = {each.lower() for each in workshop.seats.present().values_list("name", flat=True)}
    wanted = (name if number == 1 else f"{name[:76]} {number}" for number in count(1))
    return next(each for each in wanted if each.lower() not in taken)
