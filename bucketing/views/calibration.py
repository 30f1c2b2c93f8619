"""Calibration: choosing the projects, revealing the answers, writing rulings down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import is_running, workshop_to_plan
from bucketing.actions.errors import Refused
from bucketing.actions.stages import reveal_round
from bucketing.actions.workshops import choose_calibration
from bucketing.forms.rulings import RulingForm
from bucketing.models import RoundKind, Workshop, WorkshopProject
from bucketing.queries.calibration import earlier_rulings, load_calibration
from bucketing.queries.projects import find_projects
from bucketing.views.acts import act_of_running


@login_required
@require_safe
def calibration(request: SignedInRequest, pk: int) -> HttpResponse:
    return show(request, workshop_to_plan(request, pk))


def show(
    request: SignedInRequest,
    workshop: Workshop,
    form: RulingForm | None = None,
    ruled: WorkshopProject | None = None,
) -> HttpResponse:
    """`form` holds a ruling on the project `ruled` that could not be saved."""
    found = load_calibration(workshop)
    asked = request.GET.get("q", "").strip()
    context = {
        "workshop": workshop,
        "calibration": found,
        "criteria": workshop.criteria_set,
        "labels": {tier["code"]: tier["label"] for tier in workshop.criteria_set.content["tiers"]},
        "asked": asked,
        "found": find_projects(workshop, asked)[:20] if asked and not found.round else [],
        "rulings": workshop.precedents.filter(withdrawn_at=None),
        "earlier": earlier_rulings(workshop, request.user),
        "can_run": is_running(request, workshop),
        "form": form,
        "ruled": ruled,
    }
    return render(request, "bucketing/calibration.html", context, status=422 if form else 200)


@act_of_running("workshop-calibration")
def calibration_choose(request: SignedInRequest, workshop: Workshop) -> None:
    chosen = [int(value) for value in request.POST.getlist("project") if value.isdecimal()]
    choose_calibration(workshop=workshop, project_ids=chosen, by=request.user, now=timezone.now())
    messages.success(request, f"Everybody starts with these {len(set(chosen))} projects.")


@act_of_running("workshop-calibration")
def calibration_reveal(request: SignedInRequest, workshop: Workshop) -> None:
    round = workshop.rounds.filter(kind=RoundKind.CALIBRATION).last()
    if round is None:
        raise Refused("Calibration has not been opened yet.")
    reveal_round(round=round, by=request.user, now=timezone.now())
    messages.success(request, "The room sees the answers side by side, without names.")
