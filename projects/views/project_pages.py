"""One project: what it is, what is spent on it, what was changed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.access import portfolio_to_read, project_in
from projects.presenters.projects import facts, history
from projects.queries.project_list import totals_by_year
from projects.views.requests import SignedInRequest


@login_required
@require_safe
def project_detail(request: SignedInRequest, pk: int, project_pk: int) -> HttpResponse:
    door = portfolio_to_read(request.user, pk)
    project = project_in(door.portfolio, project_pk)
    lines = list(project.spend_lines.select_related("spend_import"))
    context = {
        **door._asdict(),
        "project": project,
        "lines": lines,
        "totals": totals_by_year(lines),
        "facts": facts(project),
        "attributes": list(project.attributes.items()),
        "history": history(project.changes.select_related("changed_by")),
        "parts": project.parts.order_by("reference"),
    }
    return render(request, "projects/project_detail.html", context)
