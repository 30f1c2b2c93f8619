"""The cookie that holds a guest's seat on one device."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bucketing.access import SEAT_COOKIE
from bucketing.models import Seat

TWO_WEEKS = 14 * 24 * 60 * 60


def keep_seat(response: HttpResponse, seat: Seat, token: str) -> HttpResponse:
    """Put the seat on this device, for this workshop's pages only."""
    code = seat.workshop.join_code
    response.set_cookie(
        SEAT_COOKIE.format(code=code),
        token,
        max_age=TWO_WEEKS,
        path=reverse("seat", kwargs={"code": code}),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def personal_link(request: HttpRequest, seat: Seat) -> str:
    """The address that brings the same seat back on another device; this device knows its token."""
    code = seat.workshop.join_code
    token = request.COOKIES.get(SEAT_COOKIE.format(code=code), "")
    return request.build_absolute_uri(reverse("seat-return", kwargs={"code": code, "token": token}))
