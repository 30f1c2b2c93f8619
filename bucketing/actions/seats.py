"""Taking, keeping and leaving a seat."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_room, touch_workshop
from bucketing.domain.join_codes import hash_seat_token, new_seat_token, next_seat_code
from bucketing.models import (
    Door,
    Interest,
    InterestKind,
    Lease,
    QueueEntry,
    Seat,
    SeatRole,
    StageKind,
    Workshop,
    WorkshopProject,
)

if TYPE_CHECKING:
    from assessors.models import User


@transaction.atomic
def join_workshop(
    *,
    workshop: Workshop,
    name: str,
    now: datetime,
    role: str = SeatRole.ASSESSOR,
    invited_by: "User | None" = None,
) -> tuple[Seat, str]:
    """Seat a guest. The token that comes back is theirs to keep: only its hash is stored.

    With `invited_by` the seat is kept for somebody who is not here yet, whether the door is open
    or not.
    """
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    refuse_if_over(workshop)
    if invited_by is None:
        refuse_if_shut(workshop)
        if workshop.door == Door.KNOCK:
            raise Refused("The facilitator lets people in here. Load this page again, then knock.")
    name = clean_name(name)
    if workshop.seats.present().filter(name__iexact=name).exists():
        raise Refused(
            f"Somebody is here as {name} already. Add an initial, "
            "or use your personal link to come back."
        )
    token = new_seat_token()
    seat = add_seat(
        workshop,
        role=role,
        name=name,
        token_hash=hash_seat_token(token),
        joined_at=now,
        last_seen_at=None if invited_by else now,
    )
    kind = "seat_kept" if invited_by else "seat_taken"
    log_event(workshop, kind, by=invited_by, seat=seat, now=now, name=name, role=role)
    touch_workshop(workshop)
    return seat, token


def refuse_if_over(workshop: Workshop) -> None:
    if workshop.closed_at:
        raise Refused("This workshop is over. Ask the facilitator if you expected it to be open.")


def refuse_if_shut(workshop: Workshop) -> None:
    """For those who come by themselves, with the code alone."""
    if is_closing(workshop):
        raise Refused("The workshop is closing, so nobody new can join. Ask the facilitator.")
    if workshop.door == Door.CLOSED:
        raise Refused("The door is closed. Ask the facilitator to open it, then try again.")


def clean_name(name: str) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused("Enter your name, as the others in the room know you.")
    return name


def is_closing(workshop: Workshop) -> bool:
    """Whether the room is in its last stage, in which nothing is left to do for a newcomer."""
    return workshop.stages.filter(
        kind=StageKind.CLOSE, opened_at__isnull=False, closed_at=None
    ).exists()


@transaction.atomic
def take_facilitator_seat(*, workshop: Workshop, user: "User", now: datetime) -> Seat:
    """Seat a member of the organisation as facilitator; who has a seat keeps it."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    seat = workshop.seats.filter(user=user).first()
    if seat is None:
        name = user.name or user.email
        seat = add_seat(
            workshop,
            role=SeatRole.FACILITATOR,
            name=name[:80],
            user=user,
            joined_at=now,
            last_seen_at=now,
        )
    elif seat.role == SeatRole.ASSESSOR and seat.allocations.exists():
        raise Refused(
            "You have judged projects in this workshop, so somebody else has to run it: "
            "a facilitator neither counts nor votes."
        )
    elif seat.role != SeatRole.FACILITATOR or seat.removed_at:
        seat.role, seat.removed_at = SeatRole.FACILITATOR, None
        seat.save(update_fields=["role", "removed_at"])
    log_event(workshop, "facilitator_seated", by=user, seat=seat, now=now)
    touch_workshop(workshop)
    return seat


@transaction.atomic
def hand_over(*, workshop: Workshop, to: "User", by: "User", now: datetime) -> Seat:
    """Give the room to another member of the organisation; who hands over leaves their seat."""
    if to == by:
        raise Refused("You run this workshop already. Choose somebody else.")
    # Not their own door: how they signed in is asked when they come.
    members = workshop.portfolio.organisation.memberships.reaching(workshop.portfolio_id)
    membership = members.filter(user=to, user__is_active=True).first()
    if membership is None or not membership.can_facilitate:
        raise Refused(
            "Only a facilitator or admin who may see this portfolio can take the room over."
        )
    seat = take_facilitator_seat(workshop=workshop, user=to, now=now)
    own = workshop.seats.present().filter(user=by, role=SeatRole.FACILITATOR).first()
    if own:
        remove_seat(seat=own, by=by, now=now)
    log_event(workshop, "handed_over", by=by, seat=seat, now=now)
    return seat


