"""Workshops that have run, for whatever reads them: small by hand, large by the thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

from assessors.models import Organisation, User
from bucketing.actions.events import touch_workshop
from bucketing.models import (
    Allocation,
    CriteriaSet,
    Reconciliation,
    Round,
    Seat,
    Stage,
    Workshop,
    WorkshopProject,
)
from projects.models import Portfolio, Project, SpendLine
from tests.factories.people import make_organisation

STARTED = datetime(2026, 3, 2, 10, tzinfo=UTC)
RUNNING_ORDER = [
    ("welcome", 5),
    ("calibration", 10),
    ("rating", 50),
    ("reconciling", 20),
    ("close", 5),
]
_numbers = count(1)


@dataclass
class FinishedRoom:
    """A workshop whose rating is over; `rate` and `settle` add to it."""

    workshop: Workshop
    rounds: dict[str, Round]
    seats: list[Seat]
    projects: list[WorkshopProject] = field(default_factory=list)

    def add(self, amount: Decimal | int | str, **words: Any) -> WorkshopProject:
        """A frozen project, and the project with its spend line behind it."""
        number = len(self.projects) + 1
        words.setdefault("reference", f"P{number:03}")
        words.setdefault("name", f"Project {number}")
        kept = {key: words.pop(key) for key in ("left_out", "parent", "rank") if key in words}
        frozen_only = {
            key: words[key] for key in ("nature", "funding_source", "funding_route") if key in words
        }
        described = {key: value for key, value in words.items() if key not in frozen_only}
        portfolio = self.workshop.portfolio
        project = Project.objects.create(portfolio=portfolio, **described)
        SpendLine.objects.create(
            project=project,
            financial_year=self.workshop.financial_year,
            basis=self.workshop.basis,
            amount=Decimal(amount),
        )
        kept.setdefault("rank", number)
        frozen = WorkshopProject.objects.create(
            workshop=self.workshop, project=project, amount=Decimal(amount), **words, **kept
        )
        self.projects.append(frozen)
        return frozen

    def rate(
        self,
        project: WorkshopProject,
        seat: int | Seat,
        percentages: Sequence[int],
        kind: str = "rating",
        **fields: Any,
    ) -> Allocation:
        upstream, midstream, downstream, acute = (share * 100 for share in percentages)
        touch_workshop(self.workshop)
        return Allocation.objects.create(
            round=fields.pop("round", None) or self.rounds[kind],
            seat=self.seats[seat] if isinstance(seat, int) else seat,
            workshop_project=project,
            upstream=upstream,
            midstream=midstream,
            downstream=downstream,
            acute=acute,
            idempotency_key=uuid4(),
            answered_at=STARTED,
            received_at=STARTED,
            **fields,
        )

    def settle(
        self,
        project: WorkshopProject,
        percentages: Sequence[int],
        method: str = "chair",
        **fields: Any,
    ) -> Reconciliation:
        fields.setdefault(
            "reason", "Two thirds of the caseload is at risk." if method == "chair" else ""
        )
        upstream, midstream, downstream, acute = (share * 100 for share in percentages)
        touch_workshop(self.workshop)
        return Reconciliation.objects.create(
            workshop_project=project,
            method=method,
            upstream=upstream,
            midstream=midstream,
            downstream=downstream,
            acute=acute,
            **fields,
        )

    def open_re_vote(self, *, closed: bool = True) -> Round:
        stage = self.workshop.stages.get(kind="reconciling")
        closed_at = STARTED + timedelta(minutes=80) if closed else None
        return Round.objects.create(
            workshop=self.workshop,
            stage=stage,
            kind="re_vote",
            opened_at=STARTED + timedelta(minutes=75),
            closed_at=closed_at,
        )


def make_criteria() -> CriteriaSet:
    criteria, _ = CriteriaSet.objects.get_or_create(
        organisation=None,
        name="Early action criteria",
        version=1,
        defaults={"content": {"tiers": [], "ladder": [], "rules": [], "misleading_words": []}},
    )
    return criteria


def make_finished_room(
    organisation: Organisation | None = None,
    seats: int = 3,
    created_by: User | None = None,
    **fields: Any,
) -> FinishedRoom:
    """A workshop of three assessors and a facilitator, at its close, with nothing rated yet."""
    number = next(_numbers)
    portfolio = fields.pop("portfolio", None) or Portfolio.objects.create(
        organisation=organisation or make_organisation(), name=f"Budget {number}"
    )
    fields.setdefault("name", "Northmere budget")
    fields.setdefault("join_code", f"ROOM{number:04}")
    rated = fields.pop("rated", True)
    workshop = Workshop.objects.create(
        portfolio=portfolio,
        financial_year=fields.pop("financial_year", 2025),
        basis=fields.pop("basis", "planned"),
        criteria_set=make_criteria(),
        created_by=created_by,
        **fields,
    )
    rounds = _run(workshop, is_rated=rated)
    people = [
        Seat(workshop=workshop, role="assessor", name=f"Assessor {code}", code=code)
        for code in _codes(seats)
    ]
    people.append(Seat(workshop=workshop, role="facilitator", name="Fay", code="F1"))
    Seat.objects.bulk_create(people)
    return FinishedRoom(workshop, rounds, list(workshop.seats.filter(role="assessor")))


def _codes(number: int) -> Iterable[str]:
    letters = "ABCDEGHIJKLMNOPQRSTUVWXYZ"
    return (letters[i] if i < len(letters) else f"A{i}" for i in range(number))


def _run(workshop: Workshop, *, is_rated: bool) -> dict[str, Round]:
    """Every stage up to reconciling has been closed; or rating is still under way."""
    rounds, opens = {}, STARTED
    for position, (kind, minutes) in enumerate(RUNNING_ORDER):
        closes = opens + timedelta(minutes=minutes)
        times: dict[str, Any] = {"opened_at": opens, "due_at": closes, "closed_at": closes}
        if kind == "close" or (not is_rated and kind == "reconciling"):
            times = {}
        elif kind == "rating" and not is_rated:
            times["closed_at"] = None
        stage = Stage.objects.create(
            workshop=workshop, position=position, kind=kind, minutes=minutes, **times
        )
        if kind in ("calibration", "rating"):
            rounds[kind] = Round.objects.create(workshop=workshop, stage=stage, kind=kind, **times)
        opens = closes
    return rounds


def make_large_room(
    projects: int, ratings_each: int = 3, seats: int = 10, seed: int = 1
) -> FinishedRoom:
    """Random projects and ratings in bulk; the same seed gives the same room."""
    random = Random(seed)
    room = make_finished_room(seats=seats)
    amounts = sorted((int(random.lognormvariate(17, 1.3)) for _ in range(projects)), reverse=True)
    frozen = [
        WorkshopProject(
            workshop=room.workshop,
            reference=f"P{rank:05}",
            name=f"Project number {rank} for the people of the place",
            description="What it does, for whom and where, in a sentence or two. " * 2,
            directorate=random.choice(["Children", "Adults", "Public health", "Housing", "Places"]),
            provider=f"Provider {random.randrange(60)}",
            theme=random.choice(["Health", "Homes", "Skills", "Safety"]),
            place=random.choice(["North", "South", "East", "West", ""]),
            duty=random.choice(["statutory", "discretionary", ""]),
            nature=random.choice(["revenue", "revenue", "capital"]),
            attributes={"Ward": f"Ward {random.randrange(20)}"},
            amount=Decimal(pence).scaleb(-2),
            rank=rank,
        )
        for rank, pence in enumerate(amounts, start=1)
    ]
    room.projects = WorkshopProject.objects.bulk_create(frozen, batch_size=500)
    rows = [
        _random_rating(random, room, project, seat)
        for project in room.projects
        for seat in random.sample(room.seats, min(ratings_each, seats))
    ]
    random.shuffle(rows)
    Allocation.objects.bulk_create(rows, batch_size=1000)
    return room


def _random_rating(
    random: Random, room: FinishedRoom, project: WorkshopProject, seat: Seat
) -> Allocation:
    first = random.choice([0, 0, 1, 1, 2, 2, 3])
    share = random.choice([10_000, 10_000, 8_000, 7_000, 5_000])
    shares = [0, 0, 0, 0]
    shares[first] += share
    shares[(first + 1) % 4] += 10_000 - share
    return Allocation(
        round=room.rounds["rating"],
        seat=seat,
        workshop_project=project,
        upstream=shares[0],
        midstream=shares[1],
        downstream=shares[2],
        acute=shares[3],
        idempotency_key=uuid4(),
        seconds=random.randrange(8, 90),
        answered_at=STARTED,
        received_at=STARTED,
    )
