"""What a change of money is made of, in whole pence that add up every way."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.change import NO_CHANGE, Change, Held, explain_changes, sum_of

AMOUNTS = st.integers(-(10**9), 10**9)


@st.composite
def held(draw):
    amount = draw(AMOUNTS)
    low, high = sorted((0, amount))
    return Held(amount, draw(st.integers(low, high)))


PAIRS = st.lists(st.tuples(held(), held()), max_size=8)


def exact_moved(was, now):
    if not was.amount or not now.amount:
        return Fraction()
    shares = Fraction(was.counted, was.amount) + Fraction(now.counted, now.amount)
    return (now.amount - was.amount) * shares / 2


def test_what_is_in_one_year_alone_stands_apart():
    nothing = Held(0, 0)
    changes = explain_changes([(Held(80, 80), nothing), (nothing, Held(100, 50))])
    assert changes == [Change(80, 0, 0, 0, -80, 0), Change(0, 0, 0, 50, 0, 50)]
    assert sum_of(changes) == Change(80, 0, 0, 50, -80, 50)


def test_re_labelling_alone_moves_no_money():
    assert explain_changes([(Held(100, 20), Held(100, 60))]) == [Change(20, 0, 40, 0, 0, 60)]


def test_half_pennies_are_not_lost_along_the_list():
    """Each moves half a penny: one after the other gets a whole one."""
    pair = Held(2, 1), Held(3, 1)
    assert [change.moved for change in explain_changes([pair, pair, pair])] == [0, 1, 0]


def test_nothing_is_no_change():
    assert sum_of([]) == NO_CHANGE
    assert not NO_CHANGE.is_any


@given(PAIRS)
def test_parts_lead_from_before_to_after_in_every_project(pairs):
    for (was, now), change in zip(pairs, explain_changes(pairs), strict=True):
        assert (change.before, change.after) == (was.counted, now.counted)
        assert sum(change[:5]) == change.after


@given(PAIRS)
def test_every_part_and_every_sum_is_within_a_penny_of_its_exact_value(pairs):
    exact = [exact_moved(was, now) for was, now in pairs]
    moved = [change.moved for change in explain_changes(pairs)]
    for near, true in zip(moved, exact, strict=True):
        assert abs(near - true) <= 1
    assert abs(sum(moved) - sum(exact)) <= Fraction(1, 2) + Fraction(len(pairs), 10**9)


@given(PAIRS)
def test_reading_the_years_backwards_turns_signs(pairs):
    forwards = sum_of(explain_changes(pairs))
    backwards = sum_of(explain_changes([(now, was) for was, now in pairs]))
    assert (backwards.added, backwards.gone) == (-forwards.gone, -forwards.added)
    assert abs(backwards.moved + forwards.moved) <= 1
