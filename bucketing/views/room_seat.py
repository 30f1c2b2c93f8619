"""One seat: its name, whether it is in the room, whether its answers count, its link, its interests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.seats import (
    declare_interest,
    remove_seat,
    rename_seat,
    renew_seat_token,
    restore_seat,
    set_answers_counted,
    withdraw_interest,
)
from bucketing.forms.people import InterestForm, SeatNameForm
from bucketing.models import Interest, Seat, Workshop
from bucketing.presenters.joining import personal_link
from bucketing.views.acts import act_of_running
from bucketing.views.room_people import show


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat_change(request: SignedInRequest, pk: int, seat: int) -> HttpResponse:
    """A person's page: rename, and give or take away interests."""
    workshop = workshop_to_run(request, pk)
    person = get_object_or_404(workshop.seats, pk=seat)
    renames = request.method == "POST" and "name" in request.POST
    name_form = SeatNameForm(request.POST if renames else None, initial={"name": person.name})
    gives = request.method == "POST" and not renames
    interest_form = InterestForm(request.POST if gives else None, workshop=workshop)
    form = name_form if renames else interest_form
    if request.method == "POST" and form.is_valid():
        if renames:
            rename_seat(seat=person, by=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, f"The name is now {form.cleaned_data['name']}.")
        else:
            interest = form.cleaned_data["interest"]
            declare_interest(seat=person, by=request.user, now=timezone.now(), **interest)
            messages.success(request, f"{person.name} is not given these projects any more.")
        return redirect("workshop-seat", pk, seat)
    context = {
        "workshop": workshop,
        "person": person,
        "interests": person.interests.select_related("workshop_project"),
        "name_form": name_form,
        "interest_form": interest_form,
        "form": form,
    }
    return render(
        request, "bucketing/seat_change.html", context, status=422 if form.errors else 200
    )


@act_of_running("workshop-people")
def seat_act(request: SignedInRequest, workshop: Workshop, seat: int) -> HttpResponse | None:
    person = get_object_or_404(workshop.seats, pk=seat)
    act = request.POST.get("act", "")
    if act == "new-link":
        return _new_link(request, workshop, person)
    _change(request, person, act)
    return None


@act_of_running("workshop-people")
def interest_withdraw(
    request: SignedInRequest, workshop: Workshop, seat: int, interest: int
) -> HttpResponse:
    found = get_object_or_404(Interest, pk=interest, seat=seat, seat__workshop=workshop)
    withdraw_interest(interest=found, by=request.user, now=timezone.now())
    messages.success(request, "The interest is withdrawn.")
    return redirect("workshop-seat", workshop.pk, seat)


def _change(request: SignedInRequest, person: Seat, act: str) -> None:
    by, now = request.user, timezone.now()
    if act == "remove":
        remove_seat(seat=person, by=by, now=now)
        messages.success(request, f"{person.name} is out of the room. Their answers stay.")
    elif act == "restore":
        restore_seat(seat=person, by=by, now=now)
        messages.success(request, f"{person.name} is back, with the same seat.")
    elif act in ("exclude", "include"):
        counted = act == "include"
        set_answers_counted(seat=person, counted=counted, by=by, now=now)
        words = "count again" if counted else "no longer count. You can undo this at any time"
        messages.success(request, f"The answers of {person.name} {words}.")
    else:
        raise Refused("That button is out of date. Load the page again.")


def _new_link(request: SignedInRequest, workshop: Workshop, person: Seat) -> HttpResponse:
    token = renew_seat_token(seat=person, by=request.user, now=timezone.now())
    return show(request, workshop, links=[(person, personal_link(request, workshop, token))])
