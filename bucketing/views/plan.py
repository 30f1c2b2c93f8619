"""Changing the plan and the running order, by a lever of the board or by hand."""

import json
from typing import Any

from django import forms
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
from bucketing.actions.workshops import change_plan, expect_people
from bucketing.domain.plan import Plan
from bucketing.forms.levers import PlanLeverForm
from bucketing.forms.plan import ExpectedPeopleForm, PlanNumbersForm, RunningOrderForm
from bucketing.models import Workshop
from bucketing.presenters.plan_words import describe_plan
from bucketing.queries.left_by_plan import LeftByPlan, left_by
from bucketing.views.acts import act_of_running
from projects.templatetags.money import pounds


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page with the numbers; a POST is a lever of the board."""
    workshop = workshop_to_run(request, pk)
    if request.method == "POST":
        return _pull_lever(request, workshop)
    return _show(request, workshop)


@act_of_running("workshop-plan")
def plan_numbers(request: SignedInRequest, workshop: Workshop) -> HttpResponse | None:
    if "seen_plan" not in request.POST:
        raise Refused("That button is out of date. Look at the numbers and press again.")
    form = PlanNumbersForm(request.POST)
    if not form.is_valid():
        return _show(request, workshop, numbers=form)
    return _put_in_force(
        request, workshop, form.cleaned_data["plan"], form.cleaned_data["seen_plan"]
    )


@act_of_running("workshop-plan")
def running_order(request: SignedInRequest, workshop: Workshop) -> HttpResponse | None:
    form = RunningOrderForm(request.POST, stages=list(workshop.stages.all()))
    if not form.is_valid():
        return _show(request, workshop, order=form)
    set_running_order(workshop=workshop, minutes=form.minutes, by=request.user, now=timezone.now())
    messages.success(request, "The running order is changed, and the clock follows it.")
    return None


@act_of_running("workshop-plan")
def expected_people(request: SignedInRequest, workshop: Workshop) -> HttpResponse | None:
    form = ExpectedPeopleForm(request.POST)
    if not form.is_valid():
        return _show(request, workshop, people=form)
    people = form.cleaned_data["people"]
    expect_people(workshop=workshop, people=people, by=request.user, now=timezone.now())
    messages.success(request, f"{people} assessors are expected; the board says how many are here.")
    return None


def _pull_lever(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    form = PlanLeverForm(request.POST)
    answer = None
    if form.is_valid():
        answer = _put_in_force(
            request, workshop, form.cleaned_data["plan"], form.cleaned_data["seen_plan"]
        )
    else:
        messages.error(request, "That button is out of date. Look at the board and press again.")
    return answer or redirect("workshop-board", workshop.pk)


def _put_in_force(
    request: SignedInRequest, workshop: Workshop, wanted: Plan, seen: Plan | None
) -> HttpResponse | None:
    """Change the plan and say so; an answer of its own only to ask whether it is really meant."""
    left = left_by(workshop, wanted)
    if left.is_nearly_all and request.POST.get("sure") != "yes":
        return _ask_again(request, workshop, wanted, left)
    try:
        change_plan(
            workshop=workshop, plan=wanted, by=request.user, now=timezone.now(), seen_plan=seen
        )
        messages.success(request, _said(wanted, left))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return None


def _said(plan: Plan, left: LeftByPlan) -> str:
    words = f"The plan is now: {describe_plan(plan)}."
    if left.count:
        projects = "1 project" if left.count == 1 else f"{left.count:,} projects"
        words += f" It leaves out {projects} with {pounds(left.amount)}."
    return f"{words} No answer is lost."


def _ask_again(
    request: SignedInRequest, workshop: Workshop, wanted: Plan, left: LeftByPlan
) -> HttpResponse:
    context = _context(workshop)
    context |= {
        "numbers": PlanNumbersForm(initial=PlanNumbersForm.numbers_of(wanted)),
        "left": left,
        "wanted": json.dumps(wanted.to_json()),
        "wanted_words": describe_plan(wanted),
    }
    return render(request, "bucketing/plan.html", context, status=422)


def _show(request: SignedInRequest, workshop: Workshop, **sent: forms.Form) -> HttpResponse:
    """With the form that was sent, if one was not understood."""
    context = _context(workshop, **sent)
    return render(request, "bucketing/plan.html", context, status=422 if sent else 200)


def _context(workshop: Workshop, **sent: forms.Form) -> dict[str, Any]:
    stages = list(workshop.stages.all())
    in_force = Plan.from_json(workshop.plan)
    return {
        "workshop": workshop,
        "numbers": PlanNumbersForm(initial=PlanNumbersForm.numbers_of(in_force)),
        "order": RunningOrderForm(stages=stages),
        "people": ExpectedPeopleForm(initial={"people": workshop.expected_people}),
        "form": next(iter(sent.values()), None),
        **sent,
        "plan_words": describe_plan(in_force),
        "plan_mark": json.dumps(workshop.plan),
    }
