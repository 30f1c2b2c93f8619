"""This workshop beside an earlier one."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bucketing.models import Workshop
from reports.access import Reading, earlier_to_read, summary_to_read
from reports.domain.comparison import compare
from reports.presenters import words
from reports.presenters.comparison_page import ComparisonPage
from reports.queries.measured import load_measured
from reports.queries.method import load_method
from reports.queries.summaries import no_collecting
from reports.views.downloads import lens_of
from reports.views.summary import not_yet


@login_required
@require_safe
def summary_compare(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    choices = earlier_to_read(reading, now)
    chosen = _chosen(request, choices)
    context = {
        "workshop": reading.workshop,
        "choices": choices,
        "chosen": chosen,
        "page": _page(request, reading, chosen) if chosen else None,
        "query": lens_of(request).query(),
    }
    return render(request, "reports/summary_compare.html", context)


def _chosen(request: HttpRequest, choices: list[Workshop]) -> Workshop | None:
    """One of those that this person may read; anything else is not there."""
    wanted = request.GET.get("with", "")
    if not wanted:
        return choices[0] if len(choices) == 1 else None
    for choice in choices:
        if str(choice.pk) == wanted:
            return choice
    raise Http404


def _page(request: HttpRequest, reading: Reading, earlier: Workshop) -> ComparisonPage:
    later, lens = reading.workshop, lens_of(request)
    with no_collecting():
        comparison = compare(
            load_measured(earlier).figures,
            load_measured(later).figures,
            lens.meaning,
            is_one_portfolio=earlier.portfolio_id == later.portfolio_id,
        )
    return ComparisonPage(earlier, later, comparison, lens, words.tier_names(load_method(later)))
