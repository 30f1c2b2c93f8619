"""What waits for the facilitator: projects that somebody could not judge."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessors.views.requests import SignedInRequest
from bucketing.access import workshop_to_run
from bucketing.actions.passes import answer_pass, pass_on
from bucketing.forms.passes import ClarificationForm
from bucketing.models import Workshop, WorkshopProject
from bucketing.queries.passes import split_projects, waiting_projects
from bucketing.views.acts import act_of_running


@login_required
@require_safe
def passes(request: SignedInRequest, pk: int) -> HttpResponse:
    return _show(request, workshop_to_run(request, pk))


def _show(
    request: SignedInRequest,
    workshop: Workshop,
    form: ClarificationForm | None = None,
    asked: WorkshopProject | None = None,
) -> HttpResponse:
    context = {
        "workshop": workshop,
        "form": form,
        "asked": asked,
        "waiting": waiting_projects(workshop),
        "split": split_projects(workshop),
    }
    return render(request, "bucketing/passes.html", context, status=422 if form else 200)


@act_of_running("workshop-passes")
def answer(request: SignedInRequest, workshop: Workshop, project: int) -> HttpResponse | None:
    asked = get_object_or_404(workshop.projects, pk=project)
    form = ClarificationForm(request.POST, auto_id=f"%s-{asked.pk}")
    if not form.is_valid():
        return _show(request, workshop, form, asked)
    answer_pass(
        workshop_project=asked,
        text=form.cleaned_data["text"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, f"{asked.name}: whoever gets it next sees your answer.")
    return None


@act_of_running("workshop-passes")
def dismiss(request: SignedInRequest, workshop: Workshop, project: int) -> None:
    asked = get_object_or_404(workshop.projects, pk=project)
    pass_on(workshop_project=asked, by=request.user, now=timezone.now())
    messages.success(request, f"{asked.name} goes on to somebody else as it is.")
