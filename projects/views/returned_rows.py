"""The rows that cannot be taken, given back as a spreadsheet of the file's own shape."""

import io
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from projects.access import import_in, portfolio_to_manage
from projects.actions.uploads import spreadsheet_of
from projects.models import SpendImport
from projects.queries.import_result import result_of
from projects.spreadsheets.refusal import SpreadsheetRefused
from projects.spreadsheets.returned import write_returned_rows
from projects.views.requests import SignedInRequest


@login_required
@require_safe
def import_returned(request: SignedInRequest, pk: int, import_pk: int) -> HttpResponseBase:
    """Made again from the original, so that it is there as long as the import is."""
    door = portfolio_to_manage(request.user, pk)
    spend_import = import_in(door.portfolio, import_pk)
    if "interpretation" not in spend_import.choices:
        return redirect("import-detail", pk, import_pk)
    try:
        workbook = _returned(spend_import)
    except SpreadsheetRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("import-detail", pk, import_pk)
    name = f"{Path(spend_import.file_name).stem} - rows to mend.xlsx"
    return FileResponse(workbook, as_attachment=True, filename=name)


def _returned(spend_import: SpendImport) -> io.BytesIO:
    spreadsheet = spreadsheet_of(spend_import)
    result = result_of(spend_import, spreadsheet)
    workbook = io.BytesIO()
    rows = spreadsheet.sheet(result.interpretation.sheet).rows
    write_returned_rows(rows, result, workbook, import_id=spend_import.pk)
    workbook.seek(0)
    return workbook
