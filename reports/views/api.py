"""A read-only data interface for programs, with a description in OpenAPI at /api/openapi.json.

A personal token opens what its owner may read in one organisation: never an unfinished workshop,
never a single answer.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.responses import Response
from ninja.security import HttpBearer

from assessors.models import EntryRefused, Membership
from bucketing.models import Workshop
from projects.templatetags.money import financial_year
from reports.access import membership_of_token, reading_of
from reports.domain.lens import Lens
from reports.presenters.json_data import project_list, summary_data
from reports.queries.api import portfolios_of, workshops_of
from reports.queries.method import load_method
from reports.queries.summaries import load_summary
from reports.views.api_schemas import PortfolioOut, ProjectOut, Refusal, SummaryOut, WorkshopOut

NOT_YET = "The room is still judging. The summary opens when every first answer is in."


class PersonalToken(HttpBearer):
    """`Authorization: Bearer bkt_…`; anything else answers 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Membership | None:
        return membership_of_token(token)


api = NinjaAPI(
    title="Bucketing",
    version="1",
    description="Portfolios, workshops, projects with their settled splits, and summaries. Read only.",
    auth=PersonalToken(),
    docs_url=None,  # its page would load scripts from elsewhere
    openapi_url=None,  # served below, to readers only
    urls_namespace="api",
)


@api.exception_handler(EntryRefused)
def refuse_entry(request: HttpRequest, refusal: EntryRefused) -> HttpResponse:
    return api.create_response(request, {"detail": str(refusal)}, status=403)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description in OpenAPI. It holds nobody's data, so anybody may read it."""
    return Response(api.get_openapi_schema())


@api.get("/portfolios", response=list[PortfolioOut], url_name="portfolios")
def portfolios(request: HttpRequest) -> Any:
    """The portfolios of the token's organisation."""
    return portfolios_of(_membership(request))


@api.get("/workshops", response=list[WorkshopOut], url_name="workshops")
def workshops(request: HttpRequest) -> Any:
    """The workshops of the token's organisation, newest first."""
    membership, now = _membership(request), timezone.now()
    return [
        {
            "id": workshop.pk,
            "name": workshop.name,
            "portfolio_id": workshop.portfolio_id,
            "financial_year": financial_year(workshop.financial_year),
            "basis": workshop.basis,
            "closed": workshop.closed_at is not None,
            "is_readable": reading_of(workshop, membership, now).may_read,
        }
        for workshop in workshops_of(membership)
    ]


@api.get(
    "/workshops/{int:workshop_id}/summary",
    response={200: SummaryOut, 403: Refusal, 404: Refusal},
    url_name="summary",
)
def summary(request: HttpRequest, workshop_id: int) -> Any:
    """The headline, tiers, coverage and a break-down; filters and `by` as in the page's address."""
    workshop = _readable(request, workshop_id)
    lens = Lens.read(dict(request.GET.lists()))
    return summary_data(load_summary(workshop, lens), load_method(workshop))


@api.get(
    "/workshops/{int:workshop_id}/projects",
    response={200: list[ProjectOut], 403: Refusal, 404: Refusal},
    url_name="projects",
)
def projects(request: HttpRequest, workshop_id: int) -> Any:
    """Every project with its settled split; filters as in the page's address."""
    workshop = _readable(request, workshop_id)
    lens = Lens.read(dict(request.GET.lists()))
    return project_list(load_summary(workshop, lens), load_method(workshop))


def _membership(request: HttpRequest) -> Membership:
    membership: Membership = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return membership


def _readable(request: HttpRequest, workshop_id: int) -> Workshop:
    """404 for a workshop of another organisation, 403 while the room still judges."""
    membership = _membership(request)
    try:
        workshop = get_object_or_404(workshops_of(membership), pk=workshop_id)
    except Http404 as missing:
        raise HttpError(404, "There is no such workshop.") from missing
    if not reading_of(workshop, membership, timezone.now()).may_read:
        raise HttpError(403, NOT_YET)
    return workshop
