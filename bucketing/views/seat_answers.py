"""What the assessor sends: answers, projects not judged, and signs of life that bring more work.

Pages send these in the background and get JSON; without scripts the same addresses take the plain
form and lead back to the page.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bucketing.access import seat_for_answers, seat_of_browser
from bucketing.actions.allocations import Answer, record_pass
from bucketing.actions.answering import OnPage, answer_and_go_on, go_on
from bucketing.actions.errors import Refused
from bucketing.actions.leases import HandedOut, release_lease
from bucketing.actions.seats import mark_seen
from bucketing.forms.answers import (
    AboutProject,
    NotUnderstood,
    read_about,
    read_confidence,
    read_shares,
    round_asked_for,
)
from bucketing.models import Round, Seat
from bucketing.presenters.cards import build_card
from bucketing.presenters.seat_page import left_notice, progress_words
from bucketing.queries.own_answers import own_progress, own_rounds
from bucketing.queries.seat_room import SeatView, judges, room_of
from bucketing.queries.what_is_left import Left, what_is_left
from bucketing.views.seat_context import judging_context, page_context


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seat_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Record a split. GET lists what this seat answered, by round."""
    if request.method != "POST":
        return _list_answers(request, code)
    now = timezone.now()
    seat, round = seat_for_answers(request, code, round_asked_for(request.POST))
    try:
        about = _about(request, seat)
        round = _known(round)
        page = _on_page(request)
        leases = answer_and_go_on(
            seat=seat,
            round=round,
            workshop_project_id=about.project_id,
            answer=_answer(request, about, now),
            page=page,
            now=now,
        )
    except (Refused, NotUnderstood) as refusal:
        return _refused(request, code, str(refusal))
    return _what_is_next(request, seat, round, leases, page, now)


@require_POST
@never_cache
def seat_pass(request: HttpRequest, code: str) -> HttpResponse:
    """Record that this seat cannot judge a project, and why; `interest:provider` reaches further."""
    now = timezone.now()
    reason, _, reach = request.POST.get("reason", "").partition(":")
    seat, round = seat_for_answers(request, code, round_asked_for(request.POST))
    try:
        about = _about(request, seat)
        round = _known(round)
        record_pass(
            seat=seat,
            round=round,
            workshop_project_id=about.project_id,
            reason=reason,
            note=about.note,
            now=now,
            reach=reach,
        )
    except (Refused, NotUnderstood) as refusal:
        return _refused(request, code, str(refusal))
    return _go_on(request, seat, round, now)


@require_POST
@never_cache
def seat_projects(request: HttpRequest, code: str) -> HttpResponse:
    """A sign of life: renew what is held and bring more; `later` puts a project off."""
    now = timezone.now()
    seat, _ = seat_for_answers(request, code, 0)
    mark_seen(seat=seat, now=now)
    round = (
        Round.objects.filter(workshop=seat.workshop_id, opened_at__isnull=False, closed_at=None)
        .select_related("stage")
        .first()
    )
    if round is None or not judges(seat) or request.POST.get("idle"):
        return _nothing(request, seat)
    if later := _numbers(request, "later"):
        release_lease(seat=seat, round=round, workshop_project_id=later[0])
    return _go_on(request, seat, round, now, with_progress=True)


def _list_answers(request: HttpRequest, code: str) -> HttpResponse:
    seat = seat_of_browser(request, code)
    room = room_of(seat, timezone.now())
    open_round = room.round if room.view is SeatView.JUDGING else None
    context = page_context(request, room) | {
        "own_rounds": own_rounds(seat),
        "open_round": open_round,
    }
    return render(request, "bucketing/seat_answers.html", context)


def _about(request: HttpRequest, seat: Seat) -> AboutProject:
    about = read_about(request.POST)
    if about.seat != seat.code:
        raise Refused(
            f"This browser now holds the seat of {seat.name}. Open your own personal link to send "
            "this answer."
        )
    return about


def _known(round: Round | None) -> Round:
    if round is None:
        raise Refused("This round is not of this workshop. Load the page again.")
    return round


def _answer(request: HttpRequest, about: AboutProject, now: datetime) -> Answer:
    return Answer(
        shares=read_shares(request.POST),
        idempotency_key=about.key,
        answered_at=now - about.age,
        confidence=read_confidence(request.POST),
        note=about.note,
        seconds=about.seconds,
        version=about.version,
    )


def _go_on(
    request: HttpRequest, seat: Seat, round: Round, now: datetime, *, with_progress: bool = False
) -> HttpResponse:
    page = _on_page(request)
    leases = go_on(seat=seat, round=round, page=page, now=now)
    return _what_is_next(request, seat, round, leases, page, now, with_progress=with_progress)


def _on_page(request: HttpRequest) -> OnPage:
    """What the page's script says; a plain form is led back to a page drawn anew."""
    put_off = {*_numbers(request, "avoid"), *_numbers(request, "later")}
    if not _wants_json(request):
        return OnPage(put_off=put_off)
    return OnPage(set(_numbers(request, "have")), put_off, _numbers(request, "hand"))


def _what_is_next(
    request: HttpRequest,
    seat: Seat,
    round: Round,
    leases: list[HandedOut],
    page: OnPage,
    now: datetime,
    *,
    with_progress: bool = False,
) -> HttpResponse:
    """What comes next, as JSON to the page's script or by leading back to the page."""
    if not _wants_json(request):
        return redirect("seat", code=seat.workshop.join_code)
    facts: dict[str, Any] = {
        "held": [lease.workshop_project_id for lease in leases],
        "cards": _new_cards(leases, seat, round, page),
        "phase": round.phase(now),
        "round": round.pk,
        "now": now.timestamp(),
    }
    if not leases:
        left = what_is_left(seat, round, now)
        notice = left_notice(left, round.phase(now), round.kind)
        facts |= {"left": left, "left_heading": notice.heading, "left_words": notice.words}
    if with_progress:
        facts["progress"] = progress_words(own_progress(seat, round, now))
    return JsonResponse(facts)


def _new_cards(
    leases: list[HandedOut], seat: Seat, round: Round, page: OnPage
) -> list[dict[str, Any]]:
    return [
        {
            "project": lease.workshop_project_id,
            "html": render_to_string(
                "bucketing/seat_card.html",
                {"card": build_card(lease.workshop_project, round, seat.workshop)},
            ),
        }
        for lease in leases
        if lease.workshop_project_id not in page.known
    ]


def _refused(request: HttpRequest, code: str, words: str) -> HttpResponse:
    """Nothing was recorded; a plain form comes back as it was filled."""
    if _wants_json(request):
        return JsonResponse({"refused": words}, status=422)
    room = room_of(seat_of_browser(request, code), timezone.now())
    context = page_context(request, room)
    if context["judging"]:
        context |= judging_context(request, room, sent=request.POST)
    return render(request, "bucketing/seat.html", context | {"problem": words}, status=422)


def _nothing(request: HttpRequest, seat: Seat) -> HttpResponse:
    if not _wants_json(request):
        return redirect("seat", code=seat.workshop.join_code)
    return JsonResponse({"held": [], "cards": [], "left": Left.SOMETHING})


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(part) for part in request.POST.get(name, "").split(",") if part.isdecimal()]


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
