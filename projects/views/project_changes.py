"""Changing one project: its words, its amounts, its place in the archive."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from projects.access import portfolio_to_manage, project_in
from projects.actions.errors import Refused
from projects.actions.project_changes import change_amounts, edit_project, set_archived
from projects.forms.projects import AmountsForm, ProjectForm
from projects.views.requests import SignedInRequest, sent


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: SignedInRequest, pk: int, project_pk: int) -> HttpResponse:
    door = portfolio_to_manage(request.user, pk)
    project = project_in(door.portfolio, project_pk)
    form = ProjectForm(sent(request), instance=project)
    if request.method == "POST" and form.is_valid():
        try:
            edit_project(
                project=project, fields=form.cleaned_data, by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("reference", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("project-detail", pk, project_pk)
    context = {**door._asdict(), "project": project, "form": form}
    status = 422 if form.errors else 200
    return render(request, "projects/project_edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_amounts(request: SignedInRequest, pk: int, project_pk: int) -> HttpResponse:
    door = portfolio_to_manage(request.user, pk)
    project = project_in(door.portfolio, project_pk)
    form = AmountsForm(sent(request), lines=list(project.spend_lines.all()))
    if request.method == "POST" and form.is_valid():
        try:
            change_amounts(
                project=project, amounts=form.amounts(), by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("project-detail", pk, project_pk)
    context = {**door._asdict(), "project": project, "form": form}
    status = 422 if form.errors else 200
    return render(request, "projects/project_amounts.html", context, status=status)


@login_required
@require_POST
def project_archive(request: SignedInRequest, pk: int, project_pk: int) -> HttpResponse:
    """Into the archive, or out of it with `restore`."""
    door = portfolio_to_manage(request.user, pk)
    project = project_in(door.portfolio, project_pk)
    archived = "restore" not in request.POST
    set_archived(
        portfolio=door.portfolio,
        project_ids=[project.pk],
        archived=archived,
        by=request.user,
        now=timezone.now(),
    )
    where = "in the archive" if archived else "back in the list"
    messages.success(request, f"{project.name} is {where}.")
    return redirect("project-detail", pk, project_pk)
