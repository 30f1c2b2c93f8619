"""Step 2: what the file is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from projects.actions.errors import Refused
from projects.actions.import_steps import read_otherwise, say_sheet
from projects.forms.import_sheet import ENCODINGS, ReadingForm, SheetForm
from projects.presenters.import_steps import SHEET, reading_words, shown_rows
from projects.queries.import_outline import Outline, first_rows, likeliest_sheet, outline_of
from projects.queries.import_steps import sheet_said
from projects.spreadsheets.reader import Sheet
from projects.templatetags.money import financial_year
from projects.views.open_imports import OpenImport, import_step
from projects.views.requests import SignedInRequest, sent


@require_http_methods(["GET", "HEAD", "POST"])
@import_step("import-sheet")
def import_sheet(request: SignedInRequest, step: OpenImport) -> HttpResponseBase:
    if not step.spreadsheet.sheets:
        return render(
            request,
            "projects/import_no_sheet.html",
            step.context(SHEET) | {"spreadsheet": step.spreadsheet},
        )
    sheet = _chosen_sheet(request, step)
    outline = outline_of(
        step.spreadsheet,
        sheet,
        step.portfolio.organisation_id,
        _header_row(request, step, sheet),
        file_name=step.spend_import.file_name,
    )
    form = SheetForm(
        sent(request), needs_year=_needs_year(outline), initial=_initial(step, sheet, outline)
    )
    if request.method == "POST" and form.is_valid():
        if outline.proposal:
            say_sheet(spend_import=step.spend_import, said=form.said(sheet.name))
            return step.go("import-columns")
        form.add_error(
            "header_row",
            "No column below this row holds amounts of money: choose the row that holds the headings.",
        )
    return _show(request, step, sheet, outline, form)


def _chosen_sheet(request: SignedInRequest, step: OpenImport) -> Sheet:
    """The one asked for, else the one said before, else the likeliest."""
    said = sheet_said(step.spend_import)
    asked = request.POST.get("sheet", request.GET.get("sheet"))
    name = said.sheet if asked is None and said else asked
    by_name = {sheet.name: sheet for sheet in step.spreadsheet.sheets}
    return by_name[name] if name in by_name else likeliest_sheet(step.spreadsheet)


def _header_row(request: SignedInRequest, step: OpenImport, sheet: Sheet) -> int | None:
    asked = request.POST.get("header_row") or request.GET.get("header_row", "")
    if asked.isdecimal():
        return int(asked)
    said = sheet_said(step.spend_import)
    return said.header_row if said and said.sheet == sheet.name else None


def _needs_year(outline: Outline) -> bool:
    """Whether nothing in the table tells the year."""
    return outline.proposal is not None and outline.proposal.interpretation.lacks_year


def _initial(step: OpenImport, sheet: Sheet, outline: Outline) -> dict[str, Any]:
    """What was said before, else what the sheet itself says."""
    said = sheet_said(step.spend_import)
    if said and said.sheet == sheet.name:
        return said.to_json() | {"default_year": financial_year(said.default_year)}
    if outline.proposal is None:
        return {"unit": "pounds", "basis": "planned", "currency": "GBP"}
    how = outline.proposal.interpretation
    return {
        "header_row": how.header_row,
        "unit": how.unit.value,
        "currency": how.currency,
        "default_year": financial_year(how.default_year),
        "basis": how.basis,
    }


def _show(
    request: SignedInRequest, step: OpenImport, sheet: Sheet, outline: Outline, form: SheetForm
) -> HttpResponse:
    spreadsheet = step.spreadsheet
    header_row = outline.header.row if outline.header else None
    context = step.context(SHEET) | {
        "form": form,
        "sheet": sheet,
        "spreadsheet": spreadsheet,
        "outline": outline,
        "rows": shown_rows(first_rows(sheet, header_row), header_row),
        "reading": reading_words(spreadsheet.encoding, spreadsheet.delimiter, dict(ENCODINGS)),
        "reading_form": ReadingForm(
            initial={"encoding": spreadsheet.encoding, "delimiter": spreadsheet.delimiter}
        ),
    }
    return render(
        request, "projects/import_sheet.html", context, status=422 if form.errors else 200
    )


@require_POST
@import_step("import-sheet")
def import_reading(request: SignedInRequest, step: OpenImport) -> HttpResponseBase:
    """Another encoding or delimiter for a text file."""
    form = ReadingForm(request.POST)
    if form.is_valid():
        try:
            read_otherwise(spend_import=step.spend_import, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return step.go("import-sheet")
