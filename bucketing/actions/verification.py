"""A second look: a random part of a closed workshop for a panel that has not seen the first."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event
from bucketing.actions.seats import take_facilitator_seat
from bucketing.actions.workshops import unused_join_code
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.domain.verification import SampleBy, draw_verification_sample
from bucketing.models import Stage, Workshop, WorkshopProject
from projects.models import DESCRIBED_FIELDS

if TYPE_CHECKING:
    from assessors.models import User

ONE_IN = 10
RUNNING_ORDER = (
    PlannedStage("welcome", 5),
    PlannedStage("rating", 30),
    PlannedStage("reconciling", 10),
    PlannedStage("close", 5),
)
FROZEN = (*DESCRIBED_FIELDS, "nature", "funding_source", "funding_route", "clarification")


@transaction.atomic
def draw_verification(
    *, workshop: Workshop, sample_by: SampleBy, seed: int, by: "User", now: datetime
) -> Workshop:
    """A new workshop in its lobby over a tenth of the projects, as they were frozen.

    Answers, rulings and settlements stay behind. The number drawn from is kept with the sample, so
    that anybody can draw it again. Raises Refused while the first workshop is still open.
    """
    if workshop.closed_at is None:
        raise Refused("Close the workshop first: its answers are compared with the second panel's.")
    judged = {project.reference: project for project in workshop.projects.judged()}
    amounts = {reference: project.amount for reference, project in judged.items()}
    drawn = draw_verification_sample(amounts, seed=seed, by=sample_by, one_in=ONE_IN)
    if not drawn:
        raise Refused("Nothing was judged in this workshop, so there is nothing to verify.")
    second = _second_workshop(workshop, by, now)
    second.sample = {"seed": seed, "by": sample_by, "one_in": ONE_IN, "of": len(judged)}
    second.save(update_fields=["sample"])
    _copy(second, [judged[reference] for reference in drawn])
    log_event(workshop, "verification_drawn", by=by, now=now, second=second.pk, seed=seed)
    log_event(second, "workshop_made", by=by, now=now, verifies=workshop.pk)
    return second


def _second_workshop(first: Workshop, by: "User", now: datetime) -> Workshop:
    """Everybody's answer is wanted twice, so that the second panel's own agreement shows too."""
    second = Workshop.objects.create(
        portfolio=first.portfolio,
        name=f"Second look at {first.name}"[:200],
        financial_year=first.financial_year,
        basis=first.basis,
        criteria_set=first.criteria_set,
        consensus_rule=first.consensus_rule,
        tolerance=first.tolerance,
        plan=Plan(second_count=first.projects.count()).to_json(),
        join_code=unused_join_code(),
        verifies=first,
        created_by=by,
        created_at=now,
    )
    Stage.objects.bulk_create(
        Stage(workshop=second, position=position, kind=stage.kind, minutes=stage.minutes)
        for position, stage in enumerate(RUNNING_ORDER, start=1)
    )
    take_facilitator_seat(workshop=second, user=by, now=now)
    return second


def _copy(second: Workshop, drawn: list[WorkshopProject]) -> None:
    """Parts of a split line come as lines of their own; two of one line keep only their text."""
    taken: set[int | None] = set()
    copies = []
    for rank, project in enumerate(sorted(drawn, key=lambda each: each.rank), start=1):
        source = project.project_id if project.project_id not in taken else None
        taken.add(source)
        words = {name: getattr(project, name) for name in FROZEN}
        copies.append(
            WorkshopProject(
                workshop=second, project_id=source, amount=project.amount, rank=rank, **words
            )
        )
    WorkshopProject.objects.bulk_create(copies)
