"""The bar that a person watches while a worker reads or brings in a long file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.access import import_in, portfolio_to_manage
from projects.models import SpendImport
from projects.presenters.import_progress import progress_of
from projects.presenters.import_steps import CONFIRM, SHEET, STEP_NAMES
from projects.views.requests import SignedInRequest


@login_required
@require_safe
def import_progress(request: SignedInRequest, pk: int, import_pk: int) -> HttpResponse:
    """Asked again and again by the page itself; it leads on when the work is done."""
    door = portfolio_to_manage(request.user, pk)
    spend_import = import_in(door.portfolio, import_pk)
    if not spend_import.work:
        return _lead_on(request, spend_import)
    is_reading = spend_import.work == SpendImport.Work.READING
    context = {
        **door._asdict(),
        "spend_import": spend_import,
        "steps": STEP_NAMES,
        "current": SHEET if is_reading else CONFIRM,
        "progress": progress_of(spend_import, timezone.now()),
    }
    return render(request, "projects/import_progress.html", context)


def _lead_on(request: SignedInRequest, spend_import: SpendImport) -> HttpResponse:
    keys = (spend_import.portfolio_id, spend_import.pk)
    if spend_import.refusal and spend_import.status == SpendImport.Status.UPLOADED:
        messages.error(request, spend_import.refusal)
        return redirect("import-preview", *keys)
    return redirect("import-detail", *keys)
