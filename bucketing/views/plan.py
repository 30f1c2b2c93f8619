"""Changing the plan and the running order, by a lever of the board or by hand."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.stages import set_running_order
from bucketing.actions.workshops import change_plan
from bucketing.domain.plan import Plan
from bucketing.forms.levers import PlanLeverForm
from bucketing.forms.plan import PlanNumbersForm, RunningOrderForm
from bucketing.models import Workshop
from bucketing.presenters.board import describe_plan
from bucketing.views.acts import act_of_running


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page with the numbers; a POST is a lever of the board."""
    workshop = workshop_to_run(request, pk)
    if request.method == "POST":
        return _pull_lever(request, workshop)
    return _show(request, workshop, None, None)


@act_of_running("workshop-plan")
def plan_numbers(request: SignedInRequest, workshop: Workshop) -> HttpResponse | None:
    if "seen_plan" not in request.POST:
        raise Refused("That button is out of date. Look at the numbers and press again.")
    form = PlanNumbersForm(request.POST)
    if not form.is_valid():
        return _show(request, workshop, form, None)
    _put_in_force(request, workshop, form.cleaned_data["plan"], form.cleaned_data["seen_plan"])
    return None


@act_of_running("workshop-plan")
def running_order(request: SignedInRequest, workshop: Workshop) -> HttpResponse | None:
    form = RunningOrderForm(request.POST, stages=list(workshop.stages.all()))
    if not form.is_valid():
        return _show(request, workshop, None, form)
    set_running_order(workshop=workshop, minutes=form.minutes, by=request.user, now=timezone.now())
    messages.success(request, "The running order is changed, and the clock follows it.")
    return None


def _pull_lever(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    form = PlanLeverForm(request.POST)
    if form.is_valid():
        _put_in_force(request, workshop, form.cleaned_data["plan"], form.cleaned_data["seen_plan"])
    else:
        messages.error(request, "That button is out of date. Look at the board and press again.")
    return redirect("workshop-board", workshop.pk)


def _put_in_force(
    request: SignedInRequest, workshop: Workshop, wanted: Plan, seen: Plan | None
) -> None:
    try:
        change_plan(
            workshop=workshop, plan=wanted, by=request.user, now=timezone.now(), seen_plan=seen
        )
        messages.success(request, f"The plan is now: {describe_plan(wanted)}. No answer is lost.")
    except Refused as refusal:
        messages.error(request, str(refusal))


def _show(
    request: SignedInRequest,
    workshop: Workshop,
    numbers: PlanNumbersForm | None,
    order: RunningOrderForm | None,
) -> HttpResponse:
    stages = list(workshop.stages.all())
    in_force = Plan.from_json(workshop.plan)
    form = numbers or order
    context = {
        "workshop": workshop,
        "numbers": numbers or PlanNumbersForm(initial=PlanNumbersForm.numbers_of(in_force)),
        "order": order or RunningOrderForm(stages=stages),
        "form": form,
        "plan_words": describe_plan(in_force),
        "plan_mark": json.dumps(workshop.plan),
    }
    return render(request, "bucketing/plan.html", context, status=422 if form else 200)
