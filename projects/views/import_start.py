"""Step 1: a file or a pasted table comes in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from projects.access import portfolio_to_manage
from projects.actions.errors import Refused
from projects.actions.import_steps import start_import
from projects.forms.uploads import UploadForm
from projects.presenters.import_steps import STEP_NAMES
from projects.views.requests import SignedInRequest, sent


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: SignedInRequest, pk: int) -> HttpResponse:
    door = portfolio_to_manage(request.user, pk)
    form = UploadForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, name = form.upload()
        try:
            made = start_import(
                portfolio=door.portfolio,
                file=file,
                file_name=name,
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "table", str(refusal))
        else:
            return redirect("import-sheet", pk, made.pk)
    context = {**door._asdict(), "form": form, "steps": STEP_NAMES}
    status = 422 if form.errors else 200
    return render(request, "projects/import_new.html", context, status=status)
