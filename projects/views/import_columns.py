"""Step 3: what the columns are, and how rows become projects."""

from dataclasses import replace
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from projects.actions.import_steps import say_columns, say_rows
from projects.domain.faults import WarningKind
from projects.domain.headings import Field
from projects.domain.interpretation import Interpretation
from projects.domain.outline import row_facts
from projects.domain.period_columns import amounts_of_years
from projects.domain.proposal import Proposal
from projects.forms.import_columns import YEARS, ColumnsForm, uses_of
from projects.forms.import_rows import EACH_ROW, MOST_FILTERS, SAME_COLUMNS, FilterChoice, RowsForm
from projects.presenters.import_steps import COLUMNS, amount_choices, column_rows
from projects.presenters.words import FIELD_LABELS
from projects.queries.import_outline import amount_totals, outline_of
from projects.queries.import_steps import columns_said, sheet_said
from projects.views.open_imports import OpenImport, import_step
from projects.views.requests import SignedInRequest, sent


@require_http_methods(["GET", "HEAD", "POST"])
@import_step("import-columns")
def import_columns(request: SignedInRequest, step: OpenImport) -> HttpResponseBase:
    said = sheet_said(step.spend_import)
    assert said is not None  # import_step lets nobody in before
    sheet = step.spreadsheet.sheet(said.sheet)
    outline = outline_of(
        step.spreadsheet,
        sheet,
        step.portfolio.organisation_id,
        said.header_row,
        file_name=step.spend_import.file_name,
    )
    if outline.proposal is None:
        return step.go("import-sheet")
    proposal = outline.proposal
    proposed = _with_spending_only(proposal, said.applied_to(proposal.interpretation))
    before = columns_said(step.spend_import)
    form = ColumnsForm(
        sent(request),
        columns=proposal.columns,
        years=amounts_of_years(proposal.columns) if proposed.year_columns else (),
        amounts=amount_choices(amount_totals(sheet, proposal), proposed),
        labels=FIELD_LABELS,
        has_dates=Field.DATE in proposed.columns,
        initial=_initial(before or proposed, is_certain=bool(before) or outline.is_certain),
    )
    if request.method == "POST" and form.is_valid():
        say_columns(spend_import=step.spend_import, interpretation=form.interpretation(proposed))
        return step.go("import-rows")
    context = step.context(COLUMNS) | _columns_context(form, proposal) | {"outline": outline}
    return render(
        request, "projects/import_columns.html", context, status=422 if form.errors else 200
    )


def _with_spending_only(proposal: Proposal, how: Interpretation) -> Interpretation:
    """Income is no spending: where a column parts them, its filter is proposed on the next page."""
    spending = proposal.spending_filter
    return replace(how, where=(*how.where, spending)) if spending else how


def _initial(how: Interpretation, *, is_certain: bool) -> dict[str, Any]:
    amount = YEARS if how.year_columns else str(how.columns[Field.AMOUNT])
    return uses_of(how) | ({"amount": amount} if is_certain else {})


def _columns_context(form: ColumnsForm, proposal: Proposal) -> dict[str, Any]:
    return {
        "form": form,
        "columns": column_rows(proposal.columns, form),
        "dates": proposal.date_evidence,
        "passed_over": [
            warning.message
            for warning in proposal.warnings
            if warning.kind in (WarningKind.YEAR_COLUMNS_PASSED_OVER, WarningKind.MEASURES_ADDED)
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@import_step("import-rows")
def import_rows(request: SignedInRequest, step: OpenImport) -> HttpResponseBase:
    how = columns_said(step.spend_import)
    assert how is not None  # import_step lets nobody in before
    sheet = step.spreadsheet.sheet(how.sheet)
    facts = row_facts(sheet.rows, how, how.columns.get(Field.REFERENCE))
    form = RowsForm(
        sent(request),
        how=how,
        repeated=facts.repeated,
        filters=_filters(how, facts.values),
        initial=_initial_rows(step, how, facts.repeated),
    )
    if request.method == "POST" and form.is_valid():
        say_rows(
            spend_import=step.spend_import,
            interpretation=form.interpretation(),
            answer=form.cleaned_data["rows"],
        )
        return step.go("import-preview")
    context = step.context(COLUMNS) | {
        "form": form,
        "repeated": facts.repeated,
        "proposed_filters": [] if "rows" in step.spend_import.choices else how.where,
    }
    return render(request, "projects/import_rows.html", context, status=422 if form.errors else 200)


def _filters(how: Interpretation, values: dict[int, dict[str, int]]) -> list[FilterChoice]:
    """Columns that hold few values, apart from the amounts."""
    money = {how.columns.get(Field.AMOUNT), *(column.index for column in how.year_columns)}
    return [
        FilterChoice(index, how.heading(index), found)
        for index, found in values.items()
        if index not in money and sum(found.values()) >= 3 * len(found)
    ][:MOST_FILTERS]


def _initial_rows(step: OpenImport, how: Interpretation, repeated: int) -> dict[str, Any]:
    """What was said before; a repeated reference is asked about, never taken one way unasked."""
    said = step.spend_import.choices
    before = Interpretation.from_json(said["interpretation"]) if "rows" in said else how
    answer = said.get("rows") or (SAME_COLUMNS if how.group_by else None if repeated else EACH_ROW)
    groups = {f"group_{n}": str(index) for n, index in enumerate(before.group_by, 1)}
    filters = {f"filter-{each.column}": each.value for each in before.where}
    return {"rows": answer, **groups, **filters}
