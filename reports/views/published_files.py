"""Downloads of a published summary: frozen as its page is, for whoever has the address."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from reports.domain.lens import Lens
from reports.models import PublishedSummary
from reports.presenters.frozen import frozen_csv, frozen_data, published_words
from reports.views.downloads import XLSX, attached, file_name
from reports.views.published import private, published_by, withdrawn
from reports.workbook.frozen_book import write_frozen_workbook


@require_safe
def published_workbook(request: HttpRequest, token: str) -> HttpResponseBase:
    published = published_by(token)
    if published.withdrawn_at is not None:
        return withdrawn(request)
    file = BytesIO()
    write_frozen_workbook(published.payload, published_words(published), file)
    file.seek(0)
    name = _name(published, "xlsx")
    return private(FileResponse(file, as_attachment=True, filename=name, content_type=XLSX))


@require_safe
def published_csv(request: HttpRequest, token: str) -> HttpResponseBase:
    published = published_by(token)
    if published.withdrawn_at is not None:
        return withdrawn(request)
    text = "".join(frozen_csv(published.payload))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    return private(attached(answer, _name(published, "csv")))


@require_safe
def published_json(request: HttpRequest, token: str) -> HttpResponseBase:
    published = published_by(token)
    if published.withdrawn_at is not None:
        return withdrawn(request)
    return private(attached(JsonResponse(frozen_data(published)), _name(published, "json")))


def _name(published: PublishedSummary, ending: str) -> str:
    """With its version, because files of several versions lie beside each other."""
    return file_name(published.workshop, ending, Lens()).replace(
        ".", f"-version-{published.version}."
    )
