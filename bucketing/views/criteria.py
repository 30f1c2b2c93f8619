"""The criteria of an organisation: its versions, one in full, and a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessors.access import membership_for
from assessors.views.requests import SignedInRequest
from bucketing.actions.criteria import save_criteria_version
from bucketing.actions.workshops import built_in_criteria
from bucketing.forms.criteria import CriteriaForm
from bucketing.presenters.criteria import build_criteria
from bucketing.queries.criteria import criteria_for


@login_required
@require_safe
def criteria_list(request: SignedInRequest, slug: str) -> HttpResponse:
    me = membership_for(request.user, slug)
    context = {"organisation": me.organisation, "me": me, "sets": criteria_for(me.organisation)}
    return render(request, "bucketing/criteria_list.html", context)


@login_required
@require_safe
def criteria_detail(request: SignedInRequest, slug: str, criteria: int) -> HttpResponse:
    me = membership_for(request.user, slug)
    found = get_object_or_404(criteria_for(me.organisation), pk=criteria)
    context = {"organisation": me.organisation, "me": me, "criteria": build_criteria(found)}
    return render(request, "bucketing/criteria_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def criteria_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """A new version, starting from the one that `from` names or from the built-in wording."""
    me = membership_for(request.user, slug)
    if not me.can_facilitate:
        raise PermissionDenied
    number = request.GET.get("from", "")
    start = criteria_for(me.organisation).filter(pk=number).first() if number.isdecimal() else None
    name = start.name if start and start.organisation_id else f"Criteria of {me.organisation}"
    content = (start or built_in_criteria()).content
    form = CriteriaForm(request.POST or None, start=content, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        saved = save_criteria_version(
            organisation=me.organisation,
            name=form.cleaned_data["name"],
            content=form.content,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"Saved as {saved}. New workshops can choose it.")
        return redirect("criteria-list", slug)
    context = {"organisation": me.organisation, "me": me, "form": form}
    status = 422 if form.errors else 200
    return render(request, "bucketing/criteria_new.html", context, status=status)
