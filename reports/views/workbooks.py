"""Choosing what a workbook holds, and waiting for a long one."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bucketing.actions.errors import Refused
from reports.access import Reading, summary_to_read
from reports.domain.lens import Lens
from reports.models import WorkbookBuild
from reports.presenters.workbook_choice import WorkbookChoice
from reports.presenters.workbook_progress import progress_of
from reports.queries.summaries import load_summary
from reports.queries.workbook import is_long
from reports.views.downloads import address_of, lens_of, record, workbook_answer
from reports.views.summary import not_yet
from reports.workbook.background import ask_for_workbook
from reports.workbook.build import usual_sheets


@login_required
@require_safe
def workbook_choose(request: HttpRequest, pk: int) -> HttpResponse:
    reading = summary_to_read(request, pk, timezone.now())
    if not reading.may_read:
        return not_yet(request, reading)
    summary = load_summary(reading.workshop, lens_of(request))
    context = {
        "workshop": reading.workshop,
        "choice": WorkbookChoice(summary, usual_sheets(summary)),
        "is_long": is_long(reading.workshop),
        "builds": _mine(reading, timezone.now()),
    }
    return render(request, "reports/workbook_choose.html", context)


@login_required
@require_POST
def workbook_make(request: HttpRequest, pk: int) -> HttpResponse:
    """A press on a long workbook; a second press finds the one that is on its way."""
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    lens = Lens.read(dict(request.POST.lists()))
    try:
        build = ask_for_workbook(
            workshop=reading.workshop, lens=lens, by=reading.membership.user, now=now
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of("summary-workbook-choose", pk, lens))
    return redirect("summary-workbook-build", pk, build.pk)


@login_required
@require_safe
def workbook_build(request: HttpRequest, pk: int, build_pk: int) -> HttpResponse:
    """The bar. The page asks with `poll`, and is led on to the file when it is ready."""
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    build = _build_of(reading, build_pk)
    if not reading.may_read:
        return not_yet(request, reading)
    progress = progress_of(build, reading.workshop, now)
    if "poll" in request.GET and not progress.is_under_way:
        return redirect(f"{request.path}?then=file")
    context = {
        "workshop": reading.workshop,
        "build": build,
        "lens": Lens.from_query(build.query),
        "progress": progress,
        "takes_file": progress.is_ready and request.GET.get("then") == "file",
    }
    return render(request, "reports/workbook_build.html", context)


@login_required
@require_safe
def workbook_file(request: HttpRequest, pk: int, build_pk: int) -> HttpResponseBase:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    build = _build_of(reading, build_pk)
    if not reading.may_read:
        return not_yet(request, reading)
    try:
        file = build.path.open("rb")
    except FileNotFoundError:
        return redirect("summary-workbook-build", pk, build_pk)
    record(reading, "xlsx", now)
    return workbook_answer(file, reading.workshop, Lens.from_query(build.query))


def _build_of(reading: Reading, build_pk: int) -> WorkbookBuild:
    """Only who asked for a workbook may have it; to everybody else it is not there."""
    mine = reading.workshop.workbook_builds.filter(user=reading.membership.user_id)
    build = get_object_or_404(mine, pk=build_pk)
    if build.is_expired(timezone.now()):
        raise Http404
    return build


def _mine(reading: Reading, now: datetime) -> list[WorkbookBuild]:
    builds = reading.workshop.workbook_builds.filter(user=reading.membership.user_id)
    return [build for build in builds if not build.is_expired(now)]
