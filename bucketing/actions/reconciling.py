"""Settling projects. A record is added each time; no answer and no earlier record is touched."""

from collections.abc import Collection, Hashable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_room
from bucketing.actions.queue import fill_queue_for_everybody
from bucketing.actions.stages import open_stage
from bucketing.domain.clock import Clock
from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.judgements import GivenRating, Judged
from bucketing.domain.shares import Shares
from bucketing.models import (
    Precedent,
    Reconciliation,
    ReconciliationMethod,
    Round,
    RoundKind,
    StageKind,
    Workshop,
    WorkshopProject,
)
from bucketing.models.shared_out import share_columns
from bucketing.queries.settled import load_judgements

if TYPE_CHECKING:
    from assessors.models import User


@transaction.atomic
def settle_by_rule(
    *,
    workshop: Workshop,
    project_ids: Collection[Hashable],
    by: "User | None",
    now: datetime,
    reason: str = "",
) -> UUID:
    """Settle these projects at the workshop's mean or median in one act; the batch can be undone.

    Projects that are settled already, left out or rated by nobody are passed over. Raises Refused
    where that leaves nothing.
    """
    workshop = _lock(workshop)
    wanted, batch = set(project_ids), uuid4()
    records = [
        _by_rule(judged, workshop.consensus_rule, batch=batch, reason=reason, by=by, now=now)
        for judged in load_judgements(workshop).judged
        if judged.project.id in wanted and judged.settlement is None and judged.ratings
    ]
    if not records:
        raise Refused("There is nothing left to settle here; somebody may have settled it already.")
    Reconciliation.objects.bulk_create(records)
    _end_discussion(workshop, [record.workshop_project_id for record in records])
    log_event(workshop, "settled_by_rule", by=by, now=now, projects=len(records), batch=str(batch))
    touch_room(workshop)
    return batch


@transaction.atomic
def undo_batch(*, workshop: Workshop, batch: UUID, by: "User | None", now: datetime) -> int:
    """Reopen what one act settled, but for what was settled again since; how many there were."""
    workshop = _lock(workshop)
    standing = list(
        Reconciliation.objects.standing().filter(workshop_project__workshop=workshop, batch=batch)
    )
    Reconciliation.objects.bulk_create(
        _reopening(record.workshop_project_id, "Undone.", by=by, now=now) for record in standing
    )
    log_event(workshop, "batch_undone", by=by, now=now, projects=len(standing), batch=str(batch))
    touch_room(workshop)
    return len(standing)


@transaction.atomic
def decide_by_chair(
    *,
    workshop_projects: Sequence[WorkshopProject],
    shares: Shares,
    reason: str,
    by: "User | None",
    now: datetime,
    precedent: Precedent | None = None,
) -> list[Reconciliation]:
    """The chair's split, with the reason, for one project or for look-alikes together.

    It overrides an earlier settlement and is never counted as a rating.
    """
    if not reason.strip():
        raise Refused("Give the reason, so that anybody can later see why.")
    workshop = _lock(workshop_projects[0].workshop)
    judged = {each.project.id: each for each in load_judgements(workshop).judged}
    records = Reconciliation.objects.bulk_create(
        Reconciliation(
            workshop_project=project,
            method=ReconciliationMethod.CHAIR,
            reason=reason.strip()[:1000],
            ratings_count=len(judged[project.pk].ratings) if project.pk in judged else 0,
            precedent=precedent,
            decided_by=by,
            decided_at=now,
            **share_columns(shares),
        )
        for project in workshop_projects
    )
    _end_discussion(workshop, [project.pk for project in workshop_projects])
    for project in workshop_projects:
        log_event(workshop, "decided_by_chair", by=by, now=now, project=project.pk)
    touch_room(workshop)
    return records


@transaction.atomic
def open_re_vote(
    *,
    workshop: Workshop,
    workshop_projects: Sequence[WorkshopProject],
    minutes: int,
    by: "User | None",
    now: datetime,
) -> Round:
    """Bring projects to everybody for a short private vote, as a round of its own."""
    workshop = _lock(workshop)
    stage = open_stage(workshop)
    if stage is None:
        raise Refused("Open the reconciling stage before you call a re-vote.")
    if workshop.rounds.filter(opened_at__isnull=False, closed_at=None).exists():
        raise Refused("Another round is open. Close it first.")
    round = Round(workshop=workshop, stage=stage, kind=RoundKind.RE_VOTE)
    round.clock = Clock().open(now=now, length=timedelta(minutes=minutes))
    round.save()
    fill_queue_for_everybody(round, list(workshop_projects))
    log_event(
        workshop, "re_vote_opened", by=by, now=now, projects=[each.pk for each in workshop_projects]
    )
    touch_room(workshop)
    return round


