"""The facilitator's board, its live part, and taking the seat that it asks for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import (
    has_poll_ticket,
    is_running,
    poll_ticket,
    workshop_to_plan,
    workshop_to_run,
)
from bucketing.actions.seats import take_facilitator_seat
from bucketing.models import Workshop
from bucketing.presenters.board import BoardPage
from bucketing.queries.progress import load_progress
from bucketing.queries.pulse import BOARD_RESTS, Pulse, pulse_of
from bucketing.views.live import live, unchanged


@login_required
@require_safe
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_plan(request, pk)
    if not is_running(request, workshop):
        return render(request, "bucketing/board_no_seat.html", {"workshop": workshop}, status=403)
    return _show(request, workshop, "bucketing/board.html", pulse_of(pk, timezone.now()))


@require_safe
def board_live(request: HttpRequest, pk: int) -> HttpResponse:
    """The board's fragment; 204 and one query where the page already shows the latest."""
    now = timezone.now()
    pulse = pulse_of(pk, now)
    mark = request.GET.get("revision", "")
    is_current = pulse and pulse.still_holds(mark, rests=BOARD_RESTS, fades=True)
    if is_current and has_poll_ticket(request, pk):
        return unchanged(now)
    workshop = workshop_to_run(request, pk)
    return live(_show(request, workshop, "bucketing/board_live.html", pulse), now)


@login_required
@require_POST
def seat_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Nobody becomes facilitator by looking: it takes this press."""
    workshop = workshop_to_plan(request, pk)
    take_facilitator_seat(workshop=workshop, user=request.user, now=timezone.now())
    messages.success(request, "You run this workshop now, together with whoever did before.")
    return redirect("workshop-board", pk)


def _show(
    request: HttpRequest, workshop: Workshop, template: str, pulse: Pulse | None
) -> HttpResponse:
    page = BoardPage(load_progress(workshop, timezone.now()))
    context = {
        "workshop": workshop,
        "page": page,
        "progress": page.progress,
        "mark": pulse.mark if pulse else "",
        "ticket": poll_ticket(workshop),
    }
    return render(request, template, context)
