"""Changing the plan under way, by a lever or by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.workshops import change_plan
from bucketing.forms.levers import PlanLeverForm
from bucketing.presenters.board import describe_plan


@login_required
@require_POST
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    form = PlanLeverForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That button is out of date. Look at the board and press again.")
        return redirect("workshop-board", pk)
    try:
        changed = form.cleaned_data["plan"]
        change_plan(
            workshop=workshop,
            plan=changed,
            by=request.user,
            now=timezone.now(),
            seen_plan=form.cleaned_data["seen_plan"],
        )
        messages.success(request, f"The plan is now: {describe_plan(changed)}. No answer is lost.")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("workshop-board", pk)
