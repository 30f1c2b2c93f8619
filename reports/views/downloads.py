"""Downloads of what the screen shows: the same address, the same filters."""

from datetime import datetime
from io import BytesIO
from typing import IO, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from bucketing.models import Workshop
from reports.access import Reading, summary_to_read
from reports.actions.exporting import record_export
from reports.domain.lens import Lens
from reports.presenters.csv_file import csv_lines
from reports.presenters.json_data import summary_data
from reports.queries.method import load_method
from reports.queries.summaries import load_summary, no_collecting
from reports.queries.workbook import is_long, load_workbook_source
from reports.views.summary import not_yet
from reports.workbook.build import write_workbook

Attached = TypeVar("Attached", bound=HttpResponseBase)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def summary_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    if is_long(reading.workshop):
        return redirect(address_of("summary-workbook-choose", pk, lens_of(request)))
    record(reading, "xlsx", now)
    file = BytesIO()
    with no_collecting():
        write_workbook(load_workbook_source(reading.workshop, lens_of(request), now), file)
    file.seek(0)
    return workbook_answer(file, reading.workshop, lens_of(request))


@login_required
@require_safe
def summary_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    record(reading, "csv", now)
    summary = load_summary(reading.workshop, lens_of(request))
    lines = csv_lines(summary, load_method(reading.workshop))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return attached(answer, file_name(reading.workshop, "csv", summary.lens))


@login_required
@require_safe
def summary_json(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    record(reading, "json", now)
    summary = load_summary(reading.workshop, lens_of(request))
    answer = JsonResponse(summary_data(summary, load_method(reading.workshop)))
    return attached(answer, file_name(reading.workshop, "json", summary.lens))


def record(reading: Reading, file_type: str, now: datetime) -> None:
    record_export(workshop=reading.workshop, file_type=file_type, by=reading.membership, now=now)


def workbook_answer(file: IO[bytes], workshop: Workshop, lens: Lens) -> FileResponse:
    return workbook_file(file, file_name(workshop, "xlsx", lens))


def workbook_file(file: IO[bytes], name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def address_of(name: str, pk: int, lens: Lens) -> str:
    """The same view at another address."""
    return reverse(name, args=[pk]) + lens.query()


def lens_of(request: HttpRequest) -> Lens:
    return Lens.read(dict(request.GET.lists()))


def attached(answer: Attached, name: str) -> Attached:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def file_name(workshop: Workshop, ending: str, lens: Lens) -> str:
    """northmere-budget-summary.xlsx: letters, digits and hyphens only, and whether it is a part."""
    part = "-filtered" if lens.is_filtered else ""
    return f"{slugify(workshop.name)[:60] or 'workshop'}-summary{part}.{ending}"
