"""What was brought in: the list, one import, its original file, taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from projects.access import import_in, portfolio_to_manage, portfolio_to_read
from projects.actions.errors import Refused
from projects.actions.import_steps import leave_import
from projects.actions.undo_import import undo_import
from projects.models import SpendImport
from projects.queries.import_steps import furthest_step
from projects.views.requests import SignedInRequest


@login_required
@require_safe
def import_list(request: SignedInRequest, pk: int) -> HttpResponse:
    door = portfolio_to_read(request.user, pk)
    imports = door.portfolio.spend_imports.select_related("uploaded_by").defer("before", "choices")
    return render(request, "projects/import_list.html", {**door._asdict(), "imports": imports})


@login_required
@require_safe
def import_detail(request: SignedInRequest, pk: int, import_pk: int) -> HttpResponse:
    """An unfinished import goes on where it was left."""
    door = portfolio_to_read(request.user, pk)
    spend_import = import_in(door.portfolio, import_pk)
    if spend_import.status == SpendImport.Status.UPLOADED:
        if door.me.can_manage and spend_import.work:
            return redirect("import-progress", pk, import_pk)
        if door.me.can_manage:
            return redirect(furthest_step(spend_import), pk, import_pk)
        return redirect("import-list", pk)
    context = {**door._asdict(), "spend_import": spend_import}
    return render(request, "projects/import_detail.html", context)


@login_required
@require_safe
def import_original(request: SignedInRequest, pk: int, import_pk: int) -> HttpResponseBase:
    """Always as an attachment of no particular type: nothing in it may run in a browser."""
    door = portfolio_to_manage(request.user, pk)
    spend_import = import_in(door.portfolio, import_pk)
    return FileResponse(
        spend_import.file.open("rb"),
        as_attachment=True,
        filename=spend_import.file_name,
        content_type="application/octet-stream",
    )


@login_required
@require_POST
def import_undo(request: SignedInRequest, pk: int, import_pk: int) -> HttpResponse:
    door = portfolio_to_manage(request.user, pk)
    spend_import = import_in(door.portfolio, import_pk)
    try:
        undo_import(spend_import=spend_import, by=request.user, now=timezone.now())
        messages.success(
            request, f"{spend_import.file_name} is undone: the list is as it was before."
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("import-detail", pk, import_pk)


@login_required
@require_POST
def import_leave(request: SignedInRequest, pk: int, import_pk: int) -> HttpResponse:
    door = portfolio_to_manage(request.user, pk)
    spend_import = import_in(door.portfolio, import_pk)
    try:
        leave_import(spend_import=spend_import)
        messages.success(request, f"Nothing of {spend_import.file_name} was brought in.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("portfolio-detail", pk)
