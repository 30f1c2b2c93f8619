"""Parts of a line that was split while settling: the answers on the whole line are a proposal."""

from dataclasses import replace

from bucketing.domain.disagreement import measure_disagreement
from bucketing.domain.rated import ratings_of
from bucketing.domain.settling import Dispute
from bucketing.models import Allocation, Reconciliation, Workshop, WorkshopProject
from bucketing.queries.settled import load_judgements


def parts_without_answers(workshop: Workshop) -> list[WorkshopProject]:
    """Parts that nobody has judged or settled, largest first."""
    return list(
        workshop.projects.judged()
        .filter(parent__isnull=False)
        .exclude(
            pk__in=Allocation.objects.filter(round__workshop=workshop).values("workshop_project")
        )
        .exclude(pk__in=Reconciliation.objects.standing().values("workshop_project"))
        .order_by("-amount", "id")
    )


def proposal_for(workshop: Workshop, part_id: int) -> Dispute | None:
    """The answers on the whole line as they would read on this part; None where there are none."""
    part = workshop.projects.judged().filter(pk=part_id, parent__isnull=False).first()
    if part is None:
        return None
    of_whole = load_judgements(workshop, project_id=part.parent_id)
    judged = of_whole.judge(of_whole.projects[0])
    if not judged.ratings:
        return None
    ratings = ratings_of([judged.project], of_whole.counted, rule=of_whole.consensus_rule)
    (measured,) = measure_disagreement(ratings).of_all()
    (own,) = load_judgements(workshop, project_id=part_id).projects
    return Dispute(judged._replace(project=own), replace(measured, project=part_id))
