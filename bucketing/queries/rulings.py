"""Rulings of the room that may fit a project still open."""

from dataclasses import dataclass

from bucketing.domain.shares import Shares
from bucketing.domain.similarity import Described, find_look_alikes
from bucketing.models import Precedent, Reconciliation, Workshop, WorkshopProject


@dataclass(frozen=True, slots=True)
class OfferedRuling:
    """A ruling with the split that it came with, where it came with one."""

    precedent: Precedent
    shares: Shares | None
    is_alike: bool


def offered_rulings(workshop: Workshop, project: WorkshopProject) -> list[OfferedRuling]:
    """Every ruling in force that was made on another project; those on look-alikes come first."""
    rulings = list(
        workshop.precedents.filter(withdrawn_at=None)
        .exclude(workshop_project=project)
        .select_related("workshop_project")
    )
    made_on = [each.workshop_project for each in rulings if each.workshop_project]
    alike = {
        each.key
        for each in find_look_alikes(_describe(project), [_describe(each) for each in made_on])
    }
    standing = {
        record.workshop_project_id: record.shares
        for record in Reconciliation.objects.standing().filter(workshop_project__in=made_on)
    }
    offered = [
        OfferedRuling(
            precedent=each,
            shares=standing.get(each.workshop_project_id or 0),
            is_alike=each.workshop_project_id in alike,
        )
        for each in rulings
    ]
    return sorted(offered, key=lambda each: not each.is_alike)


def _describe(project: WorkshopProject) -> Described:
    return Described(project.pk, f"{project.name} {project.description}", project.provider)
