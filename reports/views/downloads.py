"""Downloads of what the screen shows: the same address, the same filters."""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from reports.access import Reading, summary_to_read
from reports.domain.lens import Lens
from reports.queries.workbook import load_workbook_source
from reports.views.summary import not_yet
from reports.workbook.build import write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def summary_workbook(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    now = timezone.now()
    reading = summary_to_read(request, pk, now)
    if not reading.may_read:
        return not_yet(request, reading)
    lens = Lens.read(dict(request.GET.lists()))
    file = BytesIO()
    write_workbook(load_workbook_source(reading.workshop, lens, now), file)
    file.seek(0)
    name = file_name(reading, "xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_safe
def stub(request: HttpRequest, pk: int, project_pk: int = 0) -> HttpResponse:
    return HttpResponse("not yet")


def file_name(reading: Reading, ending: str) -> str:
    """northmere-budget-summary.xlsx: letters, digits and hyphens only."""
    return f"{slugify(reading.workshop.name)[:60] or 'workshop'}-summary.{ending}"
