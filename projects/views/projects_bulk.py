"""Several projects at once: one field, one project out of them, or the archive."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from projects.access import PortfolioDoor, portfolio_to_manage
from projects.actions.errors import Refused
from projects.actions.merge_projects import merge_projects
from projects.actions.project_changes import edit_projects, set_archived
from projects.forms.project_filters import wanted_from
from projects.forms.projects import BulkEditForm
from projects.queries.project_list import find_projects, totals_of
from projects.views.requests import SignedInRequest

MOST_MERGED = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def projects_bulk(request: SignedInRequest, pk: int) -> HttpResponse:
    door = portfolio_to_manage(request.user, pk)
    ids = _chosen_ids(request, door)
    if not ids:
        messages.error(request, "Choose at least one project in the list.")
        return redirect("portfolio-detail", pk)
    form = BulkEditForm()
    if request.method == "POST":
        form = BulkEditForm(request.POST if request.POST.get("do") == "edit" else None)
        if _done(request, door, ids, form):
            return redirect("portfolio-detail", pk)
    projects = door.portfolio.projects.filter(pk__in=ids).order_by("reference")
    context = {
        **door._asdict(),
        "form": form,
        "projects": projects[:MOST_MERGED],
        "count": len(ids),
        "ids": ",".join(map(str, ids)),
        "can_merge": 1 < len(ids) <= MOST_MERGED,
    }
    status = 422 if form.errors else 200
    return render(request, "projects/projects_bulk.html", context, status=status)


def _chosen_ids(request: SignedInRequest, door: PortfolioDoor) -> list[int]:
    """The projects ticked, or all that the list showed; only of this portfolio."""
    if request.method == "POST":
        asked = request.POST.get("ids", "").split(",")
    elif request.GET.get("all"):
        wanted = wanted_from(request.GET, totals_of(door.portfolio))
        return [project.pk for project in find_projects(door.portfolio, wanted)]
    else:
        asked = request.GET.getlist("project")
    keys = {int(key) for key in asked if key.isdecimal() and len(key) < 18}
    mine = door.portfolio.projects.order_by("pk").values_list("pk", flat=True)
    return [key for key in mine if key in keys]


def _done(
    request: SignedInRequest, door: PortfolioDoor, ids: list[int], form: BulkEditForm
) -> bool:
    """Whether it was done; otherwise the page says why not."""
    acts: dict[str, Callable[[], str | None]] = {
        "edit": lambda: _edit(request, door, ids, form),
        "merge": lambda: _merge(request, door, ids),
        "archive": lambda: _archive(request, door, ids),
    }
    act = acts.get(request.POST.get("do", ""))
    try:
        said = act() if act else None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if said:
        messages.success(request, said)
    return said is not None


def _edit(
    request: SignedInRequest, door: PortfolioDoor, ids: list[int], form: BulkEditForm
) -> str | None:
    if not form.is_valid():
        return None
    count = edit_projects(
        portfolio=door.portfolio,
        project_ids=ids,
        **form.cleaned_data,
        by=request.user,
        now=timezone.now(),
    )
    return f"{count} of {len(ids)} projects changed."


def _merge(request: SignedInRequest, door: PortfolioDoor, ids: list[int]) -> str:
    into = request.POST.get("into", "")
    target = merge_projects(
        portfolio=door.portfolio,
        project_ids=ids[: MOST_MERGED + 1],
        into=int(into) if into.isdecimal() else 0,
        by=request.user,
        now=timezone.now(),
    )
    return f"{len(ids)} projects are one now: {target.name}."


def _archive(request: SignedInRequest, door: PortfolioDoor, ids: list[int]) -> str:
    count = set_archived(
        portfolio=door.portfolio,
        project_ids=ids,
        archived=True,
        by=request.user,
        now=timezone.now(),
    )
    return f"{count} projects are in the archive. They count in no total any more."
