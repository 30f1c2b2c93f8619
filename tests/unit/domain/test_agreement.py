import random
from decimal import Decimal
from itertools import permutations
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bucketing.domain.agreement import (
    NO_OVERLAP,
    NO_VARIATION,
    Band,
    earth_movers,
    krippendorff_alpha,
    measure_alpha,
    measure_alpha_of_ratings,
    total_variation,
)
from bucketing.domain.distances import Distance
from bucketing.domain.ratings import Rating, Ratings
from bucketing.domain.shares import Shares
from tests.unit.domain.strategies import people_split

UPSTREAM, MIDSTREAM, ACUTE = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1)

both_distances = pytest.mark.parametrize("distance", [total_variation, earth_movers])
units = st.lists(st.lists(people_split(), max_size=4), max_size=6)


def alpha_by_definition(units, distance):
    """Every pair, one at a time, as the definition is written."""
    paired = [unit for unit in units if len(unit) > 1]
    n = sum(len(unit) for unit in paired)
    if not n:
        return None
    observed = sum(
        sum(distance(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in paired
    )
    everything = [split for unit in paired for split in unit]
    expected = sum(distance(a, b) for a, b in permutations(everything, 2)) / (n - 1)
    return 1 - observed / expected if expected > 1e-9 else None


def nominal_alpha(units):
    """The textbook form for categories, from a table of coincidences; it knows no splits."""
    paired = [unit for unit in units if len(unit) > 1]
    coincidences: dict[tuple[int, int], float] = {}
    for unit in paired:
        for pair in permutations(unit, 2):
            coincidences[pair] = coincidences.get(pair, 0) + 1 / (len(unit) - 1)
    totals: dict[int, float] = {}
    for (category, _), count in coincidences.items():
        totals[category] = totals.get(category, 0) + count
    n = sum(totals.values())
    mismatched = sum(count for (a, b), count in coincidences.items() if a != b)
    expected = sum(totals[a] * totals[b] for a, b in permutations(totals, 2)) / (n - 1) if n else 0
    return 1 - mismatched / expected if expected else None


@both_distances
@given(units)
def test_alpha_equals_its_definition(distance, units):
    expected = alpha_by_definition(units, distance)
    assert krippendorff_alpha(units, distance) == (
        None if expected is None else pytest.approx(expected, abs=1e-9)
    )


@both_distances
@given(units, st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_the_order_of_units_or_raters(distance, units, shuffler):
    shuffled = [shuffler.sample(unit, len(unit)) for unit in units]
    shuffler.shuffle(shuffled)
    expected = krippendorff_alpha(units, distance)
    assert krippendorff_alpha(shuffled, distance) == (
        None if expected is None else pytest.approx(expected, abs=1e-9)
    )


@both_distances
@given(units, st.floats(0.001, 1000))
def test_scaling_a_distance_changes_nothing(distance, units, factor):
    scaled = krippendorff_alpha(units, lambda p, q: factor * distance(p, q))
    plain = krippendorff_alpha(units, distance)
    assert scaled == (None if plain is None else pytest.approx(plain, abs=1e-9))


@both_distances
@given(st.lists(people_split(), min_size=2, max_size=6), st.integers(2, 4))
def test_identical_raters_agree_perfectly(distance, splits, rater_count):
    alpha = krippendorff_alpha([[split] * rater_count for split in splits], distance)
    assert alpha in (1, None)
    assert (alpha is None) == (len({tuple(split) for split in splits}) == 1)


@given(st.lists(st.lists(st.integers(0, 4), max_size=5), max_size=8))
def test_one_hot_total_variation_equals_nominal_alpha(units):
    one_hot = [[[float(tier == pick) for tier in range(5)] for pick in unit] for unit in units]
    expected = nominal_alpha(units)
    assert krippendorff_alpha(one_hot, total_variation) == (
        None if expected is None else pytest.approx(expected, abs=1e-9)
    )


@given(people_split(), people_split(), people_split())
def test_distances_are_symmetric_bounded_and_keep_the_triangle(p, q, r):
    for distance, most in ((total_variation, 1), (earth_movers, 3)):
        assert distance(p, p) == 0
        assert distance(p, q) == pytest.approx(distance(q, p))
        assert 0 <= distance(p, q) <= most + 1e-9
        assert distance(p, r) <= distance(p, q) + distance(q, r) + 1e-9
    assert total_variation(p, q) <= earth_movers(p, q) + 1e-9


def test_distance_takes_recorded_shares():
    p, q = Shares.from_percentages([50, 30, 20, 0]), Shares.from_percentages([0, 10, 30, 60])
    assert total_variation(p, q) == pytest.approx(0.7)
    assert earth_movers(p, q) == pytest.approx(1.8)


def test_distance_between_different_numbers_of_tiers_is_refused():
    with pytest.raises(ValueError, match="only over the same tiers"):
        total_variation((1, 0), (1, 0, 0))


@both_distances
@pytest.mark.parametrize("units", [[], [[]], [[UPSTREAM]], [[UPSTREAM], [ACUTE]]])
def test_alpha_without_overlap_says_so(distance, units):
    result = measure_alpha(units, distance)
    assert (result.value, result.reason, result.rating_count) == (None, NO_OVERLAP, 0)
    assert result.band is None


@both_distances
def test_alpha_without_variation_says_so(distance):
    result = measure_alpha([[MIDSTREAM, MIDSTREAM], [MIDSTREAM] * 3], distance)
    assert (result.value, result.reason) == (None, NO_VARIATION)
    assert (result.rating_count, result.unit_count, result.observed) == (5, 2, 0)


def test_units_rated_once_do_not_count():
    pairs = [[UPSTREAM, MIDSTREAM], [ACUTE, ACUTE]]
    result = measure_alpha([*pairs, [MIDSTREAM], []], earth_movers)
    assert result == measure_alpha(pairs, earth_movers)
    assert (result.distance, result.rating_count, result.unit_count) == ("ordered", 4, 2)


def test_two_people_who_always_swap_are_worse_than_chance():
    assert krippendorff_alpha([[UPSTREAM, ACUTE], [ACUTE, UPSTREAM]], total_variation) == -0.5


@pytest.mark.parametrize(
    ("misplaced", "band"), [(0, Band.RELY), (1, Band.TENTATIVE), (4, Band.DISCARD)]
)
def test_band_follows_alpha(misplaced, band):
    units = [[UPSTREAM, UPSTREAM], [ACUTE, ACUTE]] * 4
    units[:misplaced] = [[UPSTREAM, ACUTE]] * misplaced
    assert measure_alpha(units, total_variation).band is band


@pytest.mark.parametrize("distance", Distance)
@given(units=units)
@settings(max_examples=50)
def test_alpha_of_arrays_equals_alpha_of_lists(distance, units):
    recorded = [[Shares.from_fractions(split) for split in unit] for unit in units]
    rows = [
        Rating(project, assessor, split)
        for project, unit in enumerate(recorded)
        for assessor, split in enumerate(unit)
    ]
    amounts = dict.fromkeys(range(len(units)), Decimal(1))
    result = measure_alpha_of_ratings(Ratings.of(amounts, rows[::-1]), distance)
    plain = measure_alpha(recorded, distance.function)
    assert result.reason == plain.reason
    assert result.rating_count == plain.rating_count
    assert result.value == (None if plain.value is None else pytest.approx(plain.value, abs=1e-9))


@both_distances
def test_alpha_of_3000_units_by_20_raters_stays_fast(distance):
    draw = random.Random(7)
    corners = [UPSTREAM, MIDSTREAM, ACUTE, (0.5, 0.3, 0.2, 0)]
    units = [[draw.choice(corners) for _ in range(20)] for _ in range(3_000)]
    started = process_time()
    alpha = krippendorff_alpha(units, distance)
    assert process_time() - started < 1
    assert alpha == pytest.approx(0, abs=0.02)
