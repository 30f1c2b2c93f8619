"""A second panel on a random tenth: drawing it, and what came of it."""

from secrets import randbelow

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessors.models import User
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.verification import draw_verification
from bucketing.domain.verification import SampleBy
from bucketing.forms.verification import VerificationForm
from bucketing.models import Workshop
from bucketing.presenters.settling import tier_labels
from bucketing.presenters.verification import headline_rows
from bucketing.queries.settling import is_ready_to_settle
from bucketing.queries.verification import load_second_looks


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    if not is_ready_to_settle(workshop):
        return render(request, "bucketing/reconcile_not_yet.html", {"workshop": workshop})
    form = VerificationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second = _draw(request, workshop, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Drawn. Seat people here who were not in the first workshop.")
            return redirect("workshop-board", second.pk)
    looks = load_second_looks(workshop)
    context = {
        "workshop": workshop,
        "form": form,
        "names": tier_labels(workshop),
        "looks": [(look, headline_rows(look.comparison)) for look in looks],
    }
    status = 422 if form.errors else 200
    return render(request, "bucketing/verification.html", context, status=status)


def _draw(request: HttpRequest, workshop: Workshop, form: VerificationForm) -> Workshop:
    assert isinstance(request.user, User)  # who runs a workshop is signed in
    seed = form.cleaned_data["seed"]
    return draw_verification(
        workshop=workshop,
        sample_by=SampleBy(form.cleaned_data["sample_by"]),
        seed=randbelow(1_000_000) if seed is None else seed,
        by=request.user,
        now=timezone.now(),
    )
