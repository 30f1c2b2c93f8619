"""Splitting a broad line into parts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from projects.access import portfolio_to_manage, project_in
from projects.actions.errors import Refused
from projects.actions.split_project import split_project
from projects.forms.projects import FEWEST_PARTS, MOST_PARTS, SplitForm
from projects.views.requests import SignedInRequest, sent


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_split(request: SignedInRequest, pk: int, project_pk: int) -> HttpResponse:
    door = portfolio_to_manage(request.user, pk)
    project = project_in(door.portfolio, project_pk)
    lines, parts = list(project.spend_lines.all()), _number_of_parts(request)
    form = SplitForm(sent(request), lines=lines, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            made = split_project(
                project=project, parts=form.parts(), by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{project.name} is split into {len(made)} parts.")
            return redirect("project-detail", pk, project_pk)
    context = {
        **door._asdict(),
        "project": project,
        "lines": lines,
        "form": form,
        "parts": parts,
        "part_numbers": range(FEWEST_PARTS, MOST_PARTS + 1),
    }
    status = 422 if form.errors else 200
    return render(request, "projects/project_split.html", context, status=status)


def _number_of_parts(request: SignedInRequest) -> int:
    asked = request.GET.get("parts", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 4 else FEWEST_PARTS
    return min(max(wanted, FEWEST_PARTS), MOST_PARTS)
