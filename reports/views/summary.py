"""The summary on the screen."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bucketing.access import is_running
from reports.access import Reading, summary_to_read
from reports.actions.looking import look_early
from reports.domain.lens import Lens
from reports.presenters.projects_list import PER_PAGE, ProjectHeadings, present_projects
from reports.presenters.summary_page import SummaryPage
from reports.queries.method import load_method
from reports.queries.summaries import load_summary


@login_required
@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    reading = summary_to_read(request, pk, timezone.now())
    if not reading.may_read:
        return not_yet(request, reading)
    lens = Lens.read(dict(request.GET.lists()))
    if "add" in request.GET:
        return redirect(f"{request.path}{lens.adding(request.GET['add']).query()}")
    return render(request, "reports/summary.html", _context(request, reading, lens))


@login_required
@require_POST
def summary_look(request: HttpRequest, pk: int) -> HttpResponse:
    reading = summary_to_read(request, pk, timezone.now())
    if not reading.may_look:
        return not_yet(request, reading)
    look_early(workshop=reading.workshop, by=reading.membership.user, now=timezone.now())
    return redirect("summary", pk)


def _context(request: HttpRequest, reading: Reading, lens: Lens) -> dict[str, object]:
    found = load_summary(reading.workshop, lens)
    page = SummaryPage(
        found, load_method(reading.workshop), show_all_rows=request.GET.get("rows") == "all"
    )
    projects = Paginator(found.figures, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "workshop": reading.workshop,
        "organisation": reading.workshop.portfolio.organisation,
        "reading": reading,
        "runs": is_running(request, reading.workshop),
        "page": page,
        "lens": page.lens,
        "query": page.lens.query(),
        "page_obj": projects,
        "projects": present_projects(projects.object_list),
        "headings": ProjectHeadings(page.lens, page.names),
    }


def not_yet(request: HttpRequest, reading: Reading) -> HttpResponse:
    context = {"workshop": reading.workshop, "reading": reading}
    return render(request, "reports/summary_not_yet.html", context, status=403)
