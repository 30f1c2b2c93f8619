"""What a person says about a file, step by step. Nothing reaches the portfolio before the last one."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import transaction

from projects.actions.background import LONG_FILE_BYTES, begin_reading
from projects.actions.errors import Refused
from projects.actions.spend_imports import record_upload
from projects.actions.uploads import forget_old_readings, forget_reading, read_upload
from projects.domain.interpretation import Interpretation
from projects.models import Portfolio, SpendImport
from projects.queries.import_steps import SheetSaid, columns_said
from projects.spreadsheets.refusal import SpreadsheetRefused

if TYPE_CHECKING:
    from assessors.models import User


def start_import(
    *, portfolio: Portfolio, file: BinaryIO, file_name: str, by: "User", now: datetime
) -> SpendImport:
    """Keeps the file and reads it; a long one is left to the worker. A file that cannot be read
    is not kept: Refused says why."""
    forget_old_readings()
    spend_import = record_upload(
        portfolio=portfolio, file=file, file_name=file_name, by=by, now=now
    )
    if spend_import.file.size > LONG_FILE_BYTES:
        return begin_reading(spend_import=spend_import, now=now)
    try:
        read_upload(spend_import)
    except SpreadsheetRefused as refusal:
        _throw_away(spend_import)
        raise Refused(str(refusal)) from refusal
    return spend_import


def _throw_away(spend_import: SpendImport) -> None:
    forget_reading(spend_import)
    spend_import.file.delete(save=False)
    spend_import.delete()


def read_otherwise(
    *, spend_import: SpendImport, encoding: str | None, delimiter: str | None
) -> SpendImport:
    """Reads a text file in another encoding or with another delimiter; what was said of its sheet goes."""
    before = spend_import.choices
    spend_import.choices = {"encoding": encoding, "delimiter": delimiter}
    try:
        read_upload(spend_import)
    except SpreadsheetRefused as refusal:
        spend_import.choices = before
        raise Refused(str(refusal)) from refusal
    return _say(spend_import, spend_import.choices)


def say_sheet(*, spend_import: SpendImport, said: SheetSaid) -> SpendImport:
    """The columns stay as they were said if the headings are still the same ones."""
    kept = ("encoding", "delimiter")
    before = columns_said(spend_import)
    if before and (before.sheet, before.header_row) == (said.sheet, said.header_row):
        kept = tuple(spend_import.choices)
    choices = {key: value for key, value in spend_import.choices.items() if key in kept}
    for key in ("columns", "interpretation"):
        if key in choices:
            choices[key] = said.applied_to(Interpretation.from_json(choices[key])).to_json()
    return _say(spend_import, choices | {"sheet": said.to_json()})


def say_columns(*, spend_import: SpendImport, interpretation: Interpretation) -> SpendImport:
    """How rows make projects has to be said again: it may hang on the columns."""
    kept = ("encoding", "delimiter", "sheet", "leaves_hidden")
    choices = {key: value for key, value in spend_import.choices.items() if key in kept}
    return _say(spend_import, choices | {"columns": interpretation.to_json()})


def say_rows(
    *, spend_import: SpendImport, interpretation: Interpretation, answer: str
) -> SpendImport:
    choices = spend_import.choices | {"interpretation": interpretation.to_json(), "rows": answer}
    return _say(spend_import, choices)


def say_hidden(*, spend_import: SpendImport, are_left_out: bool) -> SpendImport:
    """Whether rows that are hidden in the sheet count; said on the preview, which tells their money."""
    return _say(spend_import, spend_import.choices | {"leaves_hidden": are_left_out})


def leave_import(*, spend_import: SpendImport) -> SpendImport:
    """Nothing was brought in and nothing will be; that it was tried stays on the list."""
    with transaction.atomic():
        spend_import = _unfinished(spend_import)
        spend_import.status = SpendImport.Status.ABANDONED
        spend_import.save(update_fields=["status"])
    forget_reading(spend_import)
    return spend_import


@transaction.atomic
def _say(spend_import: SpendImport, choices: Mapping[str, Any]) -> SpendImport:
    spend_import = _unfinished(spend_import)
    spend_import.choices = dict(choices)
    spend_import.save(update_fields=["choices"])
    return spend_import


def _unfinished(spend_import: SpendImport) -> SpendImport:
    """Looked at again under the lock: a colleague may have finished it in the meantime."""
    fresh = SpendImport.objects.select_for_update().get(pk=spend_import.pk)
    if fresh.status != SpendImport.Status.UPLOADED:
        raise Refused("Somebody has finished with this file in the meantime.")
    return fresh
