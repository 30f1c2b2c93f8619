"""A guest at a door that one knocks at: giving a name, waiting, coming in.

Nothing of the workshop shows here, neither its name nor who is inside.
"""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bucketing.access import seat_by_token
from bucketing.actions.door import knock_at_door
from bucketing.actions.errors import Refused
from bucketing.domain.join_codes import clean_join_code, new_seat_token
from bucketing.forms.joining import KnockForm
from bucketing.guesses import (
    KNOCKS_PER_ADDRESS,
    SEATS_PER_CODE,
    address_of,
    count_one,
    is_spent,
)
from bucketing.models import Knock, Workshop
from bucketing.queries.door import knock_by_token
from bucketing.views.live import live, unchanged
from bucketing.views.seat_cookie import keep_seat

KNOCK_COOKIE = "knock-{code}"
SALT = "bucketing.knock"
AN_HOUR = 60 * 60
A_DAY = 24 * AN_HOUR


def knock(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The page behind the code. Its form carries the token, so pressing twice knocks once."""
    form = KnockForm(request.POST or None)
    token = _token_of(request)
    if request.method == "POST" and form.is_valid():
        if _is_too_much(request, workshop):
            return render(request, "429.html", status=429)
        try:
            knock_at_door(
                workshop=workshop,
                name=form.cleaned_data["name"],
                token=token,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return _keep_knock(redirect("workshop-knock", workshop.join_code), workshop, token)
    press = signing.dumps(token, salt=SALT)
    context = {"form": form, "press": press, "code": workshop.join_code}
    status = 422 if form.errors else 200
    return render(request, "bucketing/knock.html", context, status=status)


@require_safe
@never_cache
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    """Waiting, or turned away; whoever was let in is led to the seat that their token holds now."""
    token = _cookie(request, code)
    if seat := seat_by_token(code, token):
        came_in = keep_seat(redirect("seat", seat.workshop.join_code), seat, token)
        return _forget_knock(came_in, seat.workshop.join_code)
    found = knock_by_token(code, token)
    if found is None:
        return redirect("workshop-join", clean_join_code(code) or "-")
    context = {"knock": found, "state": _state(found), "code": found.workshop.join_code}
    return render(request, "bucketing/knock_waiting.html", context)


@require_safe
@never_cache
def waiting_live(request: HttpRequest, code: str) -> HttpResponse:
    """204 while nothing changes; then the way to the page that knows what did."""
    found = knock_by_token(code, _cookie(request, code))
    if found and _state(found) == request.GET.get("revision"):
        return unchanged(timezone.now())
    if found is None and not seat_by_token(code, _cookie(request, code)):
        raise Http404
    return live(redirect("workshop-knock", clean_join_code(code)), timezone.now())


def _state(knock: Knock) -> str:
    if knock.workshop.closed_at:
        return "over"
    if knock.turned_away_at:
        return "turned-away"
    return "waiting" if knock.is_waiting(timezone.now()) else "unheard"


def _is_too_much(request: HttpRequest, workshop: Workshop) -> bool:
    """Count this knock, by address and by code, unless either has had enough."""
    counted = (
        ("knocks", address_of(request), KNOCKS_PER_ADDRESS),
        ("seats", workshop.join_code, SEATS_PER_CODE),
    )
    if any(is_spent(*each) for each in counted):
        return True
    for each in counted:
        count_one(*each)
    return False


def _token_of(request: HttpRequest) -> str:
    """The token that this page was given out with; a new one where it was not ours."""
    try:
        return str(signing.loads(request.POST.get("press", ""), salt=SALT, max_age=A_DAY))
    except signing.BadSignature:
        return new_seat_token()


def _cookie(request: HttpRequest, code: str) -> str:
    return request.COOKIES.get(KNOCK_COOKIE.format(code=clean_join_code(code)), "")


def _keep_knock(response: HttpResponse, workshop: Workshop, token: str) -> HttpResponse:
    response.set_cookie(
        KNOCK_COOKIE.format(code=workshop.join_code),
        token,
        max_age=AN_HOUR,
        path=reverse("workshop-knock", args=[workshop.join_code]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _forget_knock(response: HttpResponse, code: str) -> HttpResponse:
    path = reverse("workshop-knock", args=[code])
    response.delete_cookie(KNOCK_COOKIE.format(code=code), path=path, samesite="Lax")
    return response
