"""The object that this person may have: 404 for strangers, 403 for readers who try to write."""

from typing import TYPE_CHECKING

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bucketing.domain.join_codes import clean_join_code, hash_seat_token
from bucketing.models import Round, Seat, SeatRole, Workshop
from bucketing.queries.answering import seat_and_round

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from assessors.models import Membership

SEAT_COOKIE = "seat-{code}"
POLL_SALT = "bucketing.poll"
POLL_TICKET_SECONDS = 24 * 60 * 60


def workshop_to_read(request: HttpRequest, pk: int) -> Workshop:
    """A workshop of a portfolio that the user may see, in whatever role."""
    workshop = get_object_or_404(
        Workshop.objects.select_related("portfolio__organisation", "criteria_set"), pk=pk
    )
    _membership(request, workshop)
    return workshop


def workshop_to_plan(request: HttpRequest, pk: int) -> Workshop:
    """A workshop that the user may prepare or take over, as a facilitator or admin."""
    workshop = get_object_or_404(
        Workshop.objects.select_related("portfolio__organisation", "criteria_set"), pk=pk
    )
    if not _membership(request, workshop).can_facilitate:
        raise PermissionDenied
    return workshop


def workshop_to_run(request: HttpRequest, pk: int) -> Workshop:
    """A workshop whose levers the user may press: only with a facilitator's seat in it."""
    workshop = workshop_to_plan(request, pk)
    if (
        not workshop.seats.present()
        .filter(user=request.user.pk, role=SeatRole.FACILITATOR)
        .exists()
    ):
        raise PermissionDenied
    return workshop


def is_running(request: HttpRequest, workshop: Workshop) -> bool:
    """Whether the user has a facilitator's seat in this workshop."""
    return workshop.seats.present().filter(user=request.user.pk, role=SeatRole.FACILITATOR).exists()


def workshop_by_code(code: str) -> Workshop | None:
    """The workshop that a typed code opens; None where there is none."""
    return Workshop.objects.filter(join_code=clean_join_code(code)).first()


def seat_of_browser(request: HttpRequest, code: str) -> Seat:
    """The seat that this browser holds in the workshop with this code; 404 where it holds none."""
    token = request.COOKIES.get(SEAT_COOKIE.format(code=clean_join_code(code)), "")
    seat = seat_by_token(code, token)
    if seat is None:
        raise Http404
    return seat


def seat_for_answers(request: HttpRequest, code: str, round_id: int) -> tuple[Seat, Round | None]:
    """The same seat with a round of its workshop, read lean, as this happens every second."""
    code = clean_join_code(code)
    token = request.COOKIES.get(SEAT_COOKIE.format(code=code), "")
    found = seat_and_round(code, token, round_id) if token else None
    if found is None:
        raise Http404
    return found


def seat_by_token(code: str, token: str) -> Seat | None:
    """The seat of a personal link; looked up by digest, so timing tells nothing of the token."""
    return (
        _seats_by_token(code, token)
        .select_related("workshop__criteria_set", "workshop__portfolio")
        .first()
    )


def _seats_by_token(code: str, token: str) -> "QuerySet[Seat]":
    if not token:
        return Seat.objects.none()
    return Seat.objects.filter(
        token_hash=hash_seat_token(token), workshop__join_code=clean_join_code(code)
    )


def _membership(request: HttpRequest, workshop: Workshop) -> "Membership":
    membership = workshop.portfolio.membership_of(request.user)
    if membership is None:
        raise Http404
    return membership


def poll_ticket(workshop: Workshop) -> str:
    """A signed note for a page's polls: with it "nothing new" needs no look-up of who asks."""
    return signing.dumps(workshop.pk, salt=POLL_SALT)


def has_poll_ticket(request: HttpRequest, pk: int) -> bool:
    """Whether this page was given out by the server for this workshop, at most a day ago.

    It allows to learn that nothing changed, and nothing else.
    """
    try:
        found = signing.loads(
            request.GET.get("ticket", ""), salt=POLL_SALT, max_age=POLL_TICKET_SECONDS
        )
    except signing.BadSignature:
        return False
    return bool(found == pk)
