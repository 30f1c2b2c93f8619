"""Steps 4 and 5: what would happen, and the word to do it."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from projects.actions.background import begin_bringing_in
from projects.actions.confirm_import import confirm_import
from projects.actions.errors import Refused
from projects.actions.import_steps import say_hidden
from projects.actions.uploads import forget_reading
from projects.presenters.import_preview import PreviewPage
from projects.presenters.import_steps import CONFIRM, PREVIEW
from projects.queries.import_outline import LONG_SHEET_ROWS
from projects.queries.import_result import preview_of, result_of
from projects.queries.import_steps import interpretation_of
from projects.views.open_imports import OpenImport, import_step
from projects.views.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@import_step("import-preview")
def import_preview(request: SignedInRequest, step: OpenImport) -> HttpResponseBase:
    """Sent off, it says whether hidden rows count, and shows what would happen then."""
    if request.method == "POST":
        say_hidden(
            spend_import=step.spend_import, are_left_out=request.POST.get("hidden") == "leave"
        )
        return step.go("import-preview")
    page = PreviewPage(preview_of(step.portfolio, step.spend_import, step.spreadsheet))
    context = step.context(PREVIEW) | {"page": page}
    return render(request, "projects/import_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@import_step("import-confirm")
def import_confirm(request: SignedInRequest, step: OpenImport) -> HttpResponseBase:
    if request.method == "POST":
        return _bring_in(request, step)
    page = PreviewPage(preview_of(step.portfolio, step.spend_import, step.spreadsheet))
    if not page.can_confirm:
        return step.go("import-preview")
    return render(request, "projects/import_confirm.html", step.context(CONFIRM) | {"page": page})


def _bring_in(request: SignedInRequest, step: OpenImport) -> HttpResponseBase:
    seen = request.POST.get("seen", "")
    if _is_long(step):
        begin_bringing_in(
            spend_import=step.spend_import, seen=seen, by=request.user, now=timezone.now()
        )
        return step.go("import-progress")
    result = result_of(step.spend_import, step.spreadsheet)
    try:
        confirm_import(
            spend_import=step.spend_import,
            result=result,
            seen=seen,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return step.go("import-preview")
    forget_reading(step.spend_import)
    return step.go("import-detail")


def _is_long(step: OpenImport) -> bool:
    how = interpretation_of(step.spend_import)
    return step.spreadsheet.sheet(how.sheet).row_count > LONG_SHEET_ROWS
