"""The quick way to divide pennies gives the same as the exact one."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.pennies import share_out, share_out_by_weights

weights = st.lists(st.integers(0, 30_000), min_size=4, max_size=4).filter(any)
amounts = st.one_of(st.integers(-100, 10_000), st.integers(-(10**13), 10**13))


def exactly(rows):
    pence = [amount for amount, _ in rows]
    return share_out(pence, [tuple(Fraction(w, sum(ws)) for w in ws) for _, ws in rows])


@given(st.lists(st.tuples(amounts, weights), max_size=40))
def test_same_pennies_as_fractions(rows):
    quick = share_out_by_weights([amount for amount, _ in rows], [ws for _, ws in rows])
    assert quick == exactly(rows)


@given(st.lists(st.tuples(amounts, weights), max_size=40))
def test_tiers_add_to_every_amount(rows):
    quick = share_out_by_weights([amount for amount, _ in rows], [ws for _, ws in rows])
    assert [sum(row) for row in quick] == [amount for amount, _ in rows]


def test_amounts_too_large_for_machine_integers():
    rows = [(10**18 + 1, (1, 1, 1, 0)), (7, (3, 3, 3, 1))]
    assert share_out_by_weights([10**18 + 1, 7], [ws for _, ws in rows]) == exactly(rows)
