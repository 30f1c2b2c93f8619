from decimal import Decimal
from time import process_time

import numpy as np
import pytest

from bucketing.domain.forecast import (
    Forecast,
    Ledger,
    Standing,
    answers_by_the_end,
    forecast,
    work_left,
)
from bucketing.domain.levers import levers
from bucketing.domain.outlook import outlook
from bucketing.domain.pace import SeatPace, room_pace
from bucketing.domain.plan import Plan
from tests.factories.rooms import LENGTH, SimulatedRoom

KINDS = ["steady", "slowing", "one leaving", "late joiners"]
AMOUNTS = [Decimal(5_000_000) / (rank + 1) for rank in range(600)]
PLAN = Plan(second_above=Decimal(24_000), third_where_differ_above=Decimal(18_000))
MINUTE = 60


def seat_answering_every(seconds: float, until: float, **changes) -> SeatPace:
    return SeatPace(answered_at=list(np.arange(seconds, until + 1, seconds)), **changes)


def ledger_after(first: int, second: int = 0, amounts=AMOUNTS) -> Ledger:
    """The largest rated: so many once, and of those so many twice."""
    start = Ledger.of(amounts)
    ratings = np.zeros(len(amounts), dtype=np.int64)
    ratings[:first] += 1
    ratings[:second] += 1
    return Ledger(start.amounts, ratings, start.at_stake)


def room_at(minute: int, plan: Plan = PLAN, seconds: float = 34, rated: int = 100) -> Forecast:
    now = minute * MINUTE
    seats = [seat_answering_every(seconds, now) for _ in range(10)]
    return forecast(ledger_after(rated), plan, seats, elapsed=now, seconds_left=LENGTH - now)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("minute", [10, 20, 30, 40])
def test_final_count_lies_in_the_range_in_nine_rooms_of_ten(kind, minute):
    now, inside, rooms = minute * MINUTE, 0, 60
    for seed in range(rooms):
        room = SimulatedRoom.of(kind, seed)
        stated = answers_by_the_end(room_pace(room.seats_at(now), now), LENGTH - now, 9999)
        more = room.answers_by(LENGTH) - room.answers_by(now)
        inside += stated.low <= more <= stated.high
    assert inside >= 0.9 * rooms


@pytest.mark.parametrize("kind", KINDS)
def test_projects_rated_at_the_end_lie_in_the_range(kind):
    """The same through the passes: 1,200 projects once each, which no room finishes."""
    now, inside, rooms = 20 * MINUTE, 0, 40
    amounts = [Decimal(1_000_000) / (rank + 1) for rank in range(1200)]
    for seed in range(rooms):
        room = SimulatedRoom.of(kind, seed)
        ledger = ledger_after(room.answers_by(now), amounts=amounts)
        stated = forecast(
            ledger, Plan(), room.seats_at(now), elapsed=now, seconds_left=LENGTH - now
        )
        inside += stated.projects.low <= room.answers_by(LENGTH) <= stated.projects.high
    assert inside >= 0.9 * rooms


def test_range_is_narrow_enough_to_act_on_and_closes_in():
    halfway, late = room_at(25), room_at(40)
    assert halfway.judgements.high - halfway.judgements.low < 0.55 * halfway.judgements.expected
    assert late.judgements.high - late.judgements.low < (
        halfway.judgements.high - halfway.judgements.low
    )


def test_steady_room_of_ten_at_34_seconds():
    seats = [seat_answering_every(34, 20 * MINUTE) for _ in range(10)]
    pace = room_pace(seats, 20 * MINUTE)
    assert 3600 / pace.rate * 10 / 3600 == pytest.approx(34, rel=0.03)


def test_forecast_counts_what_is_rated_already_and_the_largest_first():
    now = 10 * MINUTE
    seats = [seat_answering_every(60, now)]
    look = forecast(
        ledger_after(2, amounts=[Decimal(50), Decimal(30), Decimal(20), Decimal(10)]),
        Plan(),
        seats,
        elapsed=now,
        seconds_left=65,
    )
    assert look.projects.expected == 3
    assert look.amount.expected == 100.0
    assert look.share_of_money.expected == pytest.approx(100 / 110)
    assert look.project_count == 4


def test_second_ratings_come_after_every_first():
    look = room_at(30, Plan(second_count=600), rated=590)
    assert look.projects.low == look.project_count == 600
    assert look.twice.expected == look.judgements.expected - 10


def test_left_out_projects_are_no_work_but_answers_on_them_count():
    ledger = ledger_after(3, amounts=[Decimal(40), Decimal(30), Decimal(20), Decimal(10)])
    left = work_left(ledger, Plan(leave_out_below=Decimal(35)))
    assert left.total == 0
    look = forecast(ledger, Plan(leave_out_below=Decimal(35)), [], elapsed=60, seconds_left=60)
    assert look.projects.expected == look.project_count == 3
    assert look.standing is Standing.DONE
    assert look.share_of_money.expected == 1


def test_left_out_money_is_in_no_share_of_what_will_be_rated():
    now = 10 * MINUTE
    ledger = ledger_after(2, amounts=[Decimal(50), Decimal(30), Decimal(20), Decimal(10)])
    plan = Plan(leave_out_below=Decimal(15))
    seats = [seat_answering_every(60, now)]
    look = forecast(ledger, plan, seats, elapsed=now, seconds_left=10)
    assert (look.whole_amount, look.share_of_money.expected) == (100, 0.8)
    steps = outlook(ledger, plan, seats, elapsed=now, seconds_left=65)
    assert [steps[0][1].expected, steps[-1][1].expected] == [0.8, 1]


