"""What the assessor sends: answers, projects not judged, and signs of life that bring more work.

Pages send these in the background and get JSON; without scripts the same addresses take the plain
form and lead back to the page.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bucketing.access import seat_for_answers, seat_of_browser
from bucketing.actions.allocations import Answer, record_allocation, record_pass
from bucketing.actions.errors import Refused
from bucketing.actions.leases import claim_leases, release_lease
from bucketing.actions.seats import mark_seen
from bucketing.domain.clock import Phase
from bucketing.forms.answers import AboutProjectForm, AnswerForm, PassForm
from bucketing.models import Lease, Round, Seat
from bucketing.presenters.cards import build_card
from bucketing.presenters.seat_page import left_notice, progress_words
from bucketing.queries.own_answers import own_answers, own_passes, own_progress
from bucketing.queries.seat_room import judges, room_of
from bucketing.queries.what_is_left import Left, what_is_left
from bucketing.views.seat_context import judging_context, page_context

LONGEST_AGE = timedelta(hours=24)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seat_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Record a split. GET lists what this seat answered in the round."""
    if request.method != "POST":
        return _list_answers(request, code)
    seat, now = seat_for_answers(request, code), timezone.now()
    form = AnswerForm(request.POST)
    try:
        round = _round_of(seat, form)
        record_allocation(
            seat=seat,
            round=round,
            workshop_project_id=form.cleaned_data["project"],
            answer=_answer(form, now),
            now=now,
        )
    except Refused as refusal:
        return _refused(request, code, form, str(refusal))
    return _go_on(request, seat, round, now)


@require_POST
@never_cache
def seat_pass(request: HttpRequest, code: str) -> HttpResponse:
    """Record that this seat cannot judge a project, and why."""
    seat, now = seat_for_answers(request, code), timezone.now()
    form = PassForm(request.POST)
    try:
        round = _round_of(seat, form)
        sent = form.cleaned_data
        record_pass(
            seat=seat,
            round=round,
            workshop_project_id=sent["project"],
            reason=sent["reason"],
            note=sent["note"],
            reach=sent["reach"] or "project",
            now=now,
        )
    except Refused as refusal:
        return _refused(request, code, form, str(refusal))
    return _go_on(request, seat, round, now)


@require_POST
@never_cache
def seat_projects(request: HttpRequest, code: str) -> HttpResponse:
    """A sign of life: renew what is held and bring more; `later` puts a project off."""
    seat, now = seat_for_answers(request, code), timezone.now()
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
    context = page_context(request, room) | {
        "answers": own_answers(seat, room.round) if room.round else [],
        "passes": own_passes(seat, room.round) if room.round else [],
    }
    return render(request, "bucketing/seat_answers.html", context)


def _round_of(seat: Seat, form: AboutProjectForm) -> Round:
    if not form.is_valid():
        raise Refused(" ".join(error for errors in form.errors.values() for error in errors))
    if form.cleaned_data["seat"] != seat.code:
        raise Refused(
            f"This browser now holds the seat of {seat.name}. Open your own personal link to send "
            "this answer."
        )
    return get_object_or_404(
        Round.objects.select_related("stage"),
        pk=form.cleaned_data["round"],
        workshop=seat.workshop_id,
    )


def _answer(form: AnswerForm, now: datetime) -> Answer:
    sent = form.cleaned_data
    age = min(timedelta(milliseconds=sent["age"] or 0), LONGEST_AGE)
    return Answer(
        shares=sent["shares"],
        idempotency_key=form.idempotency_key,
        answered_at=now - age,
        confidence=sent["confidence"],
        note=sent["note"],
        seconds=sent["seconds"],
        version=sent["version"],
    )


def _go_on(
    request: HttpRequest, seat: Seat, round: Round, now: datetime, *, with_progress: bool = False
) -> HttpResponse:
    """Hand out what comes next, as JSON to the page's script or by leading back to the page."""
    leases = _next_leases(request, seat, round, now)
    if not _wants_json(request):
        return redirect("seat", code=seat.workshop.join_code)
    facts: dict[str, Any] = {
        "held": [lease.workshop_project_id for lease in leases],
        "cards": _new_cards(request, leases, seat, round),
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


def _next_leases(request: HttpRequest, seat: Seat, round: Round, now: datetime) -> list[Lease]:
    if not judges(seat):
        return []
    if round.phase(now) is Phase.TIME_UP and not _wants_json(request):
        Lease.objects.filter(seat=seat, round=round).delete()
        return []
    avoid = {*_numbers(request, "avoid"), *_numbers(request, "later")}
    return claim_leases(seat=seat, round=round, now=now, avoid=frozenset(avoid))


def _new_cards(
    request: HttpRequest, leases: list[Lease], seat: Seat, round: Round
) -> list[dict[str, Any]]:
    have = set(_numbers(request, "have"))
    return [
        {
            "project": lease.workshop_project_id,
            "html": render_to_string(
                "bucketing/seat_card.html",
                {"card": build_card(lease.workshop_project, round, seat.workshop)},
            ),
        }
        for lease in leases
        if lease.workshop_project_id not in have
    ]


def _refused(request: HttpRequest, code: str, form: AboutProjectForm, words: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"refused": words}, status=422)
    room = room_of(seat_of_browser(request, code), timezone.now())
    context = page_context(request, room) | {"problem": words}
    if room.round and context["judging"] and isinstance(form, AnswerForm):
        context |= judging_context(request, room, form=form) | {"problem": words}
    return render(request, "bucketing/seat.html", context, status=422)


def _nothing(request: HttpRequest, seat: Seat) -> HttpResponse:
    if not _wants_json(request):
        return redirect("seat", code=seat.workshop.join_code)
    return JsonResponse({"held": [], "cards": [], "left": Left.SOMETHING})


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(part) for part in request.POST.get(name, "").split(",") if part.isdecimal()]


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
