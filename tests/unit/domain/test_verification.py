from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.shares import Shares
from bucketing.domain.tiers import HeadlineMeaning, Tier
from bucketing.domain.verification import SampleBy, compare_panels, draw_verification_sample

AMOUNTS = {key: Decimal(key) for key in range(1, 46)}


def test_sample_by_count_is_a_tenth_rounded_up():
    sample = draw_verification_sample(AMOUNTS, seed=7, by=SampleBy.COUNT)
    assert len(sample) == len(set(sample)) == 5


def test_sample_repeats_with_its_seed_whatever_the_order():
    backwards = dict(reversed(AMOUNTS.items()))
    for by in SampleBy:
        sample = draw_verification_sample(AMOUNTS, seed=7, by=by)
        assert sample == draw_verification_sample(backwards, seed=7, by=by)
        assert sample != draw_verification_sample(AMOUNTS, seed=8, by=by)


@given(st.integers())
def test_sample_by_money_just_reaches_a_tenth(seed):
    sample = draw_verification_sample(AMOUNTS, seed=seed, by=SampleBy.MONEY)
    tenth = sum(AMOUNTS.values()) / 10
    assert sum(AMOUNTS[key] for key in sample) >= tenth
    assert sum(AMOUNTS[key] for key in sample[:-1]) < tenth


def test_every_project_is_drawn_about_as_often():
    drawn = [
        key
        for seed in range(900)
        for key in draw_verification_sample(AMOUNTS, seed=seed, by=SampleBy.COUNT)
    ]
    assert all(60 < drawn.count(key) < 145 for key in AMOUNTS)


def test_sample_of_nothing_is_empty():
    for by in SampleBy:
        assert draw_verification_sample({}, seed=1, by=by) == ()


def test_panels_compare_by_money_on_what_both_rated():
    upstream, acute = (Shares.whole(tier).as_fractions for tier in (Tier.UPSTREAM, Tier.ACUTE))
    half = (Fraction(1, 2), Fraction(0), Fraction(0), Fraction(1, 2))
    result = compare_panels(
        {"a": Decimal(300), "b": Decimal(100), "c": Decimal(999)},
        {"a": upstream, "b": acute, "c": acute},
        {"a": half, "b": acute},
    )
    assert (result.project_count, result.amount) == (2, 400)
    assert result.total_variation == pytest.approx(0.375)
    assert result.earth_movers == pytest.approx(1.125)
    assert result.first_headline[HeadlineMeaning.TWO_TIERS] == pytest.approx(0.75)
    assert result.second_headline[HeadlineMeaning.TWO_TIERS] == pytest.approx(0.375)


def test_panels_with_nothing_in_common_say_so():
    result = compare_panels({"a": Decimal(1)}, {}, {})
    assert (result.total_variation, result.reason) == (None, "No money was rated twice.")