@transaction.atomic
def renew_seat_token(*, seat: Seat, now: datetime, by: "User | None" = None) -> str:
    """Give out a new personal link; the old one and the old device stop working."""
    token = new_seat_token()
    seat.token_hash = hash_seat_token(token)
    seat.save(update_fields=["token_hash"])
    log_event(seat.workshop, "seat_link_renewed", by=by, seat=seat, now=now)
    return token


@transaction.atomic
def rename_seat(*, seat: Seat, name: str, by: "User | None", now: datetime) -> Seat:
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused("Enter a name.")
    before, seat.name = seat.name, name
    seat.save(update_fields=["name"])
    log_event(seat.workshop, "seat_renamed", by=by, seat=seat, now=now, before=before, after=name)
    touch_workshop(seat.workshop)
    return seat


@transaction.atomic
def remove_seat(*, seat: Seat, by: "User | None", now: datetime) -> Seat:
    """Take a person out of the room. Their answers stay; what they held goes back to the queue."""
    if seat.role == SeatRole.FACILITATOR:
        others = seat.workshop.seats.present().filter(role=SeatRole.FACILITATOR).exclude(pk=seat.pk)
        if not others.select_for_update().exists():
            raise Refused("The room needs a facilitator. Hand it over first.")
    seat.removed_at = now
    seat.save(update_fields=["removed_at"])
    Lease.objects.filter(seat=seat).delete()
    log_event(seat.workshop, "seat_removed", by=by, seat=seat, now=now)
    touch_room(seat.workshop)
    return seat


@transaction.atomic
def restore_seat(*, seat: Seat, by: "User | None", now: datetime) -> Seat:
    seat.removed_at = None
    seat.save(update_fields=["removed_at"])
    log_event(seat.workshop, "seat_restored", by=by, seat=seat, now=now)
    touch_room(seat.workshop)
    return seat


@transaction.atomic
def set_answers_counted(*, seat: Seat, counted: bool, by: "User | None", now: datetime) -> Seat:
    """Deliberately leave a person's answers out of every figure, or take them back in.

    In an open round the projects they rated are handed out again, or no longer are.
    """
    if counted == (seat.excluded_at is None):
        return seat
    seat.excluded_at = None if counted else now
    seat.save(update_fields=["excluded_at"])
    for answered in (
        seat.allocations.filter(round__closed_at=None, is_late=False)
        .order_by()
        .values("round", "workshop_project")
        .distinct()
    ):
        QueueEntry.objects.filter(**answered).update(
            ratings_count=F("ratings_count") + (1 if counted else -1)
        )
    log_event(
        seat.workshop,
        "answers_counted" if counted else "answers_excluded",
        by=by,
        seat=seat,
        now=now,
    )
    touch_workshop(seat.workshop)
    return seat


def mark_seen(*, seat: Seat, now: datetime) -> None:
    """A sign of life; the board works out from it who is there."""
    Seat.objects.filter(pk=seat.pk).update(last_seen_at=now)


@transaction.atomic
def declare_interest(
    *,
    seat: Seat,
    kind: str,
    now: datetime,
    workshop_project: WorkshopProject | None = None,
    value: str = "",
    by: "User | None" = None,
) -> Interest:
    """Keep the seat away from a project, a provider or a directorate from now on."""
    if kind == InterestKind.PROJECT and workshop_project is None:
        raise Refused("Say which project you have an interest in.")
    interest, is_new = Interest.objects.get_or_create(
        seat=seat,
        kind=kind,
        workshop_project=workshop_project if kind == InterestKind.PROJECT else None,
        value="" if kind == InterestKind.PROJECT else value,
        defaults={"declared_at": now},
    )
    if is_new:
        _release_what_is_of_interest(interest)
        log_event(
            seat.workshop,
            "interest_declared",
            by=by,
            seat=seat,
            now=now,
            interest=kind,
            value=value,
        )
        touch_workshop(seat.workshop)
    return interest


@transaction.atomic
def withdraw_interest(*, interest: Interest, by: "User | None", now: datetime) -> None:
    log_event(
        interest.seat.workshop,
        "interest_withdrawn",
        by=by,
        seat=interest.seat,
        now=now,
        value=interest.value,
    )
    interest.delete()
    touch_workshop(interest.seat.workshop)


def _release_what_is_of_interest(interest: Interest) -> None:
    leases = Lease.objects.filter(seat=interest.seat)
    if interest.kind == InterestKind.PROJECT:
        leases.filter(workshop_project=interest.workshop_project).delete()
    elif interest.kind == InterestKind.PROVIDER:
        leases.filter(workshop_project__provider=interest.value).delete()
    else:
        leases.filter(workshop_project__directorate=interest.value).delete()


def add_seat(workshop: Workshop, **fields: object) -> Seat:
    # The workshop row is locked by the caller, so two people joining at once get different codes.
    code = next_seat_code(set(workshop.seats.values_list("code", flat=True)))
    return Seat.objects.create(workshop=workshop, code=code, **fields)
