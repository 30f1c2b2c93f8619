"""The demo's two workshops: last year's, which is over, and this year's, about to start."""

from datetime import datetime, timedelta
from random import Random

from bucketing.actions.reconciling import save_precedent
from bucketing.actions.seats import declare_interest, join_workshop
from bucketing.actions.stages import close_workshop, open_next_stage, reveal_round
from bucketing.actions.workshops import create_workshop
from bucketing.demo.people import DemoPeople
from bucketing.demo.portfolio import LAST_YEAR, THIS_YEAR
from bucketing.demo.rating import rate_round
from bucketing.demo.settling import settle
from bucketing.domain.proposal import propose_plan
from bucketing.domain.running_order import DEFAULT_RUNNING_ORDER, minutes_of
from bucketing.domain.scripted import CAST, ScriptedAssessor
from bucketing.models import InterestKind, RoundKind, Seat, Stage, Workshop
from projects.models import Basis, Portfolio, SpendLine

Seats = list[tuple[Seat, ScriptedAssessor]]

FINISHED_CODE, WAITING_CODE = "DFK6374", "KFD7493"
SEED = "larkenshire room"
INTERESTS = {"Ben": "Larkenshire Council Leisure", "Grace": "Wayfarer's Door"}
RULINGS = (
    "A service that anybody may walk into is upstream, even where poorer areas get more of it.",
    "Frail but managing is at risk, so midstream; after the first fall it is downstream.",
    "Keeping somebody safe tonight is acute; hours spent on what comes after are downstream.",
)


def make_waiting_workshop(*, portfolio: Portfolio, people: DemoPeople, now: datetime) -> Workshop:
    """This year's plans, in the lobby with the door open."""
    workshop = _make_workshop(
        portfolio, people, now, "Prevention spend 2025/26", THIS_YEAR, Basis.PLANNED
    )
    return _with_code(workshop, WAITING_CODE)


def make_finished_workshop(*, portfolio: Portfolio, people: DemoPeople, now: datetime) -> Workshop:
    """Last year's spending, rated by ten scripted assessors; `now` is when the room began."""
    rng = Random(SEED)  # noqa: S311  # made-up answers, no secret
    workshop = _make_workshop(
        portfolio,
        people,
        now - timedelta(days=6),
        "Prevention spend 2024/25",
        LAST_YEAR,
        Basis.ACTUAL,
    )
    workshop = _with_code(workshop, FINISHED_CODE)
    seats = _seat_cast(workshop, now, rng)
    for planned in DEFAULT_RUNNING_ORDER:
        stage = open_next_stage(workshop=workshop, by=people.facilitator, now=now)
        _hold(stage, seats, people, now, rng)
        now += timedelta(minutes=planned.minutes)
    return close_workshop(workshop=workshop, by=people.facilitator, now=now)


def _make_workshop(
    portfolio: Portfolio, people: DemoPeople, now: datetime, name: str, year: int, basis: Basis
) -> Workshop:
    lines = SpendLine.objects.filter(project__portfolio=portfolio, financial_year=year, basis=basis)
    proposal = propose_plan(
        [line.amount for line in lines],
        people=len(CAST),
        minutes=minutes_of("rating", DEFAULT_RUNNING_ORDER),
    )
    return create_workshop(
        portfolio=portfolio,
        name=name,
        financial_year=year,
        basis=basis,
        plan=proposal.plan,
        expected_people=len(CAST),
        by=people.facilitator,
        now=now,
    )


def _with_code(workshop: Workshop, code: str) -> Workshop:
    """The same code every time, so that the guide can name it."""
    workshop.join_code = code
    workshop.save(update_fields=["join_code"])
    return workshop


def _seat_cast(workshop: Workshop, now: datetime, rng: Random) -> Seats:
    seats = []
    for assessor in CAST:
        came = now - timedelta(seconds=rng.randint(10, 400))
        seat, _ = join_workshop(workshop=workshop, name=assessor.name, now=came)
        if provider := INTERESTS.get(assessor.name):
            declare_interest(seat=seat, kind=InterestKind.PROVIDER, value=provider, now=came)
        seats.append((seat, assessor))
    return seats


def _hold(stage: Stage, seats: Seats, people: DemoPeople, now: datetime, rng: Random) -> None:
    """What happens in one stage that opened at `now`."""
    workshop, minutes = stage.workshop, stage.minutes
    for round in stage.rounds.all():
        rate_round(round=round, seats=seats, rng=rng, minutes=minutes)
    if stage.kind == "calibration":
        _rule(workshop, people, now + timedelta(minutes=minutes - 3))
    elif stage.kind == "reconciling":
        rating = workshop.rounds.get(kind=RoundKind.RATING)
        reveal_round(round=rating, by=people.facilitator, now=now)
        settle(workshop=workshop, seats=seats, by=people.facilitator, now=now, rng=rng)


def _rule(workshop: Workshop, people: DemoPeople, now: datetime) -> None:
    """The calibration answers are shown, and the room writes its rulings down."""
    calibration = workshop.rounds.get(kind=RoundKind.CALIBRATION)
    reveal_round(round=calibration, by=people.facilitator, now=now)
    for number, text in enumerate(RULINGS):
        moment = now + timedelta(seconds=40 * number)
        save_precedent(workshop=workshop, text=text, by=people.facilitator, now=moment)
