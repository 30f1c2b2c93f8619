"""The public page of a published summary."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reports.domain.lens import Lens
from reports.models import PublishedSummary
from reports.presenters.frozen import FrozenPage

PER_PAGE = 50


@require_safe
def published_summary(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the address. A withdrawn one answers 410 and shows nothing of it."""
    published = get_object_or_404(PublishedSummary.objects.select_related("workshop"), token=token)
    if published.withdrawn_at is not None:
        return _private(render(request, "reports/published_withdrawn.html", status=410))
    page = FrozenPage(published.payload, Lens.read(dict(request.GET.lists())).headline)
    projects = Paginator(published.payload["projects"], PER_PAGE).get_page(request.GET.get("page"))
    later = PublishedSummary.objects.standing().filter(
        workshop=published.workshop, version__gt=published.version
    )
    context = {
        "published": published,
        "payload": published.payload,
        "page": page,
        "page_obj": projects,
        "projects": page.projects(list(projects.object_list)),
        "has_later": later.exists(),
    }
    return _private(render(request, "reports/published_summary.html", context))


def _private(answer: HttpResponse) -> HttpResponse:
    """Found by its address alone, never by a search engine, nor by the page that a link leads to."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
