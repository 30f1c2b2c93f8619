"""Long files: what a worker does while the person watches a bar, or looks at something else."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import timezone
from django_tasks import task

from projects.actions.confirm_import import confirm_import
from projects.actions.errors import Refused
from projects.actions.uploads import forget_reading, read_upload, spreadsheet_of
from projects.models import SpendImport
from projects.queries.import_result import result_of
from projects.spreadsheets.limits import MEGABYTE
from projects.spreadsheets.refusal import SpreadsheetRefused

if TYPE_CHECKING:
    from assessors.models import User

LONG_FILE_BYTES = 2 * MEGABYTE


def begin_reading(*, spend_import: SpendImport, now: datetime) -> SpendImport:
    _begin(spend_import, SpendImport.Work.READING, now)
    read_in_background.enqueue(spend_import.pk)
    return spend_import


def begin_bringing_in(
    *, spend_import: SpendImport, seen: str, by: "User", now: datetime
) -> SpendImport:
    """`seen` is the stamp of the preview that the person confirms."""
    _begin(spend_import, SpendImport.Work.BRINGING_IN, now)
    bring_in_background.enqueue(spend_import.pk, seen, by.pk)
    return spend_import


def _begin(spend_import: SpendImport, work: str, now: datetime) -> None:
    SpendImport.objects.filter(pk=spend_import.pk).update(
        work=work, work_started_at=now, refusal=""
    )


def _finish(import_id: int, refusal: str = "", **changed: str) -> None:
    SpendImport.objects.filter(pk=import_id).update(work="", refusal=refusal, **changed)


@task()
def read_in_background(import_id: int) -> None:
    spend_import = SpendImport.objects.get(pk=import_id)
    try:
        read_upload(spend_import)
    except SpreadsheetRefused as refusal:
        _finish(import_id, str(refusal), status=SpendImport.Status.ABANDONED)
    else:
        _finish(import_id)


@task()
def bring_in_background(import_id: int, seen: str, user_id: int) -> None:
    spend_import = SpendImport.objects.get(pk=import_id)
    by = get_user_model().objects.get(pk=user_id)
    try:
        result = result_of(spend_import, spreadsheet_of(spend_import))
        confirm_import(
            spend_import=spend_import, result=result, seen=seen, by=by, now=timezone.now()
        )
    except (Refused, SpreadsheetRefused) as refusal:
        _finish(import_id, str(refusal))
    else:
        _finish(import_id)
        forget_reading(spend_import)
