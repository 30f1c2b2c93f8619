"""The big screen for the projector, and its live part."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import has_poll_ticket, poll_ticket, workshop_to_plan
from bucketing.domain.clock import Phase
from bucketing.models import Workshop
from bucketing.presenters.big_screen import BigScreenPage
from bucketing.presenters.joining import join_details
from bucketing.queries.big_screen import load_big_screen
from bucketing.queries.calibration import load_calibration
from bucketing.queries.pulse import SCREEN_RESTS, Pulse, pulse_of
from bucketing.views.live import live, unchanged


@login_required
@require_safe
def screen(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_plan(request, pk)
    return _show(request, workshop, "bucketing/screen.html", pulse_of(pk, timezone.now()))


@require_safe
def screen_live(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    pulse = pulse_of(pk, now)
    mark = request.GET.get("revision", "")
    is_current = pulse and pulse.still_holds(mark, rests=SCREEN_RESTS, fades=False)
    if is_current and has_poll_ticket(request, pk):
        return unchanged(now)
    workshop = workshop_to_plan(request, pk)
    return live(_show(request, workshop, "bucketing/screen.html#live", pulse), now)


def _show(
    request: HttpRequest, workshop: Workshop, template: str, pulse: Pulse | None
) -> HttpResponse:
    now = timezone.now()
    facts = load_big_screen(workshop, now)
    page = BigScreenPage(
        workshop,
        facts.stages,
        pulse.phase if pulse else Phase.WAITING,
        facts.ledger,
        facts.here_count,
    )
    clock = page.stage.clock if page.stage else None
    reveal = load_calibration(workshop) if page.may_reveal else None
    context = {
        "workshop": workshop,
        "page": page,
        "reveal": reveal.projects if reveal and reveal.is_revealed else [],
        "labels": {tier["code"]: tier["label"] for tier in workshop.criteria_set.content["tiers"]},
        "join": join_details(request, workshop),
        "mark": pulse.mark if pulse else "",
        "ticket": poll_ticket(workshop),
        "due_ms": int(clock.due_at.timestamp() * 1000) if clock and clock.due_at else 0,
        "seconds_left": int(clock.remaining(now).total_seconds()) if clock else 0,
    }
    return render(request, template, context)
