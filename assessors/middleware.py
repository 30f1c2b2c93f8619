"""What becomes of a member whose sign-in is weaker than their organisation asks."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from assessors.models import EntryRefused, User
from assessors.sign_in import CAME_THROUGH

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class EntryMiddleware:
    """Whatever door refused: a page leads to set-up and back, anything else says why with a 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = SimpleLazyObject(partial(_user_of, request))
        request.user = user
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, EntryRefused):
            return None
        if not _wants_a_page(request):
            return HttpResponse(str(error), status=403, content_type="text/plain; charset=utf-8")
        if request.method == "POST":
            context = {"organisation": error.organisation}
            return render(request, "assessors/entry_refused.html", context, status=403)
        wanted = urlencode({"next": request.get_full_path()})
        return redirect(f"{error.organisation.entry_path}?{wanted}")


def _user_of(request: HttpRequest) -> "User | AnonymousUser":
    """Who is signed in, with the way they came in."""
    user = get_user(request)
    if isinstance(user, User):
        user.came_through = request.session.get(CAME_THROUGH, "")
    return user


def _wants_a_page(request: HttpRequest) -> bool:
    """Fragments, files for scripts and polls are read by programs, which cannot set anything up."""
    is_fragment = "HX-Request" in request.headers or (
        request.headers.get("Sec-Fetch-Dest") == "empty"
    )
    return not is_fragment and "text/html" in request.headers.get("Accept", "")
