"""The start page: a code to join with for visitors, the work at hand for members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.actions.accounts import is_empty_installation
from assessors.models import User
from bucketing.presenters.home import present_desk
from bucketing.queries.home import desks_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return _show_door(request)
    desks = [present_desk(desk, now=timezone.now()) for desk in desks_of(request.user)]
    organisation = desks[0].desk.membership.organisation if len(desks) == 1 else None
    context = {"desks": desks, "organisation": organisation}
    return render(request, "bucketing/home.html", context)


def _show_door(request: HttpRequest) -> HttpResponse:
    if is_empty_installation():
        return redirect("set-up")
    return render(request, "bucketing/door.html")
