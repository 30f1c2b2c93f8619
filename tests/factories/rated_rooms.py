"""Rooms in the middle of rating, made quickly in bulk."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from bucketing.actions.stages import open_next_stage
from bucketing.actions.workshops import create_workshop
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.models import Allocation, Round, Seat, Workshop
from projects.models import Portfolio, Project, SpendLine

if TYPE_CHECKING:
    from assessors.models import Membership

ORDER = (PlannedStage("rating", 50), PlannedStage("reconciling", 20))


def make_rating_room(
    member: "Membership", *, projects: int, seats: int, minutes: float, plan: Plan
) -> tuple[Workshop, Round]:
    """A workshop whose rating opened so many minutes ago, and its round; nobody has answered."""
    count = Portfolio.objects.count()
    portfolio = Portfolio.objects.create(
        organisation=member.organisation, name=f"Rated portfolio {count}"
    )
    made = Project.objects.bulk_create(
        Project(
            portfolio=portfolio,
            reference=f"R{number:05}",
            name=f"Project {number}",
            directorate=f"Directorate {number % 9}",
        )
        for number in range(projects)
    )
    SpendLine.objects.bulk_create(
        SpendLine(
            project=project, financial_year=2025, basis="planned", amount=5_000_000 // (number + 1)
        )
        for number, project in enumerate(made)
    )
    opened = timezone.now() - timedelta(minutes=minutes)
    workshop = create_workshop(
        portfolio=portfolio,
        name="A room at work",
        financial_year=2025,
        basis="planned",
        plan=plan,
        running_order=ORDER,
        by=member.user,
        now=opened,
    )
    Seat.objects.bulk_create(
        Seat(
            workshop=workshop,
            role="assessor",
            name=f"Person {number}",
            code=f"S{number}",
            joined_at=opened,
        )
        for number in range(seats)
    )
    return workshop, open_next_stage(workshop=workshop, by=None, now=opened).rounds.get()


def fill_rating(
    workshop: Workshop, round: Round, *, answers: int, minutes: float, rng: Random
) -> None:
    """So many answers, largest projects first, spread evenly over the minutes."""
    seats = list(workshop.seats.assessors())
    projects = list(workshop.projects.judged().order_by("rank"))
    opened = timezone.now() - timedelta(minutes=minutes)
    rows = []
    for number in range(answers):
        turn, place = divmod(number, len(projects))
        moment = opened + timedelta(minutes=minutes) * (number + 1) / (answers + 1)
        part = rng.choice((0, 2500, 5000, 10_000))
        rows.append(
            Allocation(
                round=round,
                seat=seats[(place + turn) % len(seats)],
                workshop_project=projects[place],
                upstream=part,
                midstream=10_000 - part,
                downstream=0,
                acute=0,
                idempotency_key=UUID(int=rng.getrandbits(128)),
                answered_at=moment,
                received_at=moment,
            )
        )
    Allocation.objects.bulk_create(rows, batch_size=2000)
