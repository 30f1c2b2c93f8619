"""The people of a workshop: who has a seat, personal links, handing over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.models import User
from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.seats import hand_over, join_workshop
from bucketing.actions.workshops import set_names_shown
from bucketing.forms.people import PersonalLinksForm
from bucketing.models import Workshop
from bucketing.presenters.joining import personal_link
from bucketing.queries.door import waiting_at
from bucketing.queries.people import load_people
from bucketing.views.acts import act_of_running


@login_required
@require_safe
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    return show(request, workshop)


@act_of_running("workshop-people")
def personal_links(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Keep seats and show their links once: only a digest of each is stored."""
    form = PersonalLinksForm(request.POST)
    if not form.is_valid():
        return show(request, workshop, form=form, status=422)
    links = []
    for name in form.cleaned_data["names"]:
        seat, token = join_workshop(
            workshop=workshop,
            name=name,
            role=form.cleaned_data["role"],
            invited_by=request.user,
            now=timezone.now(),
        )
        links.append((seat, personal_link(request, workshop, token)))
    return show(request, workshop, links=links)


@act_of_running("workshop-people")
def names(request: SignedInRequest, workshop: Workshop) -> None:
    is_shown = request.POST.get("shown") == "1"
    set_names_shown(workshop=workshop, is_shown=is_shown, by=request.user, now=timezone.now())
    words = "Revealed answers carry names." if is_shown else "Revealed answers carry no names."
    messages.success(request, words)


@act_of_running("workshop-people")
def handing_over(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    to = request.POST.get("to", "")
    members = workshop.portfolio.organisation.memberships.values("user")
    if not to.isdecimal():
        raise Refused("Choose who takes the room over.")
    user = get_object_or_404(User, pk=int(to), pk__in=members)
    hand_over(workshop=workshop, to=user, by=request.user, now=timezone.now())
    messages.success(request, f"{user.display_name} runs the workshop now.")
    return redirect("home")


def show(
    request: SignedInRequest, workshop: Workshop, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "workshop": workshop,
        "people": load_people(workshop, timezone.now()),
        "knocks": waiting_at(workshop, timezone.now()),
        "form": PersonalLinksForm(),
        "me": request.user,
        **more,
    }
    response = render(request, "bucketing/people.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
