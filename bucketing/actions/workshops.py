"""Making a workshop: what it judges is copied and frozen here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event, touch_room
from bucketing.actions.queue import leave_out_by_plan, lock_queue, replan_queue
from bucketing.actions.seats import take_facilitator_seat
from bucketing.domain.criteria import DEFAULT_CRITERIA, DEFAULT_NAME, DEFAULT_VERSION
from bucketing.domain.guessing import guess_split
from bucketing.domain.join_codes import new_join_code
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import DEFAULT_RUNNING_ORDER, PlannedStage
from bucketing.models import CriteriaSet, LeftOut, RoundKind, Stage, Workshop, WorkshopProject
from projects.models import DESCRIBED_FIELDS, Portfolio, SpendLine

if TYPE_CHECKING:
    from assessors.models import User

CALIBRATION_PROJECTS = 6
MOST_FOR_CALIBRATION = 12
BY_HAND_REASONS = (LeftOut.OVERHEADS, LeftOut.NEEDS_SPLITTING, LeftOut.BY_HAND)


def built_in_criteria() -> CriteriaSet:
    """The wording that ships with the product, stored once."""
    criteria_set, _ = CriteriaSet.objects.get_or_create(
        organisation=None,
        name=DEFAULT_NAME,
        version=DEFAULT_VERSION,
        defaults={"content": DEFAULT_CRITERIA},
    )
    return criteria_set


@transaction.atomic
def create_workshop(
    *,
    portfolio: Portfolio,
    name: str,
    financial_year: int,
    basis: str,
    plan: Plan,
    by: "User | None",
    now: datetime,
    running_order: Sequence[PlannedStage] = DEFAULT_RUNNING_ORDER,
    criteria_set: CriteriaSet | None = None,
    expected_people: int | None = None,
    set_aside: Mapping[int, str] | None = None,
) -> Workshop:
    """Freeze the spend of one year and basis into a workshop that waits in its lobby.

    `set_aside` says by project why some are not judged, as far as that is known beforehand.
    """
    workshop = Workshop.objects.create(
        portfolio=portfolio,
        name=name,
        financial_year=financial_year,
        basis=basis,
        criteria_set=criteria_set or built_in_criteria(),
        plan=plan.to_json(),
        expected_people=expected_people,
        join_code=unused_join_code(),
        created_by=by,
        created_at=now,
    )
    if not freeze_projects(workshop):
        raise Refused(
            "This portfolio has no spend of that year and basis. Choose another year or basis."
        )
    for reason in BY_HAND_REASONS:
        aside = [project for project, why in (set_aside or {}).items() if why == reason]
        workshop.projects.filter(project__in=aside, left_out="").update(left_out=reason)
    leave_out_by_plan(workshop, plan)
    propose_calibration(workshop)
    Stage.objects.bulk_create(
        Stage(workshop=workshop, position=position, kind=stage.kind, minutes=stage.minutes)
        for position, stage in enumerate(running_order, start=1)
    )
    if by is not None:
        take_facilitator_seat(workshop=workshop, user=by, now=now)
    log_event(workshop, "workshop_made", by=by, now=now)
    return workshop


def freeze_projects(workshop: Workshop) -> int:
    """Copy every current project with spend of that year and basis; how many there were."""
    lines: dict[int, list[SpendLine]] = defaultdict(list)
    for line in SpendLine.objects.filter(
        project__portfolio=workshop.portfolio_id,
        financial_year=workshop.financial_year,
        basis=workshop.basis,
    ):
        lines[line.project_id].append(line)
    projects = workshop.portfolio.projects.current().in_bulk(list(lines)).values()
    amounts = {
        project.pk: sum((line.amount for line in lines[project.pk]), Decimal(0))
        for project in projects
    }
    largest_first = sorted(projects, key=lambda project: (-amounts[project.pk], project.reference))
    WorkshopProject.objects.bulk_create(
        WorkshopProject(
            workshop=workshop,
            project=project,
            amount=amounts[project.pk],
            rank=rank,
            left_out="" if amounts[project.pk] > 0 else LeftOut.NO_SPEND,
            nature=_one_of({line.nature for line in lines[project.pk]}, otherwise="mixed"),
            funding_source=_one_of(
                {line.funding_source for line in lines[project.pk]}, otherwise="Several"
            ),
            funding_route=_one_of(
                {line.funding_route for line in lines[project.pk]}, otherwise="Several"
            ),
            **{field: getattr(project, field) for field in DESCRIBED_FIELDS},
        )
        for rank, project in enumerate(largest_first, start=1)
    )
    return len(largest_first)


def propose_calibration(workshop: Workshop) -> None:
    """Mark six projects for calibration: two large, two that read as mixed, two typical ones.

    Of different directorates where there are several. A short list gets no proposal.
    """
    judged = list(workshop.projects.judged().order_by("rank"))
    if len(judged) < 2 * CALIBRATION_PROJECTS:
        return
    middle = len(judged) // 2
    largest = judged[: max(len(judged) // 20, CALIBRATION_PROJECTS)]
    mixed = sorted(judged[: len(judged) // 3], key=lambda project: (_purity(project), project.rank))
    typical = sorted(judged, key=lambda project: abs(project.rank - middle))
    chosen: list[WorkshopProject] = []
    for kind in (largest, mixed, typical):
        for _ in range(CALIBRATION_PROJECTS // 3):
            chosen.append(_next_of(kind, chosen))
    workshop.projects.filter(pk__in=[project.pk for project in chosen]).update(
        is_for_calibration=True
    )


def _next_of(kind: list[WorkshopProject], chosen: list[WorkshopProject]) -> WorkshopProject:
    """The first that is not chosen yet, of a directorate not chosen yet where there is one."""
    seen = {project.directorate for project in chosen}
    free = [project for project in kind if project not in chosen]
    return next((project for project in free if project.directorate not in seen), free[0])


def _purity(project: WorkshopProject) -> int:
    """The largest share that the project's words suggest: the lower, the more mixed it reads."""
    return max(guess_split(f"{project.name} {project.description}"))


