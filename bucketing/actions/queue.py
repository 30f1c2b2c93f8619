"""Building a round's shared queue and bending it to a changed plan."""

from django.db import transaction

from bucketing.domain.plan import Plan, gets_second, left_out, pence
from bucketing.domain.queue import EVERYBODY, queue_positions
from bucketing.models import (
    Allocation,
    LeftOut,
    QueueEntry,
    Round,
    RoundKind,
    Workshop,
    WorkshopProject,
)


def ratings_wanted(projects: list[WorkshopProject], plan: Plan) -> list[int]:
    """One rating each, a second for those the plan picks; thirds follow from the answers."""
    second = gets_second(pence([project.amount for project in projects]), plan)
    return [2 if twice else 1 for twice in second]


@transaction.atomic
def leave_out_by_plan(workshop: Workshop, plan: Plan) -> None:
    """Mark what the plan leaves out as too small, and take back what it no longer does."""
    projects = list(
        workshop.projects.filter(left_out__in=["", LeftOut.TOO_SMALL])
        .only("amount")
        .order_by("rank")
    )
    mask = left_out(pence([project.amount for project in projects]), plan)
    too_small = [project.pk for project, out in zip(projects, mask, strict=True) if out]
    workshop.projects.filter(left_out=LeftOut.TOO_SMALL).exclude(pk__in=too_small).update(
        left_out=""
    )
    workshop.projects.filter(pk__in=too_small).update(left_out=LeftOut.TOO_SMALL)


@transaction.atomic
def fill_rating_queue(round: Round, plan: Plan) -> None:
    """Put every judged project into the queue, but for those that the room calibrated on."""
    projects = _to_rate(round)
    positions = _positions(projects, plan)
    QueueEntry.objects.bulk_create(
        QueueEntry(
            round=round,
            workshop_project=project,
            position=positions[project.pk],
            group=_group(project, plan),
            ratings_wanted=wanted,
        )
        for project, wanted in zip(projects, ratings_wanted(projects, plan), strict=True)
    )


def _to_rate(round: Round) -> list[WorkshopProject]:
    """Judged projects without those that the room calibrated on, largest first."""
    calibrated = Allocation.objects.filter(
        round__workshop=round.workshop_id, round__kind=RoundKind.CALIBRATION
    )
    return list(
        WorkshopProject.objects.judged()
        .filter(workshop=round.workshop_id)
        .exclude(pk__in=calibrated.values("workshop_project"))
        .order_by("rank", "id")
    )


@transaction.atomic
def fill_queue_for_everybody(round: Round, projects: list[WorkshopProject]) -> None:
    """The same projects for all, in the same order: calibration and re-votes."""
    QueueEntry.objects.bulk_create(
        QueueEntry(
            round=round, workshop_project=project, position=position, ratings_wanted=EVERYBODY
        )
        for position, project in enumerate(projects, start=1)
    )


def lock_queue(workshop: Workshop) -> None:
    """Hold every entry of the open rating round, before anything else of the workshop is held.

    Who answers holds an entry and then the workshop; the other way round, the two could wait for
    each other. Call it inside a transaction.
    """
    entries = QueueEntry.objects.filter(
        round__workshop=workshop, round__kind=RoundKind.RATING, round__closed_at=None
    )
    list(entries.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


@transaction.atomic
def replan_queue(round: Round, plan: Plan) -> None:
    """Bend a queue under way to a changed plan. No answer is touched.

    What the plan now leaves out wants no rating; what comes back in is queued again. A third rating
    that was asked for because two differed stays only if the plan still wants it. Second ratings are
    put in order anew when their turn comes.
    """
    entries = {entry.workshop_project_id: entry for entry in round.queue.select_for_update()}
    Round.objects.filter(pk=round.pk).update(second_pass_at=None)
    projects = _to_rate(round)
    positions = _positions(projects, plan)
    for project, wanted in zip(projects, ratings_wanted(projects, plan), strict=True):
        entry = entries.setdefault(project.pk, QueueEntry(round=round, workshop_project=project))
        keeps_third = (
            entry.ratings_wanted > 2 and wanted == 2 and plan.third_where_differ_above is not None
        )
        entry.ratings_wanted = entry.ratings_wanted if keeps_third else wanted
        entry.position, entry.group = positions[project.pk], _group(project, plan)
    for project_id in entries.keys() - positions.keys():
        entries[project_id].ratings_wanted = 0
    QueueEntry.objects.bulk_create(entry for entry in entries.values() if not entry.pk)
    QueueEntry.objects.bulk_update(
        (entry for entry in entries.values() if entry.pk),
        ["ratings_wanted", "position", "group"],
        batch_size=200,
    )


def _positions(projects: list[WorkshopProject], plan: Plan) -> dict[int, int]:
    return queue_positions(
        [(project.pk, project.amount, _group(project, plan)) for project in projects]
    )


def _group(project: WorkshopProject, plan: Plan) -> str:
    return str(getattr(project, plan.group_by)) if plan.group_by else ""
