"""This workshop beside an earlier one: on the screen, as CSV and as a workbook."""

from datetime import datetime
from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from bucketing.models import Workshop
from reports.access import Reading, earlier_to_read, summary_to_read
from reports.domain.compare_lens import CompareLens
from reports.domain.comparison import compare
from reports.presenters import words
from reports.presenters.comparison_file import comparison_lines
from reports.presenters.comparison_page import ComparisonPage
from reports.queries.measured import load_measured
from reports.queries.method import load_method
from reports.queries.summaries import no_collecting
from reports.views.downloads import attached, lens_of, record, workbook_file
from reports.views.summary import not_yet
from reports.workbook.comparison_book import write_comparison

PER_PAGE = 25


@login_required
@require_safe
def summary_compare(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    choices = earlier_to_read(reading, now)
    chosen = _chosen(request, choices)
    page = _page(request, reading, chosen) if chosen else None
    projects = Paginator(page.projects if page else [], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workshop": reading.workshop,
        "choices": choices,
        "chosen": chosen,
        "page": page,
        "page_obj": projects,
        "projects": [page.present(each) for each in projects] if page else [],
        "query": lens_of(request).query(),
    }
    return render(request, "reports/summary_compare.html", context)


@login_required
@require_safe
def summary_compare_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    page = _page_to_take(request, reading, now)
    record(reading, "csv", now)
    answer = StreamingHttpResponse(comparison_lines(page), content_type="text/csv; charset=utf-8")
    return attached(answer, _file_name(page, "csv"))


@login_required
@require_safe
def summary_compare_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    page = _page_to_take(request, reading, now)
    record(reading, "xlsx", now)
    file = BytesIO()
    with no_collecting():
        write_comparison(page, load_method(reading.workshop), now, file)
    file.seek(0)
    return workbook_file(file, _file_name(page, "xlsx"))


def _chosen(request: HttpRequest, choices: list[Workshop]) -> Workshop | None:
    """One of those that this person may read; anything else is not there."""
    wanted = request.GET.get("with", "")
    if not wanted:
        return choices[0] if len(choices) == 1 else None
    for choice in choices:
        if str(choice.pk) == wanted:
            return choice
    raise Http404


def _page_to_take(request: HttpRequest, reading: Reading, now: datetime) -> ComparisonPage:
    chosen = _chosen(request, earlier_to_read(reading, now))
    if chosen is None:
        raise Http404
    return _page(request, reading, chosen)


def _page(request: HttpRequest, reading: Reading, earlier: Workshop) -> ComparisonPage:
    later = reading.workshop
    with no_collecting():
        comparison = compare(
            load_measured(earlier).figures,
            load_measured(later).figures,
            is_one_portfolio=earlier.portfolio_id == later.portfolio_id,
        )
    lens = CompareLens.read(dict(request.GET.lists()), earlier.pk)
    return ComparisonPage(earlier, later, comparison, lens, words.tier_names(load_method(later)))


def _file_name(page: ComparisonPage, ending: str) -> str:
    later, earlier = (slugify(w.name)[:40] or "workshop" for w in (page.later, page.earlier))
    part = "-filtered" if page.filters or page.lens.kind else ""
    return f"{later}-compared-with-{earlier}{part}.{ending}"
