"""What happened in a workshop, for those in charge."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_plan
from bucketing.presenters.log import log_line

LINES_ON_A_PAGE = 100


@login_required
@require_safe
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_plan(request, pk)
    events = workshop.events.select_related("user", "seat").order_by("-id")
    page = Paginator(events, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workshop": workshop,
        "page_obj": page,
        "lines": [log_line(event) for event in page.object_list],
    }
    return render(request, "bucketing/log.html", context)
