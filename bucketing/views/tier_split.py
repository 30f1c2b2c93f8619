"""The running split over the tiers: a deliberate act of the facilitator, written in the log."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessors.views.requests import SignedInRequest
from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event
from bucketing.models import Workshop
from bucketing.presenters.running_split import running_split
from bucketing.queries.settled import load_judgements
from bucketing.views.acts import act_of_running


@act_of_running("workshop-board")
def tier_split(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Drawn in the answer to the press and nowhere else; a reload asks again."""
    if request.POST.get("understood") != "yes":
        raise Refused("Tick that you will keep the running split to yourself, then press again.")
    log_event(workshop, "tier_split_seen", by=request.user, now=timezone.now())
    context = {"workshop": workshop, "split": running_split(load_judgements(workshop))}
    response = render(request, "bucketing/tier_split.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
