"""The page that invites a room: to print, to put up, to copy into an e-mail."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_plan
from bucketing.presenters.joining import join_details


@login_required
@require_safe
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_plan(request, pk)
    context = {
        "workshop": workshop,
        "join": join_details(request, workshop),
        "minutes": sum(stage.minutes for stage in workshop.stages.all()),
    }
    return render(request, "bucketing/invitation.html", context)
