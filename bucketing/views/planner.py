"""Planning a workshop: numbers in, the trade in plain words out, and a workshop at the end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessors.views.requests import SignedInRequest
from bucketing.actions.errors import Refused
from bucketing.actions.workshops import create_workshop
from bucketing.forms.planner import PlannerForm
from bucketing.models import Workshop
from bucketing.presenters.planner import PlannerAnswer
from bucketing.queries.judgeable import Judgeable, amounts_of, facilitated_by, judgeable_by
from bucketing.queries.set_aside import set_aside_last_time
from projects.templatetags.money import financial_year


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_new(request: SignedInRequest) -> HttpResponse:
    if not facilitated_by(request.user):
        raise PermissionDenied
    choices = judgeable_by(request.user)
    if not choices:
        return render(request, "bucketing/planner_empty.html")
    form = PlannerForm(_given(request, choices), choices=choices)
    answer = _answer(form) if form.is_valid() else None
    if answer and request.method == "POST" and "make" in request.POST:
        made = _make(request, form, answer) if _is_meant(request, answer) else None
        if made:
            return redirect("workshop-board", made.pk)
    return _show(request, form, answer)


def _answer(form: PlannerForm) -> PlannerAnswer:
    aside = set_aside_last_time(form.chosen.portfolio)
    return PlannerAnswer(form, amounts_of(form.chosen, aside))


def _given(request: SignedInRequest, choices: list[Judgeable]) -> dict[str, Any]:
    """What the person sent, over the usual numbers; a portfolio may be named in the address."""
    sent = (request.POST if request.method == "POST" else request.GET).dict()
    blank = PlannerForm(choices=choices)
    usual = {name: field.initial for name, field in blank.fields.items() if field.initial}
    named = sent.pop("portfolio", "")
    first = next((each for each in choices if str(each.portfolio.pk) == named), choices[0])
    return {"spend": first.key, **usual, **sent}


def _is_meant(request: SignedInRequest, answer: PlannerAnswer) -> bool:
    """Whether a plan that leaves out most of the money was confirmed."""
    if not answer.leaves_out_most or request.POST["make"] == "anyway":
        return True
    messages.error(
        request,
        "This plan leaves out over half of the money. Change it, or press the button below it.",
    )
    return False


def _make(request: SignedInRequest, form: PlannerForm, answer: PlannerAnswer) -> Workshop | None:
    chosen = form.chosen
    year = financial_year(chosen.financial_year)
    try:
        return create_workshop(
            portfolio=chosen.portfolio,
            name=form.cleaned_data["name"] or f"{chosen.portfolio.name} {year}",
            financial_year=chosen.financial_year,
            basis=chosen.basis,
            plan=answer.plan,
            running_order=answer.running_order,
            criteria_set=form.cleaned_data["criteria_set"],
            expected_people=answer.people,
            set_aside=set_aside_last_time(chosen.portfolio),
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        messages.error(request, str(error))
        return None


def _show(
    request: SignedInRequest, form: PlannerForm, answer: PlannerAnswer | None
) -> HttpResponse:
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "bucketing/planner_answer.html" if is_fragment else "bucketing/planner.html"
    status = 200 if answer or is_fragment else 422
    return render(request, template, {"form": form, "answer": answer}, status=status)
