"""One press fills a copy of the workshop with scripted assessors; another deletes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_plan
from bucketing.actions.errors import Refused
from bucketing.actions.rehearsals import copy_for_rehearsal, delete_rehearsal
from bucketing.models import Allocation, Workshop
from bucketing.rehearsal.starting import start_rehearsal
from bucketing.views.acts import act_of_running


@act_of_running("workshop-board")
def rehearse(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    copy = copy_for_rehearsal(workshop=workshop, by=request.user, now=timezone.now())
    start_rehearsal(copy)
    messages.success(
        request,
        "This is a rehearsal, eighteen times as fast as life. Ten scripted assessors are coming in; "
        "press every lever as you will in the room. Nothing here touches the real workshop.",
    )
    return redirect("workshop-board", copy.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then delete a rehearsal. No other workshop has this page."""
    workshop = workshop_to_plan(request, pk)
    if not workshop.rehearsal_of_id:
        raise Http404
    if request.method != "POST":
        answers = Allocation.objects.filter(round__workshop=workshop).count()
        context = {"workshop": workshop, "answer_count": answers}
        return render(request, "bucketing/rehearsal_delete.html", context)
    try:
        delete_rehearsal(workshop=workshop, by=request.user, now=timezone.now())
        messages.success(request, f"“{workshop.name}” is deleted.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("home")
