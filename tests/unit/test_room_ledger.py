"""Coverage, dispute and time, as the board counts them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.progress import room_ledger
from tests.factories.splits import splits

PROJECTS = [(1, 60_000, False), (2, 30_000, False), (3, 10_000, False), (4, 500, True)]
UP, ACUTE = (10_000, 0, 0, 0), (0, 0, 0, 10_000)


def test_money_is_counted_by_number_of_ratings():
    ledger = room_ledger(PROJECTS, [(1, UP, 1.0), (1, UP, 2.0), (2, UP, 3.0)])
    assert [(each.count, each.amount) for each in ledger.by_pass()] == [
        (1, Decimal("100.00")),
        (1, Decimal("300.00")),
        (1, Decimal("600.00")),
        (0, Decimal("0.00")),
    ]
    assert (ledger.rated_count, ledger.project_count) == (2, 3)
    assert ledger.rated_share == 0.9


def test_money_in_dispute_is_what_two_people_place_differently():
    half = (5000, 0, 0, 5000)
    ledger = room_ledger(PROJECTS, [(1, UP, 1.0), (1, half, 2.0), (2, UP, 3.0), (2, UP, 4.0)])
    assert ledger.disputed_amount == Decimal("300.00")


def test_money_in_dispute_of_three_is_the_mean_over_the_pairs():
    ledger = room_ledger(PROJECTS, [(1, UP, 1.0), (1, UP, 2.0), (1, ACUTE, 3.0)])
    assert ledger.disputed_amount == Decimal("400.00")


def test_rated_once_is_in_no_dispute():
    assert room_ledger(PROJECTS, [(1, ACUTE, 1.0)]).disputed_amount == 0


def test_left_out_by_the_plan_counts_once_somebody_rated_it():
    assert room_ledger(PROJECTS, [(4, UP, 1.0)]).project_count == 4


def test_answers_on_projects_set_aside_are_passed_over():
    assert room_ledger(PROJECTS, [(99, UP, 1.0)]).rated_count == 0


def test_money_rated_over_time_grows_with_first_ratings_only():
    ledger = room_ledger(PROJECTS, [(2, UP, 10.0), (1, UP, 20.0), (2, UP, 30.0)])
    times, shares = ledger.rated_over_time()
    assert (times.tolist(), shares.tolist()) == ([10.0, 20.0], [0.3, 0.9])


def test_ledger_of_nothing_is_all_nought():
    ledger = room_ledger([], [])
    assert (ledger.rated_share, ledger.disputed_amount, ledger.project_count) == (0.0, 0, 0)


@given(st.lists(st.tuples(st.integers(1, 3), splits()), max_size=30))
def test_parts_by_number_of_ratings_make_the_whole(answers):
    ledger = room_ledger(PROJECTS, [(project, split, 1.0) for project, split in answers])
    assert sum(each.amount for each in ledger.by_pass()) == ledger.amount
    assert sum(each.count for each in ledger.by_pass()) == ledger.project_count
    assert 0 <= ledger.disputed_amount <= ledger.amount