def test_known_disputes_replace_expected_thirds():
    start = Ledger.of([Decimal(1000)] * 3)
    ledger = Ledger(
        start.amounts, np.array([2, 2, 3]), np.array([60_000, 10_000, 90_000], dtype=np.int64)
    )
    plan = Plan(second_count=3, third_where_differ_above=Decimal(500))
    assert work_left(ledger, plan).third == 1


def test_empty_room_has_no_finish():
    look = forecast(ledger_after(5), PLAN, [], elapsed=60, seconds_left=600)
    assert look.standing is Standing.NOBODY
    assert look.finish is None
    assert look.minutes_early is None
    assert look.judgements.high == 0


def test_those_who_left_do_not_count():
    now = 10 * MINUTE
    here = [seat_answering_every(30, now)]
    gone = [seat_answering_every(10, now, is_present=False)]
    assert room_pace(here + gone, now).rate == room_pace(here, now).rate


def test_newcomer_is_taken_to_be_like_the_room():
    now = 20 * MINUTE
    room = [seat_answering_every(30, now) for _ in range(9)]
    pace = room_pace([*room, SeatPace(answered_at=[], joined_at=now)], now)
    assert pace.rates[-1] == pytest.approx(1 / 30, rel=0.1)


def test_before_the_first_answer_the_published_speeds_speak():
    pace = room_pace([SeatPace(answered_at=[])] * 10, 0)
    assert pace.rate == pytest.approx(10 / 45)


def test_finish_before_the_end_is_told_in_minutes():
    look = room_at(30, rated=590, plan=Plan())
    assert look.standing is Standing.AHEAD
    assert look.minutes_early == 19
    assert look.finish.low < look.finish.expected < look.finish.high


def test_levers_when_behind():
    now = 30 * MINUTE
    seats = [seat_answering_every(50, now) for _ in range(10)]
    offered = levers(ledger_after(360), PLAN, seats, elapsed=now, seconds_left=LENGTH - now)
    assert [lever.words for lever in offered] == [
        (
            "third ratings only where £36,000 or more is at stake (now £18,000):"
            " about 34 fewer, saves 3 min"
        ),
        "leave out the 40 smallest: 1.0 % of the money, saves 3 min",
        "leave out the 204 smallest: 6.0 % of the money, saves 17 min",
        "second ratings only from £1,100,000 (now £24,000): 204 fewer, saves 22 min",
        "extend by 5 min: about 58 more ratings",
        "extend by 10 min: about 115 more ratings",
    ]


def test_lever_raises_the_second_threshold_as_far_as_time_reaches():
    now = 40 * MINUTE
    seats = [seat_answering_every(34, now) for _ in range(10)]
    offered = levers(ledger_after(600), PLAN, seats, elapsed=now, seconds_left=LENGTH - now)
    (lever,) = [lever for lever in offered if lever.kind == "second ratings"]
    assert lever.plan.second_above == Decimal(30_000)
    assert lever.words == ("second ratings only from £30,000 (now £24,000): 42 fewer, saves 3 min")


def test_levers_when_ahead_offer_more_ratings():
    now = 30 * MINUTE
    seats = [seat_answering_every(50, now) for _ in range(10)]
    offered = levers(
        ledger_after(470),
        Plan(second_count=20),
        seats,
        elapsed=now,
        seconds_left=LENGTH - now,
    )
    assert [lever.words for lever in offered] == [
        "third ratings wherever two differ: about 20 more, uses 2 min",
        "leave out the 40 smallest: 1.0 % of the money, 11 min early",
        "second ratings from £44,000 (now the largest 20): 93 more, uses 7 min",
    ]


def test_lever_plans_do_what_their_figures_say():
    now = 30 * MINUTE
    seats = [seat_answering_every(50, now) for _ in range(10)]
    ledger = ledger_after(360)
    pace = room_pace(seats, now)
    for lever in levers(ledger, PLAN, seats, elapsed=now, seconds_left=LENGTH - now):
        if not lever.extra_minutes:
            saved = work_left(ledger, PLAN).total - work_left(ledger, lever.plan).total
            assert lever.minutes == pytest.approx(pace.seconds_for(saved) / 60)
            assert Plan.from_json(lever.plan.to_json()) == lever.plan


def test_levers_of_an_empty_room_or_list_are_none():
    seats = [seat_answering_every(30, 600)]
    assert levers(ledger_after(5), PLAN, [], elapsed=60, seconds_left=600) == ()
    assert levers(Ledger.of([]), PLAN, seats, elapsed=600, seconds_left=600) == ()


def test_board_of_3000_projects_and_50_seats_is_quick():
    amounts = [Decimal(50_000_000) / (rank + 1) for rank in range(3000)]
    seats = [seat_answering_every(30, 1800) for _ in range(50)]
    ledger = ledger_after(2000, amounts=amounts)
    started = process_time()
    forecast(ledger, PLAN, seats, elapsed=1800, seconds_left=1200)
    levers(ledger, PLAN, seats, elapsed=1800, seconds_left=1200)
    assert process_time() - started < 0.1
