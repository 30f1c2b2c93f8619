"""Projects that somebody could not judge, and what has been split."""

from collections import defaultdict
from dataclasses import dataclass

from bucketing.models import LeftOut, Pass, PassReason, Workshop, WorkshopProject


@dataclass(frozen=True, slots=True)
class WaitingProject:
    """A project with everything that people said when they passed it. Who said it is not shown."""

    project: WorkshopProject
    notes: list[str]
    people: int
    wants_splitting: bool
    wants_information: bool


def waiting_projects(workshop: Workshop) -> list[WaitingProject]:
    """Open passes by project, largest money first."""
    passes = (
        Pass.objects.filter(round__workshop=workshop, resolved_at=None)
        .exclude(reason=PassReason.INTEREST)
        .exclude(workshop_project__left_out=LeftOut.SPLIT)
        .select_related("workshop_project")
        .order_by("workshop_project__rank", "id")
    )
    by_project: dict[int, list[Pass]] = defaultdict(list)
    for each in passes:
        by_project[each.workshop_project_id].append(each)
    return [_waiting(group) for group in by_project.values()]


def _waiting(passes: list[Pass]) -> WaitingProject:
    reasons = {each.reason for each in passes}
    return WaitingProject(
        project=passes[0].workshop_project,
        notes=list(dict.fromkeys(each.note for each in passes if each.note)),
        people=len({each.seat_id for each in passes}),
        wants_splitting=PassReason.NEEDS_SPLITTING in reasons,
        wants_information=PassReason.NEEDS_INFORMATION in reasons,
    )


def split_projects(workshop: Workshop) -> list[WorkshopProject]:
    """Lines that parts stand for now, with those parts."""
    split = workshop.projects.filter(left_out=LeftOut.SPLIT)
    return list(split.prefetch_related("parts").order_by("rank"))
