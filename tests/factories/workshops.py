"""Workshops for tests: a small portfolio, a room, and answers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from assessors.models import Organisation, User
from bucketing.actions.allocations import Answer, record_allocation
from bucketing.actions.seats import join_workshop
from bucketing.actions.stages import open_next_stage
from bucketing.actions.workshops import create_workshop
from bucketing.domain.plan import Plan
from bucketing.domain.running_order import PlannedStage
from bucketing.domain.shares import Shares
from bucketing.models import Allocation, Round, Seat, Workshop, WorkshopProject
from projects.models import Portfolio, Project, SpendLine
from tests.factories.people import make_organisation, make_user

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
RATING_ONLY = (
    PlannedStage("rating", 50),
    PlannedStage("reconciling", 20),
    PlannedStage("close", 5),
)
_numbers = count(1)


def make_portfolio(organisation: Organisation | None = None, name: str = "") -> Portfolio:
    return Portfolio.objects.create(
        organisation=organisation or make_organisation(), name=name or f"Portfolio {next(_numbers)}"
    )


def make_project(portfolio: Portfolio, amount: str | Decimal = "1000.00", **fields: Any) -> Project:
    """A project with one planned spend line of 2025/26."""
    number = next(_numbers)
    fields.setdefault("reference", f"P{number:04}")
    fields.setdefault("name", f"Project {number}")
    project = Project.objects.create(portfolio=portfolio, **fields)
    SpendLine.objects.create(
        project=project, financial_year=2025, amount=Decimal(amount), basis="planned"
    )
    return project


def make_workshop(
    *amounts: str,
    organisation: Organisation | None = None,
    by: User | None = None,
    plan: Plan | None = None,
    running_order: tuple[PlannedStage, ...] = RATING_ONLY,
    **project_fields: Any,
) -> Workshop:
    """A workshop in its lobby over projects of these amounts, referenced P1, P2, …"""
    portfolio = make_portfolio(organisation)
    for number, amount in enumerate(amounts or ("3000", "2000", "1000"), start=1):
        make_project(portfolio, amount, reference=f"P{number}", **project_fields)
    return create_workshop(
        portfolio=portfolio,
        name=f"Workshop {next(_numbers)}",
        financial_year=2025,
        basis="planned",
        plan=plan or Plan(lease_size=1),
        running_order=running_order,
        by=by or make_user(),
        now=NOW,
    )


def open_rating(workshop: Workshop, now: datetime = NOW) -> Round:
    """Open stages until the rating round runs."""
    while True:
        stage = open_next_stage(workshop=workshop, by=None, now=now)
        if stage.kind == "rating":
            return stage.rounds.get()


def make_assessor(workshop: Workshop, name: str = "") -> Seat:
    seat, _ = join_workshop(workshop=workshop, name=name or f"Assessor {next(_numbers)}", now=NOW)
    return seat


def answer(
    seat: Seat,
    round: Round,
    project: WorkshopProject,
    *percentages: int,
    now: datetime = NOW + timedelta(minutes=1),
    **fields: Any,
) -> Allocation:
    """Record a split given as four whole per cents."""
    return record_allocation(
        seat=seat,
        round=round,
        workshop_project_id=project.pk,
        answer=Answer(
            shares=Shares.from_percentages(percentages),
            idempotency_key=uuid4(),
            answered_at=now,
            **fields,
        ),
        now=now,
    )
