"""The start page: a code to join with for visitors, the work at hand for members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessors.actions.accounts import is_empty_installation


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return _show_door(request)
    return render(request, "bucketing/home.html")


def _show_door(request: HttpRequest) -> HttpResponse:
    if is_empty_installation():
        return redirect("set-up")
    return render(request, "bucketing/door.html")