@transaction.atomic
def change_plan(
    *,
    workshop: Workshop,
    plan: Plan,
    by: "User | None",
    now: datetime,
    seen_plan: Plan | None = None,
) -> Workshop:
    """Put another plan in force, also in the middle of a round. No answer is invalidated.

    `seen_plan` is the plan that the person saw in force, so that nobody undoes another's change
    by accident.
    """
    lock_queue(workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.closed_at:
        raise Refused("This workshop is over, so its plan can no longer change.")
    before, workshop.plan = workshop.plan, plan.to_json()
    if seen_plan is not None and seen_plan.to_json() != before:
        raise Refused(
            "The plan was changed a moment ago. Look at the board and press again if you want to."
        )
    workshop.plan_before = before
    workshop.save(update_fields=["plan", "plan_before"])
    leave_out_by_plan(workshop, plan)
    for round in workshop.rounds.filter(kind=RoundKind.RATING, closed_at=None):
        replan_queue(round, plan)
    log_event(workshop, "plan_changed", by=by, now=now, before=before, after=workshop.plan)
    touch_room(workshop)
    return workshop


@transaction.atomic
def set_names_shown(
    *, workshop: Workshop, is_shown: bool, by: "User | None", now: datetime
) -> Workshop:
    """Put names beside revealed answers, because the room agreed to it, or take them away."""
    workshop.shows_names = is_shown
    workshop.save(update_fields=["shows_names"])
    log_event(workshop, "names_shown" if is_shown else "names_hidden", by=by, now=now)
    touch_room(workshop)
    return workshop


@transaction.atomic
def expect_people(*, workshop: Workshop, people: int, by: "User | None", now: datetime) -> Workshop:
    """How many assessors are counted on; the board tells how many of them are there."""
    workshop.expected_people = people
    workshop.save(update_fields=["expected_people"])
    log_event(workshop, "people_expected", by=by, now=now, people=people)
    touch_room(workshop)
    return workshop


@transaction.atomic
def choose_calibration(
    *, workshop: Workshop, project_ids: Sequence[int], by: "User | None", now: datetime
) -> Workshop:
    """Set the projects that everybody judges first; possible until calibration is opened."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.rounds.filter(kind=RoundKind.CALIBRATION).exists():
        raise Refused("Calibration has been opened, so its projects stay as they are.")
    if len(set(project_ids)) > MOST_FOR_CALIBRATION:
        raise Refused(f"Choose at most {MOST_FOR_CALIBRATION} projects; six fill ten minutes.")
    workshop.projects.update(is_for_calibration=False)
    workshop.projects.judged().filter(pk__in=project_ids).update(is_for_calibration=True)
    log_event(workshop, "calibration_chosen", by=by, now=now, projects=len(set(project_ids)))
    touch_room(workshop)
    return workshop


@transaction.atomic
def set_left_out(
    *,
    workshop: Workshop,
    project_ids: Sequence[int],
    reason: str,
    by: "User | None",
    now: datetime,
) -> int:
    """Set projects aside by hand with a reason, or take them back in ("" as reason); how many."""
    lock_queue(workshop)
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.closed_at:
        raise Refused("This workshop is over, so its list can no longer change.")
    if reason not in ("", *BY_HAND_REASONS):
        raise Refused("Say why: overheads, needs splitting, or your own decision.")
    movable = workshop.projects.filter(pk__in=project_ids).exclude(
        left_out__in=[LeftOut.SPLIT, LeftOut.NO_SPEND]
    )
    count = movable.update(left_out=reason, is_for_calibration=False)
    if not reason:
        leave_out_by_plan(workshop, Plan.from_json(workshop.plan))
    for round in workshop.rounds.filter(kind=RoundKind.RATING, closed_at=None):
        replan_queue(round, Plan.from_json(workshop.plan))
    log_event(workshop, "list_changed", by=by, now=now, projects=count, reason=reason)
    touch_room(workshop)
    return count


def unused_join_code() -> str:
    while Workshop.objects.filter(join_code=(code := new_join_code())).exists():
        pass
    return code


def _one_of(values: set[str], *, otherwise: str) -> str:
    return values.pop() if len(values) == 1 else otherwise
