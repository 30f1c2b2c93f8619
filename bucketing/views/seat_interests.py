"""What a seat must not judge: said at any time, by project, provider or directorate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bucketing.access import seat_of_browser
from bucketing.actions.errors import Refused
from bucketing.actions.seats import declare_interest, withdraw_interest
from bucketing.models import InterestKind, Seat
from bucketing.queries.interests import own_interests, search_projects, search_values


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seat_interests(request: HttpRequest, code: str) -> HttpResponse:
    """List, find, declare and withdraw."""
    seat = seat_of_browser(request, code)
    problem = ""
    if request.method == "POST":
        try:
            _change(request, seat)
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("seat-interests", code=seat.workshop.join_code)
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "seat": seat,
        "workshop": seat.workshop,
        "interests": own_interests(seat),
        "problem": problem,
        "words": words,
        "directorates": search_values(seat.workshop, InterestKind.DIRECTORATE, words),
        "providers": search_values(seat.workshop, InterestKind.PROVIDER, words),
        "projects": search_projects(seat.workshop, words),
    }
    status = 422 if problem else 200
    return render(request, "bucketing/seat_interests.html", context, status=status)


def _change(request: HttpRequest, seat: Seat) -> None:
    now = timezone.now()
    if withdrawn := request.POST.get("withdraw", ""):
        interest = get_object_or_404(seat.interests, pk=_number(withdrawn))
        withdraw_interest(interest=interest, by=None, now=now)
        return
    kind = request.POST.get("kind", "")
    if kind not in InterestKind.values:
        raise Refused("Choose a project, a provider or a directorate from the list.")
    project = None
    if kind == InterestKind.PROJECT:
        projects = seat.workshop.projects.all()
        project = get_object_or_404(projects, pk=_number(request.POST.get("project", "")))
    value = request.POST.get("value", "")[:300]
    if kind != InterestKind.PROJECT and not value:
        raise Refused("Choose a provider or a directorate from the list.")
    declare_interest(seat=seat, kind=kind, workshop_project=project, value=value, now=now)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
