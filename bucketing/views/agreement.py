"""How far the room agrees, for those who run the workshop."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bucketing.access import workshop_to_run
from bucketing.domain.agreement import BAND_WARNING
from bucketing.models import Workshop
from bucketing.presenters import agreement as words
from bucketing.queries.agreement import effect_of_one, room_agreement
from bucketing.queries.settling import is_ready_to_settle


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    if not is_ready_to_settle(workshop):
        return render(request, "bucketing/reconcile_not_yet.html", {"workshop": workshop})
    measured = room_agreement(workshop)
    seats = {
        pk: (code, name) for pk, code, name in workshop.seats.values_list("pk", "code", "name")
    }
    context = {
        "workshop": workshop,
        "money": measured.money,
        "alphas": words.alpha_lines(measured),
        "calibration": words.calibration_lines(measured),
        "headlines": words.headline_lines(measured),
        "assessors": words.assessor_lines(measured, seats),
        "band_warning": BAND_WARNING,
        "excluded": workshop.seats.exclude(excluded_at=None),
        **one_persons_effect(request, workshop),
    }
    return render(request, "bucketing/agreement.html", context)


def one_persons_effect(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    """What leaving out the answers of the seat in the address does, or has done."""
    wanted = request.GET.get("seat", "")
    if not wanted.isdecimal():
        return {}
    seat = get_object_or_404(workshop.seats.assessors(), pk=wanted)
    return {"person": seat, "effect": words.effect_lines(effect_of_one(workshop, seat))}
