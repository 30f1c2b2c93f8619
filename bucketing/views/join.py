"""Coming into a workshop: the code, the name, the personal link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bucketing.access import seat_by_token, workshop_by_code
from bucketing.actions.errors import Refused
from bucketing.actions.seats import declare_interest, is_closing, join_workshop
from bucketing.domain.join_codes import clean_join_code
from bucketing.forms.joining import CodeForm, NameForm
from bucketing.guesses import (
    SEATS_PER_CODE,
    WRONG_CODES_PER_ADDRESS,
    WRONG_LINKS_PER_CODE,
    address_of,
    count_one,
    is_spent,
)
from bucketing.models import Door, InterestKind, Seat, Workshop
from bucketing.views.knock import knock
from bucketing.views.seat_cookie import keep_seat


@require_safe
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """The box for the code. Looking a code up changes nothing, so it is a plain GET."""
    if not request.GET.get("code", "").strip():
        return render(request, "bucketing/join.html", {"form": CodeForm()})
    form = CodeForm(request.GET)
    if form.is_valid():
        return redirect("workshop-join", code=form.cleaned_data["code"] or "-")
    return render(request, "bucketing/join.html", {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def workshop_join(request: HttpRequest, code: str) -> HttpResponse:
    """Say who you are. The seat and its cookie come with the POST."""
    if is_spent("code", address_of(request), WRONG_CODES_PER_ADDRESS):
        return render(request, "429.html", status=429)
    workshop = workshop_by_code(code)
    if workshop is None:
        return _wrong_code(request, code)
    if code != workshop.join_code and request.method != "POST":
        return redirect("workshop-join", code=workshop.join_code)
    if workshop.door == Door.KNOCK:
        return knock(request, workshop)
    return _give_name(request, workshop)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seat_return(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """A personal link. Opening it spends nothing; the button puts the seat on this device.

    A right link is never counted and never kept waiting, however many wrong ones came before it.
    """
    seat = seat_by_token(code, token)
    if seat is None:
        return _wrong_link(request, code)
    if request.method == "POST":
        return keep_seat(redirect("seat", code=seat.workshop.join_code), seat, token)
    return render(request, "bucketing/join_link.html", {"seat": seat, "workshop": seat.workshop})


def _give_name(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = NameForm(request.POST or None, workshop=workshop)
    if request.method == "POST" and form.is_valid():
        if is_spent("seats", workshop.join_code, SEATS_PER_CODE):
            return render(request, "429.html", status=429)
        try:
            seat, token = _take_seat(workshop, form)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            count_one("seats", workshop.join_code, SEATS_PER_CODE)
            return keep_seat(redirect("seat", code=workshop.join_code), seat, token)
    context = {"workshop": workshop, "form": form, "is_closing": is_closing(workshop)}
    status = 422 if form.errors else 200
    return render(request, "bucketing/join_name.html", context, status=status)


def _wrong_link(request: HttpRequest, code: str) -> HttpResponse:
    workshop_code = clean_join_code(code)
    if is_spent("link", workshop_code, WRONG_LINKS_PER_CODE):
        return render(request, "429.html", status=429)
    count_one("link", workshop_code, WRONG_LINKS_PER_CODE)
    return render(request, "bucketing/join_link_gone.html", {"code": code}, status=404)


def _wrong_code(request: HttpRequest, code: str) -> HttpResponse:
    count_one("code", address_of(request), WRONG_CODES_PER_ADDRESS)
    form = CodeForm({"code": code if code != "-" else ""})
    form.add_error(
        "code",
        "No workshop has this code. Compare it with the big screen: it holds no vowels, and none "
        "of the digits 0, 1, 2, 5 and 8.",
    )
    return render(request, "bucketing/join.html", {"form": form}, status=404)


def _take_seat(workshop: Workshop, form: NameForm) -> tuple[Seat, str]:
    now = timezone.now()
    seat, token = join_workshop(workshop=workshop, name=form.cleaned_data["name"], now=now)
    for kind, field in (
        (InterestKind.DIRECTORATE, "directorates"),
        (InterestKind.PROVIDER, "providers"),
    ):
        for value in form.cleaned_data[field]:
            declare_interest(seat=seat, kind=kind, value=value, now=now)
    return seat, token
