"""The acts of settling. Each is a form that posts, does one thing and comes back to the screen."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessors.models import User
from bucketing.access import workshop_to_run
from bucketing.actions import reconciling
from bucketing.actions.errors import Refused
from bucketing.actions.stages import reveal_round
from bucketing.forms.settling import (
    ChairForm,
    ReVoteForm,
    RulingForm,
    SettlingRuleForm,
    first_error,
)
from bucketing.models import RoundKind, Workshop, WorkshopProject
from bucketing.queries.settling import is_ready_to_settle, load_settling
from bucketing.views.reconcile import show

Act = Callable[[HttpRequest, Workshop, User], HttpResponse]


def act_of_settling(act: Act) -> Callable[..., HttpResponse]:
    """Ask access at the door, refuse before rating is over, and turn a refusal into a message."""

    @require_POST
    @wraps(act)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        workshop = workshop_to_run(request, pk)
        assert isinstance(request.user, User)  # who runs a workshop is signed in
        if not is_ready_to_settle(workshop):
            return redirect("workshop-reconcile", pk=pk)
        try:
            if workshop.closed_at:
                raise Refused("The workshop is closed. Open it again on the board first.")
            return act(request, workshop, request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return _back(request, workshop)

    return view


@act_of_settling
def settle_by_rule(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    """Settle what agrees, what was rated once, or all that is left; which of them is posted."""
    _, settling = load_settling(workshop)
    by_rule, disputed = settling.by_rule, [each.judged.project.id for each in settling.disputes]
    groups = {
        "agreed": (by_rule.agreed, ""),
        "once": (by_rule.rated_once, "Rated once."),
        "rest": ((*disputed, *by_rule.agreed, *by_rule.rated_once), "Time was up."),
    }
    chosen, reason = groups.get(request.POST.get("which", ""), ((), ""))
    if wanted := _project_id(request):
        chosen = (wanted,)
    reconciling.settle_by_rule(
        workshop=workshop,
        project_ids=chosen,
        reason=reason,
        by=user,
        now=timezone.now(),
    )
    count = len(chosen)
    messages.success(
        request,
        f"Settled {count} project{'s' if count != 1 else ''} at the {workshop.consensus_rule}.",
    )
    return _onwards(request, workshop)


@act_of_settling
def undo(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Refused("There is nothing to undo.") from None
    count = reconciling.undo_batch(workshop=workshop, batch=batch, by=user, now=timezone.now())
    messages.success(request, f"Undone: {count} projects are open again.")
    return redirect("workshop-reconcile", pk=workshop.pk)


@act_of_settling
def set_rule(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    form = SettlingRuleForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form))
    reconciling.set_settling_rule(
        workshop=workshop, by=user, now=timezone.now(), **form.cleaned_data
    )
    return _back(request, workshop)


@act_of_settling
def decide(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    """The chair's decision; an answer that does not add up comes back with what is wrong."""
    project, rulings = _project(request, workshop), workshop.precedents.filter(withdrawn_at=None)
    form = ChairForm(request.POST, rulings=rulings, auto_id="chair_%s")
    if not form.is_valid():
        return show(request, workshop, project.pk, chair_form=form, status=422)
    now, reason = timezone.now(), form.cleaned_data["reason"]
    precedent = form.cleaned_data["precedent"]
    if form.cleaned_data["save_ruling"] and precedent is None:
        precedent = reconciling.save_precedent(
            workshop=workshop, text=reason, workshop_project=project, by=user, now=now
        )
    reconciling.decide_by_chair(
        workshop_projects=[project],
        shares=form.cleaned_data["shares"],
        reason=reason,
        precedent=precedent,
        by=user,
        now=now,
    )
    messages.success(request, f"Settled: {project.name}.")
    return _onwards(request, workshop)


@act_of_settling
def discuss(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    """Bring the project to every screen, or take it away again."""
    project = _project(request, workshop) if "show" in request.POST else None
    reconciling.discuss_project(
        workshop=workshop, workshop_project=project, by=user, now=timezone.now()
    )
    return _back(request, workshop)


@act_of_settling
def open_re_vote(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    project, form = _project(request, workshop), ReVoteForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose between 1 and 15 minutes for the re-vote.")
    reconciling.open_re_vote(
        workshop=workshop,
        workshop_projects=[project],
        minutes=form.cleaned_data["minutes"],
        by=user,
        now=timezone.now(),
    )
    messages.success(request, "The re-vote is on everybody's screen.")
    return _back(request, workshop)


@act_of_settling
def close_re_vote(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    round = workshop.rounds.filter(kind=RoundKind.RE_VOTE, closed_at=None).first()
    if round is None:
        raise Refused("No re-vote is open; somebody may have closed it already.")
    reveal_round(round=round, by=user, now=timezone.now())
    return _back(request, workshop)


@act_of_settling
def settle_by_re_vote(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    round = get_object_or_404(workshop.rounds, pk=request.POST.get("round") or 0)
    reconciling.settle_by_re_vote(round=round, by=user, now=timezone.now())
    messages.success(request, "Settled at the re-vote.")
    return _onwards(request, workshop)


@act_of_settling
def reopen(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    project = _project(request, workshop)
    reconciling.reopen_project(
        workshop_project=project,
        reason=request.POST.get("reason", ""),
        by=user,
        now=timezone.now(),
    )
    messages.success(request, f"Open again: {project.name}.")
    return _back(request, workshop)


@act_of_settling
def save_ruling(request: HttpRequest, workshop: Workshop, user: User) -> HttpResponse:
    form = RulingForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form))
    project = workshop.projects.filter(pk=_project_id(request) or 0).first()
    reconciling.save_precedent(
        workshop=workshop,
        text=form.cleaned_data["text"],
        workshop_project=project,
        by=user,
        now=timezone.now(),
    )
    messages.success(request, "The ruling stands beside the criteria.")
    return _back(request, workshop)


def _project_id(request: HttpRequest) -> int | None:
    posted = request.POST.get("project", "")
    return int(posted) if posted.isdecimal() else None


def _project(request: HttpRequest, workshop: Workshop) -> WorkshopProject:
    return get_object_or_404(workshop.projects, pk=_project_id(request))


def _onwards(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """To the dispute that came after the one just settled; to the first where none did."""
    address = reverse("workshop-reconcile", kwargs={"pk": workshop.pk})
    following = request.POST.get("next", "")
    return redirect(f"{address}?project={following}" if following.isdecimal() else address)


def _back(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """To the screen, with the project that was open before."""
    address = reverse("workshop-reconcile", kwargs={"pk": workshop.pk})
    project = _project_id(request)
    return redirect(f"{address}?project={project}" if project else address)
