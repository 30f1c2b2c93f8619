"""The assessor's page, the fragment that keeps it live, and one project of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bucketing.access import SEAT_COOKIE, seat_by_token, seat_of_browser
from bucketing.domain.join_codes import clean_join_code
from bucketing.models import Seat
from bucketing.presenters.cards import build_card
from bucketing.queries.own_answers import may_open, own_answer
from bucketing.queries.room_revision import room_revision_of
from bucketing.queries.seat_room import SeatView, room_of
from bucketing.views.seat_context import judging_context, page_context


@require_safe
@never_cache
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """The whole page. Who holds no seat here is led to the door."""
    clean = clean_join_code(code)
    found = seat_by_token(clean, request.COOKIES.get(SEAT_COOKIE.format(code=clean), ""))
    if found is None:
        return redirect("workshop-join", code=clean or "-")
    if code != found.workshop.join_code:
        return redirect("seat", code=found.workshop.join_code)
    context = page_context(request, room_of(found, timezone.now()))
    return render(request, "bucketing/seat.html", context)


@require_safe
@never_cache
def seat_live(request: HttpRequest, code: str) -> HttpResponse:
    """204 while nothing that the room may know has changed: one query, nothing written."""
    clean = clean_join_code(code)
    revision = room_revision_of(clean, request.COOKIES.get(SEAT_COOKIE.format(code=clean), ""))
    if revision is None:
        raise Http404
    if request.GET.get("revision") == str(revision):
        return _with_server_time(HttpResponse(status=204))
    room = room_of(seat_of_browser(request, code), timezone.now())
    return _with_server_time(
        render(request, "bucketing/seat_live.html", page_context(request, room))
    )


@require_safe
@never_cache
def seat_project(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A project that was this seat's to judge, with its own answer, to look at or change it."""
    holder = seat_of_browser(request, code)
    now = timezone.now()
    room = room_of(holder, now)
    if room.view is not SeatView.JUDGING or room.round is None:
        return _gone(request, holder)
    if not may_open(holder, room.round, pk):
        raise Http404
    project = room.workshop.projects.get(pk=pk)
    card = build_card(project, room.round, room.workshop)
    answer = own_answer(holder, room.round, pk)
    if "application/json" in request.headers.get("Accept", ""):
        return render(request, "bucketing/seat_card.html", {"card": card, "is_first": True})
    context = page_context(request, room) | judging_context(request, room, card=card, answer=answer)
    return render(request, "bucketing/seat.html", context)


def _gone(request: HttpRequest, holder: Seat) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        raise Http404
    return redirect("seat", code=holder.workshop.join_code)


def _with_server_time(response: HttpResponse) -> HttpResponse:
    now = timezone.now()
    response.headers["X-Server-Now"] = f"{now.timestamp():.3f}"
    return response
