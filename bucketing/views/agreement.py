"""How far the room agrees, for those who run the workshop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bucketing.access import workshop_to_run
from bucketing.domain.agreement import BAND_WARNING
from bucketing.presenters import agreement as words
from bucketing.queries.agreement import room_agreement
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
    }
    return render(request, "bucketing/agreement.html", context)
