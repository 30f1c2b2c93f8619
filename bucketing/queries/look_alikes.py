"""Projects that could be settled together with another, because they say nearly the same."""

from dataclasses import dataclass

from bucketing.domain.settling import Dispute, Settling
from bucketing.domain.similarity import Described, LookAlike, find_look_alikes
from bucketing.models import Workshop, WorkshopProject


@dataclass(frozen=True, slots=True)
class OpenLookAlike:
    """A rated, unsettled project with how it is alike."""

    dispute: Dispute
    alike: LookAlike


def open_look_alikes(
    workshop: Workshop, project: WorkshopProject, settling: Settling
) -> list[OpenLookAlike]:
    """What is still open and alike, likest first."""
    rows = workshop.projects.judged().only("name", "description", "provider")
    described = [_describe(each) for each in rows]
    alike = find_look_alikes(_describe(project), described)
    found = []
    for each in alike:
        dispute = settling.find(int(str(each.key)))
        if dispute and not dispute.judged.settlement:
            found.append(OpenLookAlike(dispute, each))
    return found


def _describe(project: WorkshopProject) -> Described:
    return Described(project.pk, f"{project.name} {project.description}", project.provider)
