"""A read-only data interface for programs, with a description in OpenAPI at /api/openapi.json.

A personal token opens what its owner may read in one organisation: never an unfinished workshop,
never a single answer.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.pagination import LimitOffsetPagination, paginate
from ninja.responses import Response
from ninja.security import HttpBearer

from assessors.models import EntryRefused, Membership
from bucketing.models import Workshop
from projects.templatetags.money import financial_year
from reports.access import Caller, caller_of_token, reading_of
from reports.actions.exporting import record_fetch
from reports.domain.facets import STANDARD
from reports.domain.lens import ORDERS, Lens
from reports.presenters.json_data import ProjectList, headline_data
from reports.queries.api import portfolios_of, workshops_of
from reports.queries.method import load_method
from reports.queries.summaries import load_summary
from reports.views.api_schemas import PortfolioOut, ProjectOut, Refusal, SummaryOut, WorkshopOut

NO_WORKSHOP = "There is no such workshop."
LARGEST_ID = 2**63 - 1
NOT_YET = "The room is still judging. The summary opens when every first answer is in."


REFUSALS: dict[int, type[Refusal]] = {401: Refusal, 403: Refusal, 404: Refusal}
FILTERS = {
    "parameters": [
        {
            "name": facet.key,
            "in": "query",
            "required": False,
            "schema": {"type": "array", "items": {"type": "string"}},
            "description": f"Only projects with this value: {facet.label.lower()}. Can be repeated.",
        }
        for facet in STANDARD
    ]
}
BY = {
    "name": "by",
    "in": "query",
    "required": False,
    "schema": {"type": "string"},
    "description": "What the break-down is by, such as directorate, or kept. with the heading of a column.",
}


ORDER = {
    "name": "order",
    "in": "query",
    "required": False,
    "schema": {
        "type": "string",
        "enum": [f"{sign}{each}" for each in ORDERS for sign in ("", "-")],
    },
    "description": "What the projects are sorted by; a minus turns it round. Largest first without it.",
}


class PersonalToken(HttpBearer):
    """`Authorization: Bearer bkt_…`; anything else answers 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return caller_of_token(token)


class Pages(LimitOffsetPagination):
    """Long lists come in pages; `count` says how many there are in all."""

    class Input(Schema):
        limit: int = Field(1_000, ge=1, le=5_000)
        offset: int = Field(0, ge=0, le=10_000_000)


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


@api.get("/portfolios", response={200: list[PortfolioOut], 401: Refusal}, url_name="portfolios")
def portfolios(request: HttpRequest) -> Any:
    """The portfolios of the token's organisation."""
    return portfolios_of(_membership(request))


@api.get("/workshops", response={200: list[WorkshopOut], 401: Refusal}, url_name="workshops")
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
            "second_look_at": workshop.verifies_id,
            "is_readable": reading_of(workshop, membership, now).may_read,
        }
        for workshop in workshops_of(membership)
    ]


@api.get(
    "/workshops/{int:workshop_id}/summary",
    response={200: SummaryOut, **REFUSALS},
    url_name="summary",
    openapi_extra={"parameters": [BY, *FILTERS["parameters"]]},
)
def summary(request: HttpRequest, workshop_id: int) -> Any:
    """The headline, tiers, coverage and a break-down; filters and `by` as in the page's address."""
    workshop = _readable(request, workshop_id)
    lens = Lens.read(dict(request.GET.lists()))
    return headline_data(load_summary(workshop, lens), load_method(workshop))


@api.get(
    "/workshops/{int:workshop_id}/projects",
    response={200: list[ProjectOut], **REFUSALS},
    url_name="projects",
    openapi_extra={"parameters": [ORDER, *FILTERS["parameters"]]},
)
@paginate(Pages)
def projects(request: HttpRequest, workshop_id: int) -> Any:
    """The projects with their settled splits; filters and order as in the page's address."""
    workshop = _readable(request, workshop_id)
    lens = Lens.read(dict(request.GET.lists()))
    return ProjectList(load_summary(workshop, lens), load_method(workshop))


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return caller


def _membership(request: HttpRequest) -> Membership:
    return _caller(request).membership


def _readable(request: HttpRequest, workshop_id: int) -> Workshop:
    """404 for a workshop of another organisation, 403 while the room still judges."""
    caller, now = _caller(request), timezone.now()
    if workshop_id > LARGEST_ID:
        raise HttpError(404, NO_WORKSHOP)
    try:
        workshop = get_object_or_404(workshops_of(caller.membership), pk=workshop_id)
    except Http404 as missing:
        raise HttpError(404, NO_WORKSHOP) from missing
    if not reading_of(workshop, caller.membership, now).may_read:
        raise HttpError(403, NOT_YET)
    record_fetch(workshop=workshop, token=caller.token, now=now)
    return workshop
