"""The summary on two pages of A4."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.access import summary_to_read
from reports.presenters.paper import PaperSummary
from reports.queries.method import load_method
from reports.queries.summaries import load_summary
from reports.views.downloads import lens_of
from reports.views.summary import not_yet


@login_required
@require_safe
def summary_print(request: HttpRequest, pk: int) -> HttpResponse:
    reading = summary_to_read(request, pk, timezone.now())
    if not reading.may_read:
        return not_yet(request, reading)
    summary = load_summary(reading.workshop, lens_of(request))
    page = PaperSummary(summary, load_method(reading.workshop))
    context = {
        "workshop": reading.workshop,
        "page": page,
        "reading": reading,
        "query": page.lens.query(),
    }
    return render(request, "reports/summary_print.html", context)
