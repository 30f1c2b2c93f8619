"""The door from inside: how it stands, who knocks, and the answer to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.door import let_in, set_door, turn_away
from bucketing.actions.errors import Refused
from bucketing.models import Door, Workshop
from bucketing.queries.door import waiting_at
from bucketing.views.acts import act_of_running
from bucketing.views.live import live

SAID = {
    Door.OPEN: "The door is open.",
    Door.KNOCK: "Who has the code knocks, and you let them in.",
    Door.CLOSED: "The door is closed. Who has a seat can come back.",
}


@act_of_running("workshop-people")
def door(request: SignedInRequest, workshop: Workshop) -> None:
    wanted = request.POST.get("door", "")
    set_door(workshop=workshop, door=wanted, by=request.user, now=timezone.now())
    messages.success(request, SAID[Door(wanted)])


@require_safe
def knocks_live(request: HttpRequest, pk: int) -> HttpResponse:
    """Who knocks, for pages beside the board, which shows them itself."""
    workshop, now = workshop_to_run(request, pk), timezone.now()
    context = {"workshop": workshop, "knocks": waiting_at(workshop, now), "polls": True}
    return live(render(request, "bucketing/knocks.html", context), now)


@act_of_running("workshop-board")
def knocks_answer(request: SignedInRequest, workshop: Workshop) -> HttpResponse | None:
    """One press lets one in, turns one away, or lets all in who wait."""
    chosen, now = request.POST.get("knock", ""), timezone.now()
    if chosen != "all" and not chosen.isdecimal():
        raise Refused("Choose who is meant.")
    knocks = None if chosen == "all" else [int(chosen)]
    if request.POST.get("answer") == "in":
        let_in(workshop=workshop, knocks=knocks, by=request.user, now=now)
    else:
        turn_away(workshop=workshop, knocks=knocks, by=request.user, now=now)
    return redirect("workshop-people", workshop.pk) if "people" in request.POST else None
