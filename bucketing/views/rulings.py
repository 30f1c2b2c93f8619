"""Rulings of the room: written once, standing beside the criteria, offered to later workshops."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from assessors.views.requests import SignedInRequest
from bucketing.actions.precedents import adopt_precedents, withdraw_precedent
from bucketing.actions.reconciling import save_precedent
from bucketing.forms.rulings import RulingForm
from bucketing.models import Workshop
from bucketing.queries.calibration import earlier_rulings
from bucketing.views import calibration
from bucketing.views.acts import act_of_running


@act_of_running("workshop-calibration")
def ruling_save(request: SignedInRequest, workshop: Workshop) -> HttpResponse | None:
    number = request.POST.get("project", "")
    project = workshop.projects.filter(pk=number).first() if number.isdecimal() else None
    form = RulingForm(request.POST, auto_id=f"ruling-{project.pk if project else 0}-%s")
    if not form.is_valid():
        return calibration.show(request, workshop, form, project)
    save_precedent(
        workshop=workshop,
        text=form.cleaned_data["text"],
        workshop_project=project,
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, "The ruling stands beside the criteria from now on.")
    return None


@act_of_running("workshop-calibration")
def ruling_withdraw(request: SignedInRequest, workshop: Workshop, ruling: int) -> None:
    found = get_object_or_404(workshop.precedents, pk=ruling)
    withdraw_precedent(precedent=found, by=request.user, now=timezone.now())
    messages.success(request, "The ruling is withdrawn.")


@act_of_running("workshop-calibration")
def rulings_adopt(request: SignedInRequest, workshop: Workshop) -> None:
    wanted = {int(value) for value in request.POST.getlist("ruling") if value.isdecimal()}
    offered = [each for each in earlier_rulings(workshop, request.user) if each.pk in wanted]
    adopted = adopt_precedents(
        workshop=workshop, precedents=offered, by=request.user, now=timezone.now()
    )
    messages.success(request, f"Taken over: {len(adopted)}.")
