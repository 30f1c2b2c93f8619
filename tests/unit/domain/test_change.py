from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.change import YearLine, explain_change
from bucketing.domain.tiers import PREVENTION_TWO, Tier
from tests.unit.domain.strategies import amounts, shares

lines = st.tuples(amounts, shares.map(lambda split: split.as_fractions))
year = st.dictionaries(st.integers(0, 6), lines, max_size=6).map(
    lambda lines: [YearLine(key, *line) for key, line in lines.items()]
)


def early(share):
    return (Fraction(share), Fraction(0), Fraction(0), 1 - Fraction(share))


def test_entrants_and_leavers_stand_apart():
    explained = explain_change(
        [YearLine("old", Decimal(80), early("1"))],
        [YearLine("new", Decimal(100), early("0.5"))],
        PREVENTION_TWO,
    )
    assert (explained.entrants, explained.leavers, explained.change) == (50, 80, -30)
    assert (explained.entrant_count, explained.leaver_count, explained.both_count) == (1, 1, 0)


def test_re_labelling_alone_moves_no_money():
    explained = explain_change(
        [YearLine("a", Decimal(100), early("0.2"))],
        [YearLine("a", Decimal(100), early("0.6"))],
        [Tier.UPSTREAM],
    )
    assert (explained.moved, explained.reclassified) == (0, 40)


@given(year, year)
def test_parts_add_to_the_change(before, after):
    explained = explain_change(before, after, PREVENTION_TWO)
    parts = explained.moved + explained.reclassified + explained.entrants - explained.leavers
    assert parts == explained.change
    pennies = sum(explained.parts_in_pounds)
    assert abs(Fraction(pennies) - explained.change) <= Fraction(1, 200)


@given(year, year)
def test_reading_the_years_backwards_turns_every_sign(before, after):
    forwards = explain_change(before, after, PREVENTION_TWO)
    backwards = explain_change(after, before, PREVENTION_TWO)
    assert backwards.moved == -forwards.moved
    assert backwards.reclassified == -forwards.reclassified
    assert backwards.entrants == forwards.leavers
