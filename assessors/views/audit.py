"""The record of what was done in an organisation, for its admins."""

from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.access import managing_membership_for
from assessors.actions.auditing import write_audit
from assessors.forms.audit import AuditFilterForm
from assessors.models import AuditEntry, AuditKind, Organisation
from assessors.models.audit import AuditQuerySet
from assessors.presenters.audit import AuditLine, audit_lines, csv_of
from assessors.queries.audit import GROUPS, entries_of, invited_by_number, names_of, people_in
from assessors.views.requests import SignedInRequest

ON_A_PAGE = 100
IN_A_BATCH = 1_000


@login_required
@require_safe
def audit_record(request: SignedInRequest, slug: str) -> HttpResponse:
    me = managing_membership_for(request.user, slug)
    form = _form(request, me.organisation)
    entries = entries_of(me.organisation, **form.filters())
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": me.organisation,
        "form": form,
        "page_obj": page,
        "lines": _lines(list(page.object_list)),
        "is_filtered": bool(form.filters()),
    }
    return render(request, "assessors/audit_record.html", context)


@login_required
@require_safe
def audit_record_csv(request: SignedInRequest, slug: str) -> StreamingHttpResponse:
    me = managing_membership_for(request.user, slug)
    filters = _form(request, me.organisation).filters()
    entries = entries_of(me.organisation, **filters)
    write_audit(
        organisation=me.organisation_id,
        kind=AuditKind.RECORD_EXPORTED,
        by=request.user.pk,
        now=timezone.now(),
    )
    answer = StreamingHttpResponse(csv_of(_all(entries)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{me.organisation.slug}-record.csv"'
    return answer


def _form(request: SignedInRequest, organisation: Organisation) -> AuditFilterForm:
    groups = {key: label for key, (label, _) in GROUPS.items()}
    return AuditFilterForm(request.GET or None, groups=groups, people=people_in(organisation))


def _all(entries: AuditQuerySet) -> Iterator[AuditLine]:
    rest = iter(entries.iterator(IN_A_BATCH))
    while batch := list(islice(rest, IN_A_BATCH)):
        yield from _lines(batch)


def _lines(entries: list[AuditEntry]) -> list[AuditLine]:
    return audit_lines(entries, names_of(entries), invited_by_number(entries))
