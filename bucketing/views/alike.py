"""Look-alikes settled in one act: the same split and reason, recorded on each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessors.models import User
from bucketing.access import workshop_to_run
from bucketing.actions.errors import Refused
from bucketing.actions.reconciling import decide_by_chair
from bucketing.forms.settling import ChairForm
from bucketing.models import Workshop, WorkshopProject
from bucketing.presenters.settling import tier_labels, whole_consensus
from bucketing.queries.look_alikes import open_look_alikes
from bucketing.queries.settling import is_ready_to_settle, load_settling


@require_http_methods(["GET", "HEAD", "POST"])
def alike(request: HttpRequest, pk: int, project_pk: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    project = get_object_or_404(workshop.projects, pk=project_pk)
    if not is_ready_to_settle(workshop):
        return redirect("workshop-reconcile", pk=pk)
    if request.method != "POST":
        return _show(request, workshop, project, None)
    form = ChairForm(request.POST, auto_id="chair_%s")
    if not form.is_valid():
        return _show(request, workshop, project, form)
    return _settle(request, workshop, project, form)


def _settle(
    request: HttpRequest, workshop: Workshop, project: WorkshopProject, form: ChairForm
) -> HttpResponse:
    ticked = [key for key in request.POST.getlist("together") if key.isdecimal()]
    chosen = list(workshop.projects.judged().filter(pk__in=[*ticked, project.pk]))
    try:
        if workshop.closed_at:
            raise Refused("The workshop is closed. Open it again on the board first.")
        decide_by_chair(
            workshop_projects=chosen,
            shares=form.cleaned_data["shares"],
            reason=form.cleaned_data["reason"],
            by=request.user if isinstance(request.user, User) else None,
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, workshop, project, form)
    messages.success(request, f"Settled {len(chosen)} projects the same way.")
    return redirect("workshop-reconcile", pk=workshop.pk)


def _show(
    request: HttpRequest, workshop: Workshop, project: WorkshopProject, form: ChairForm | None
) -> HttpResponse:
    _, settling = load_settling(workshop)
    dispute = settling.find(project.pk)
    split = whole_consensus(dispute.judged) if dispute else {}
    context = {
        "workshop": workshop,
        "project": project,
        "dispute": dispute,
        "look_alikes": open_look_alikes(workshop, project, settling),
        "ticked": request.POST.getlist("together"),
        "names": tier_labels(workshop),
        "chair_form": form or ChairForm(initial=split, auto_id="chair_%s"),
    }
    return render(request, "bucketing/reconcile_alike.html", context, status=422 if form else 200)
