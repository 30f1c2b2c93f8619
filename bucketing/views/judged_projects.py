"""What is judged and what is not: the list, and setting projects aside with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import is_running, workshop_to_plan
from bucketing.actions.errors import Refused
from bucketing.actions.workshops import BY_HAND_REASONS, set_left_out
from bucketing.models import LeftOut, Workshop
from bucketing.queries.projects import find_projects, left_out_totals
from bucketing.views.acts import act_of_running

ON_A_PAGE = 50


@login_required
@require_safe
def judged_projects(request: SignedInRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_plan(request, pk)
    asked, which = request.GET.get("q", "").strip(), request.GET.get("which", "")
    found = find_projects(workshop, asked, which)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "workshop": workshop,
        "page_obj": page,
        "asked": asked,
        "which": which,
        "totals": left_out_totals(workshop),
        "reasons": [(reason.value, reason.label) for reason in BY_HAND_REASONS],
        "can_run": is_running(request, workshop) and not workshop.closed_at,
    }
    return render(request, "bucketing/judged_projects.html", context)


@act_of_running("workshop-projects")
def list_change(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    chosen = [int(value) for value in request.POST.getlist("project") if value.isdecimal()]
    if not chosen:
        raise Refused("Tick the projects that you mean.")
    reason = request.POST.get("reason", "")
    count = set_left_out(
        workshop=workshop, project_ids=chosen, reason=reason, by=request.user, now=timezone.now()
    )
    label = f"set aside: {LeftOut(reason).label.lower()}" if reason else "judged"
    messages.success(request, f"{count} project{'s are' if count != 1 else ' is'} now {label}.")
    return redirect(f"{reverse('workshop-projects', args=[workshop.pk])}?{request.GET.urlencode()}")
