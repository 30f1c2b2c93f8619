"""Splitting a line that is too broad to judge into parts, and taking that back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.passes import split_workshop_project, undo_split
from bucketing.forms.passes import SplitForm
from bucketing.models import Workshop
from bucketing.views.acts import act_of_running


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedInRequest, pk: int, project: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    whole = get_object_or_404(workshop.projects, pk=project)
    form = SplitForm(request.POST or None, whole=whole.amount)
    if request.method == "POST" and form.is_valid():
        try:
            parts = split_workshop_project(
                workshop_project=whole, parts=form.parts, by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{whole.name} is now {len(parts)} parts in the queue.")
            return redirect("workshop-passes", pk)
    context = {"workshop": workshop, "whole": whole, "form": form}
    status = 422 if form.errors else 200
    return render(request, "bucketing/split.html", context, status=status)


@act_of_running("workshop-passes")
def split_undo(request: SignedInRequest, workshop: Workshop, project: int) -> None:
    whole = get_object_or_404(workshop.projects, pk=project)
    undo_split(workshop_project=whole, by=request.user, now=timezone.now())
    messages.success(request, f"{whole.name} is one line again.")