@transaction.atomic
def settle_by_re_vote(*, round: Round, by: "User | None", now: datetime) -> list[Reconciliation]:
    """Settle what a closed re-vote voted on at the workshop's rule over the new answers."""
    workshop = _lock(round.workshop)
    round.refresh_from_db()
    if round.kind != RoundKind.RE_VOTE or round.closed_at is None:
        raise Refused("Close the re-vote first.")
    voted = set(round.queue.values_list("workshop_project", flat=True))
    records = []
    for judged in load_judgements(workshop).judged:
        answers = [rating for rating in judged.ratings if rating.round_id == round.pk]
        if judged.project.id not in voted or not answers:
            continue
        record = _by_rule(judged, workshop.consensus_rule, batch=None, reason="", by=by, now=now)
        record.method, record.round = ReconciliationMethod.RE_VOTE, round
        records.append(record)
    if not records:
        raise Refused("Nobody voted, so there is nothing to settle by.")
    Reconciliation.objects.bulk_create(records)
    _end_discussion(workshop, [record.workshop_project_id for record in records])
    log_event(workshop, "settled_by_re_vote", by=by, now=now, round=round.pk)
    touch_room(workshop)
    return records


@transaction.atomic
def reopen_project(
    *, workshop_project: WorkshopProject, reason: str, by: "User | None", now: datetime
) -> Reconciliation:
    """Take a settlement back. The record of it stays; another says that it was reopened."""
    workshop = _lock(workshop_project.workshop)
    if not Reconciliation.objects.standing().filter(workshop_project=workshop_project).exists():
        raise Refused("This project is not settled.")
    record = _reopening(workshop_project.pk, reason, by=by, now=now)
    record.save()
    log_event(workshop, "project_reopened", by=by, now=now, project=workshop_project.pk)
    touch_room(workshop)
    return record


@transaction.atomic
def save_precedent(
    *,
    workshop: Workshop,
    text: str,
    by: "User | None",
    now: datetime,
    workshop_project: WorkshopProject | None = None,
) -> Precedent:
    """Write a ruling down. It stands beside the criteria for the rest of the workshop."""
    text = " ".join(text.split())[:500]
    if not text:
        raise Refused("Write the ruling in a sentence.")
    precedent = Precedent.objects.create(
        workshop=workshop,
        workshop_project=workshop_project,
        text=text,
        created_by=by,
        created_at=now,
    )
    log_event(workshop, "ruling_saved", by=by, now=now, text=text)
    touch_room(workshop)
    return precedent


@transaction.atomic
def discuss_project(
    *,
    workshop: Workshop,
    workshop_project: WorkshopProject | None,
    by: "User | None",
    now: datetime,
) -> Workshop:
    """Bring a project to everybody's screen with its answers side by side; None takes it away."""
    workshop = _lock(workshop)
    stage = open_stage(workshop)
    if workshop_project and (stage is None or stage.kind != StageKind.RECONCILING):
        raise Refused("Projects are discussed in the reconciling stage. Open it first.")
    workshop.discussing = workshop_project
    workshop.save(update_fields=["discussing"])
    if workshop_project:
        log_event(workshop, "discussion_opened", by=by, now=now, project=workshop_project.pk)
    touch_room(workshop)
    return workshop


@transaction.atomic
def set_settling_rule(
    *, workshop: Workshop, rule: str, tolerance: int, by: "User | None", now: datetime
) -> Workshop:
    """Say how answers are combined and how far apart they may lie to settle without discussion."""
    workshop = _lock(workshop)
    workshop.consensus_rule, workshop.tolerance = ConsensusRule(rule), tolerance
    workshop.save(update_fields=["consensus_rule", "tolerance"])
    log_event(workshop, "settling_rule_set", by=by, now=now, rule=rule, tolerance=tolerance)
    touch_room(workshop)
    return workshop


def _end_discussion(workshop: Workshop, settled_ids: Collection[int]) -> None:
    """What is settled leaves the screens."""
    if workshop.discussing_id in settled_ids:
        workshop.discussing = None
        workshop.save(update_fields=["discussing"])


def _lock(workshop: Workshop) -> Workshop:
    return Workshop.objects.select_for_update().get(pk=workshop.pk)


def _by_rule(
    judged: Judged,
    rule: str,
    *,
    batch: UUID | None,
    reason: str,
    by: "User | None",
    now: datetime,
) -> Reconciliation:
    return Reconciliation(
        workshop_project_id=judged.project.id,
        method=ReconciliationMethod.RULE,
        rule=rule,
        reason=reason,
        ratings_count=len(judged.ratings),
        batch=batch,
        decided_by=by,
        decided_at=now,
        **share_columns(_consensus(judged.ratings, rule)),
    )


def _consensus(ratings: Sequence[GivenRating], rule: str) -> Shares:
    """What the answers come to, as recorded: exact until here, now rounded to basis points."""
    return Shares.from_fractions(
        ConsensusRule(rule).combine([Shares(*rating.shares) for rating in ratings])
    )


def _reopening(
    workshop_project_id: int, reason: str, *, by: "User | None", now: datetime
) -> Reconciliation:
    return Reconciliation(
        workshop_project_id=workshop_project_id,
        method=ReconciliationMethod.REOPENED,
        reason=reason[:1000],
        decided_by=by,
        decided_at=now,
    )
