"""The settling screen: the queue at the left, one project with its answers at the right."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bucketing.access import workshop_to_run
from bucketing.domain.judgements import Judgements
from bucketing.domain.settling import Dispute, Overview
from bucketing.forms.settling import ChairForm, ReVoteForm, RulingForm, SettlingRuleForm
from bucketing.models import Workshop, WorkshopProject
from bucketing.presenters import settling as words
from bucketing.queries import settling as queries
from bucketing.queries.parts import parts_without_answers, proposal_for
from bucketing.queries.rulings import OfferedRuling, offered_rulings
from bucketing.views.live import live, unchanged


@require_safe
def reconcile(request: HttpRequest, pk: int) -> HttpResponse:
    workshop = workshop_to_run(request, pk)
    if not queries.is_ready_to_settle(workshop):
        return render(request, "bucketing/reconcile_not_yet.html", {"workshop": workshop})
    chosen = request.GET.get("project", "")
    return show(request, workshop, int(chosen) if chosen.isdecimal() else None)


def show(
    request: HttpRequest,
    workshop: Workshop,
    project_id: int | None,
    *,
    chair_form: ChairForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole screen; `chair_form` comes back with its errors where the decision was refused."""
    overview = queries.settling_overview(workshop)
    context = queue_context(workshop, overview)
    wanted = project_id or next(iter(overview.queue), 0)
    judgements, dispute = queries.load_dispute(workshop, wanted)
    context["is_proposal"] = dispute is None
    dispute = dispute or proposal_for(workshop, wanted)
    if dispute:
        context |= project_context(workshop, judgements, overview, dispute)
        proposed = words.whole_consensus(dispute.judged) if context["is_proposal"] else {}
        context["chair_form"] = chair_form or chair_form_of(
            request, workshop, context["rulings"], proposed
        )
    return render(request, "bucketing/reconcile.html", context, status=status)


def chair_form_of(
    request: HttpRequest,
    workshop: Workshop,
    rulings: list[OfferedRuling],
    proposed: Mapping[str, int],
) -> ChairForm:
    """Empty, or begun from the split proposed or from the ruling that is to be followed."""
    wanted = request.GET.get("ruling", "")
    initial: dict[str, Any] = dict(proposed)
    for each in rulings:
        if str(each.precedent.pk) == wanted:
            split = words.whole_per_cents(each.shares) if each.shares else {}
            initial = {**split, "precedent": each.precedent, "reason": each.precedent.text}
    in_force = workshop.precedents.filter(withdrawn_at=None)
    return ChairForm(initial=initial, rulings=in_force, auto_id="chair_%s")


@require_safe
def everything(request: HttpRequest, pk: int) -> HttpResponse:
    """Every dispute and every settled project, for whoever looks for one of them."""
    workshop = workshop_to_run(request, pk)
    if not queries.is_ready_to_settle(workshop):
        return render(request, "bucketing/reconcile_not_yet.html", {"workshop": workshop})
    _, settling = queries.load_settling(workshop)
    context = {"workshop": workshop, "settling": settling}
    return render(request, "bucketing/reconcile_all.html", context)


def queue_context(workshop: Workshop, overview: Overview) -> dict[str, Any]:
    stage = workshop.stages.filter(opened_at__isnull=False, closed_at=None).first()
    return {
        "workshop": workshop,
        "time_is_up": words.is_time_up(stage, timezone.now()),
        "overview": overview,
        "parts": parts_without_answers(workshop),
        "meter": words.meter_of(overview),
        "last_batch": queries.last_batch(workshop),
        "rule_form": SettlingRuleForm(
            initial={"tolerance": workshop.tolerance, "rule": workshop.consensus_rule},
            auto_id="rule_%s",
        ),
    }


def project_context(
    workshop: Workshop, judgements: Judgements, overview: Overview, dispute: Dispute
) -> dict[str, Any]:
    project_id = dispute.judged.project.id
    project = get_object_or_404(WorkshopProject, pk=project_id, workshop=workshop)
    earlier = queries.earlier_answers(judgements, project_id)
    notes = queries.notes_of(dispute.judged.ratings)
    open_re_vote = queries.open_re_vote_of(workshop)
    re_vote_on_this = (
        open_re_vote is not None and open_re_vote.queue.filter(workshop_project=project).exists()
    )
    last_re_vote = queries.last_re_vote_on(workshop, project_id)
    return {
        "project": project,
        "dispute": dispute,
        "answers": words.answers_of(dispute, notes, queries.seat_names(workshop), earlier),
        "had_re_vote": bool(earlier),
        "question": words.question_between(dispute),
        "effects": words.effects_of(overview, dispute),
        "names": words.tier_labels(workshop),
        "ladder": workshop.criteria_set.content.get("ladder", []),
        "history": project.reconciliations.select_related("decided_by").order_by("-id"),
        "open_re_vote": open_re_vote,
        "re_vote_on_this": re_vote_on_this,
        "turnout": queries.turnout_of(open_re_vote) if open_re_vote else None,
        "re_vote_to_settle": last_re_vote
        if last_re_vote and last_re_vote.closed_at and not dispute.judged.settlement
        else None,
        "re_vote_form": ReVoteForm(auto_id="re_vote_%s"),
        "ruling_form": RulingForm(auto_id="ruling_%s"),
        "precedents": workshop.precedents.filter(withdrawn_at=None),
        "rulings": offered_rulings(workshop, project),
        **neighbours(overview.queue, project_id),
    }


def neighbours(queue: Sequence[int], project_id: int) -> dict[str, Any]:
    """Where the project stands in the queue and what comes before and after it."""
    if project_id not in queue:
        return {}
    place = queue.index(project_id)
    return {
        "place": place + 1,
        "previous": queue[place - 1] if place else None,
        "next": queue[place + 1] if place + 1 < len(queue) else None,
    }


@require_safe
def re_vote_live(request: HttpRequest, pk: int) -> HttpResponse:
    """How many have voted in the re-vote under way; the facilitator's screen asks."""
    workshop, now = workshop_to_run(request, pk), timezone.now()
    re_vote = queries.open_re_vote_of(workshop)
    turnout = queries.turnout_of(re_vote) if re_vote else None
    if turnout and request.GET.get("revision") == turnout.mark:
        return unchanged(now)
    context = {"workshop": workshop, "turnout": turnout}
    return live(render(request, "bucketing/reconcile_turnout.html", context), now)
