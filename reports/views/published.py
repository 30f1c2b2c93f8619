"""The public page of a published summary."""

from typing import TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reports.domain.lens import Lens
from reports.models import PublishedSummary
from reports.presenters.frozen import FrozenPage

PER_PAGE = 50


Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
def published_summary(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the address. A withdrawn one answers 410 and shows nothing of it."""
    published = published_by(token)
    if published.withdrawn_at is not None:
        return withdrawn(request)
    page = FrozenPage(published.payload, Lens.read(dict(request.GET.lists())).headline)
    projects = Paginator(published.payload["projects"], PER_PAGE).get_page(request.GET.get("page"))
    versions = PublishedSummary.objects.filter(workshop=published.workshop).defer("payload")
    context = {
        "published": published,
        "payload": published.payload,
        "page": page,
        "page_obj": projects,
        "projects": page.projects(list(projects.object_list)),
        "other_versions": versions.exclude(pk=published.pk),
        "has_later": versions.standing().filter(version__gt=published.version).exists(),
    }
    return private(render(request, "reports/published_summary.html", context))


def published_by(token: str) -> PublishedSummary:
    return get_object_or_404(PublishedSummary.objects.select_related("workshop"), token=token)


def withdrawn(request: HttpRequest) -> HttpResponse:
    return private(render(request, "reports/published_withdrawn.html", status=410))


def private(answer: Answer) -> Answer:
    """Found by its address alone, never by a search engine, nor by the page that a link leads to."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
