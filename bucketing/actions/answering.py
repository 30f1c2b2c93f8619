"""Saving an answer and handing out what comes next, in one transaction: it happens every second."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bucketing.actions.allocations import Answer, add_allocation
from bucketing.actions.events import touch_workshop
from bucketing.actions.leases import (
    HandedOut,
    hold_seat,
    lease_size,
    release_all_but,
    renew_and_top_up,
    with_texts,
)
from bucketing.domain.clock import Phase
from bucketing.models import Round, Seat
from bucketing.pipeline import pipeline
from bucketing.queries.seat_room import judges


@dataclass(frozen=True, slots=True)
class OnPage:
    """What an assessor's page says of the projects it has.

    Of `known` it has the texts; `put_off` are to come later; `in_hand` are in front of the person
    or answered and on their way.
    """

    known: Collection[int] = ()
    put_off: Collection[int] = ()
    in_hand: Collection[int] = ()


def answer_and_go_on(
    *,
    seat: Seat,
    round: Round,
    workshop_project_id: int,
    answer: Answer,
    page: OnPage,
    now: datetime,
) -> list[HandedOut]:
    """Record the answer as `record_allocation` does, then hand out as `go_on` does."""
    with pipeline(), transaction.atomic():
        hold_seat(seat)
        add_allocation(seat, round, workshop_project_id, answer, now)
        leases = _hand_out(seat, round, page, now)
        # Last, so that whoever else answers waits for this row as briefly as can be.
        touch_workshop(seat.workshop)
    return with_texts(leases, page.known)


def go_on(*, seat: Seat, round: Round, page: OnPage, now: datetime) -> list[HandedOut]:
    """What the seat holds now: renewed and topped up, or once time is up only what is in hand."""
    with pipeline(), transaction.atomic():
        hold_seat(seat)
        leases = _hand_out(seat, round, page, now)
    return with_texts(leases, page.known)


def _hand_out(seat: Seat, round: Round, page: OnPage, now: datetime) -> list[HandedOut]:
    if not judges(seat):
        return []
    if round.phase(now) is Phase.TIME_UP:
        release_all_but(seat=seat, round=round, workshop_project_ids=page.in_hand)
    return renew_and_top_up(seat, round, now, size=lease_size(seat), avoid=page.put_off)
