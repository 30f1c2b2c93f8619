from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from bucketing.domain.shares import SHARE_NAMES, Shares, SharesError, split_money_exactly
from bucketing.domain.tiers import TIERS, HeadlineMeaning, Tier
from tests.unit.domain.strategies import amounts, fractions, shares

PENNY = Decimal("0.01")


def test_shares_that_fall_short_are_refused_with_a_sentence():
    with pytest.raises(SharesError, match=r"^The four shares add to 90 %, not 100 %\.$"):
        Shares.from_percentages([40, 30, 20, 0])


def test_shares_that_add_up_to_too_much_are_refused():
    with pytest.raises(SharesError, match=r"^The four shares add to 100\.01 %, not 100 %\.$"):
        Shares(10_001, 0, 0, 0)


def test_shares_below_nothing_are_refused():
    with pytest.raises(SharesError, match=r"^The midstream share cannot be below 0 %\.$"):
        Shares(10_100, -100, 0, 0)


@pytest.mark.parametrize("value", [2500.0, True, "2500", None])
def test_shares_that_are_not_whole_numbers_are_refused(value):
    with pytest.raises(SharesError, match=r"^The upstream share must be a whole number\.$"):
        Shares(value, 2500, 2500, 2500)


def test_shares_for_three_tiers_are_refused():
    with pytest.raises(SharesError, match="one for each tier, not 3"):
        Shares.from_percentages([50, 50, 0])


@pytest.mark.parametrize("tier", TIERS)
def test_whole_puts_everything_in_one_tier(tier):
    whole = Shares.whole(tier)
    assert whole.of(tier) == sum(whole) == 10_000
    assert whole.main_tier is tier


def test_shares_read_back_as_percentages_and_fractions():
    split = Shares(6667, 3333, 0, 0)
    assert split.as_percentages == (Decimal("66.67"), Decimal("33.33"), 0, 0)
    assert split.as_fractions == (Fraction(6667, 10_000), Fraction(3333, 10_000), 0, 0)
    assert list(split) == [6667, 3333, 0, 0]
    assert SHARE_NAMES == TIERS


def test_from_fractions_gives_ties_to_the_earlier_tier():
    third = Fraction(1, 3)
    assert Shares.from_fractions([third, third, third, Fraction(0)]) == Shares(3334, 3333, 3333, 0)
    assert Shares.from_fractions([0.33335, 0.66665, 0, 0]) == Shares(3334, 6666, 0, 0)


def test_from_fractions_takes_floats_with_their_noise():
    assert Shares.from_fractions([0.1, 0.2, 0.7, 0.0]) == Shares(1000, 2000, 7000, 0)
    assert Shares.from_fractions([1 / 3, 1 / 3, 1 / 3, 0.0]) == Shares(3334, 3333, 3333, 0)


def test_from_fractions_that_do_not_add_to_one_are_refused():
    with pytest.raises(SharesError, match=r"^The four shares add to 95 %, not 100 %\.$"):
        Shares.from_fractions([0.5, 0.45, 0.0, 0.0])


def test_main_tier_of_level_shares_is_the_later_one():
    assert Shares.from_percentages([50, 0, 50, 0]).main_tier is Tier.DOWNSTREAM
    assert Shares.from_percentages([51, 0, 49, 0]).main_tier is Tier.UPSTREAM


def test_counted_in_follows_the_meaning():
    split = Shares.from_percentages([10, 20, 30, 40])
    assert split.counted_in(HeadlineMeaning.THREE_TIERS) == 6000
    assert split.counted_in(HeadlineMeaning.TWO_TIERS) == 3000


def test_split_money_in_quarters():
    quarters = Shares.from_percentages([25, 25, 25, 25])
    expected = tuple(Decimal(part) for part in ("250.01", "250.00", "250.00", "250.00"))
    assert quarters.split_money(Decimal("1000.01")) == expected
    assert quarters.split_money(Decimal("-1000.01")) == tuple(-part for part in expected)


def test_split_money_of_nothing_is_nothing():
    assert Shares.whole(Tier.ACUTE).split_money(Decimal(0)) == (0, 0, 0, 0)


@pytest.mark.parametrize("amount", ["0.001", "100.005", "NaN", "Infinity"])
def test_split_money_refuses_what_is_not_whole_pence(amount):
    with pytest.raises(SharesError):
        Shares.whole(Tier.UPSTREAM).split_money(Decimal(amount))


def test_split_money_exactly_refuses_fractions_that_do_not_close():
    with pytest.raises(SharesError, match="exactly 1"):
        split_money_exactly(Decimal(1), [Fraction(1, 3)] * 2 + [Fraction(0)] * 2)


@given(shares, amounts)
def test_pennies_add_up_to_the_amount(split, amount):
    parts = split.split_money(amount)
    assert sum(parts) == amount
    assert all(part.as_tuple().exponent == -2 for part in parts)


@given(fractions, amounts)
def test_no_part_is_a_penny_off(split, amount):
    for part, fraction in zip(split_money_exactly(amount, split), split, strict=True):
        assert abs(Fraction(part) - Fraction(amount) * fraction) < Fraction(PENNY)


@given(shares, amounts)
def test_a_tier_without_share_gets_nothing(split, amount):
    parts = split.split_money(amount)
    assert all(part == 0 for part, share in zip(parts, split, strict=True) if share == 0)


@given(shares, amounts)
def test_a_negative_amount_mirrors_the_positive(split, amount):
    assert split.split_money(-amount) == tuple(-part for part in split.split_money(amount))


@given(fractions)
def test_from_fractions_stays_within_a_basis_point(split):
    for share, fraction in zip(Shares.from_fractions(split), split, strict=True):
        assert abs(share - fraction * 10_000) < 1


@given(shares)
def test_shares_survive_the_round_trip_through_fractions(split):
    assert Shares.from_fractions(split.as_fractions) == split
