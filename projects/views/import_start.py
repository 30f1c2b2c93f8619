"""Step 1: a file or a pasted table comes in."""

import io

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import portfolio_to_manage, portfolio_to_read
from projects.actions.errors import Refused
from projects.actions.import_steps import start_import
from projects.forms.uploads import UploadForm
from projects.presenters.import_steps import STEP_NAMES
from projects.spreadsheets.template import COLUMNS, write_template
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
            return redirect("import-detail", pk, made.pk)
    context = {
        **door._asdict(),
        "form": form,
        "steps": STEP_NAMES,
        "current": 1,
        "template_columns": COLUMNS,
    }
    status = 422 if form.errors else 200
    return render(request, "projects/import_new.html", context, status=status)


@login_required
@require_safe
def import_template(request: SignedInRequest, pk: int) -> HttpResponseBase:
    portfolio_to_read(request.user, pk)
    workbook = io.BytesIO()
    write_template(workbook)
    workbook.seek(0)
    return FileResponse(workbook, as_attachment=True, filename="projects-template.xlsx")
