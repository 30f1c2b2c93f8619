import numpy as np
import pytest

from benchmarks.simulation import World, dealt_equally
from bucketing.domain.agreement import measure_alpha_of_ratings
from bucketing.domain.assessor_lean import measure_assessors
from bucketing.domain.distances import Distance
from bucketing.domain.headline import NOTHING_RATED, take_headline_apart
from bucketing.domain.intervals import (
    TOO_FEW_PEOPLE,
    WeightedAlpha,
    alpha_interval,
    headline_interval,
    headline_intervals,
)
from bucketing.domain.lean import TOO_LITTLE_OVERLAP, adjust_headline, fit_leans
from bucketing.domain.shares import Shares
from bucketing.domain.tiers import HeadlineMeaning, Tier
from tests.unit.domain.rooms import room

U, M, D, A = (Shares.whole(tier) for tier in Tier)
TWO, THREE = HeadlineMeaning.TWO_TIERS, HeadlineMeaning.THREE_TIERS


@pytest.fixture(scope="module")
def rehearsal():
    return World.random(5).asked(dealt_equally(5, 180))


def low_and_high(interval):
    assert interval.low is not None, interval.reason
    return interval.low, interval.high


def early(percent):
    return Shares.from_percentages([percent, 0, 0, 100 - percent])


def leaning_room():
    """Everyone sees the same, but the third assessor always puts ten points more early."""
    levels = {f"p{level}": level for level in (20, 30, 50, 70)}
    return room({key: ("100.00", [early(v), early(v), early(v + 10)]) for key, v in levels.items()})


def test_assessor_stands_against_the_mean_of_the_others():
    ratings = room({"a": ("1.00", [U, M, D]), "b": ("1.00", [A])})
    first, second, third = measure_assessors(ratings)
    assert (first.lean, first.distance, first.steps) == (-1.5, 1, 1.5)
    assert (second.lean, second.distance, second.steps) == (0, 1, 1)
    assert third.lean == 1.5
    assert (first.shared_count, first.rating_count) == (1, 2)


def test_assessor_without_shared_projects_has_no_lean():
    [only] = measure_assessors(room({"a": ("1.00", [U]), "b": ("1.00", [M])}))
    assert (only.lean, only.distance, only.shared_count, only.rating_count) == (None, None, 0, 2)


def test_leans_are_found_and_add_to_nothing():
    ratings = leaning_room()
    fit = fit_leans(ratings, ratings.counted_in(TWO))
    assert fit.leans == pytest.approx([-0.1 / 3, -0.1 / 3, 0.2 / 3], abs=1e-6)
    assert (fit.rating_count, fit.project_count) == (12, 4)


def test_adjusting_changes_nothing_where_everyone_rates_everything():
    adjusted = adjust_headline(leaning_room(), TWO)
    assert adjusted.adjusted == pytest.approx(adjusted.plain)


def test_adjusting_takes_out_the_lean_of_who_rated_alone():
    ratings = leaning_room()
    alone = room(
        {
            **{f"p{v}": ("100.00", [early(v), early(v), early(v + 10)]) for v in (20, 30, 50, 70)},
            "alone": ("1000.00", []),
        }
    )
    row = np.flatnonzero(np.array(alone.projects) == "alone")
    ratings = type(alone)(
        projects=alone.projects,
        assessors=alone.assessors,
        amounts=alone.amounts,
        project_index=np.append(alone.project_index, row),
        assessor_index=np.append(alone.assessor_index, 2),
        shares=np.vstack([alone.shares, [5000, 0, 0, 5000]]),
    )
    adjusted = adjust_headline(ratings, TWO)
    plain = (20 + 20 + 30 + 30 + 30 + 40 + 50 + 50 + 60 + 70 + 70 + 80) / 3 + 500
    assert adjusted.plain == pytest.approx(plain / 1400)
    assert adjusted.adjusted == pytest.approx((plain - 1000 * 0.2 / 3) / 1400, abs=1e-6)
    ruled = adjust_headline(ratings, TWO, rulings={"alone": U})
    assert ruled.adjusted == pytest.approx(ruled.plain)


def test_noise_alone_is_shrunk_to_no_lean():
    draw = np.random.default_rng(3)
    answers = {
        f"p{i}": ("1.00", [early(int(v)) for v in draw.integers(0, 101, 4)]) for i in range(60)
    }
    ratings = room(answers)
    fit = fit_leans(ratings, ratings.counted_in(TWO))
    assert fit.leans is not None
    assert np.abs(fit.leans).max() < 0.03


@pytest.mark.parametrize("answers", [[], [U], [U, A]])
def test_lean_without_overlap_says_so(answers):
    ratings = room({"a": ("1.00", answers), "b": ("1.00", [M])})
    adjusted = adjust_headline(ratings, THREE)
    assert (adjusted.adjusted, adjusted.reason) == (None, TOO_LITTLE_OVERLAP)
    assert adjusted.plain is not None


def test_nothing_rated_gives_reasons_and_no_crash():
    ratings = room({"a": ("1.00", [])})
    assert adjust_headline(ratings, TWO).reason == NOTHING_RATED
    assert headline_interval(ratings, TWO, seed=1).reason == TOO_FEW_PEOPLE
    assert alpha_interval(ratings, Distance.ORDERED, seed=1).reason == TOO_FEW_PEOPLE
    assert measure_assessors(ratings) == ()


@pytest.mark.parametrize("distance", Distance)
def test_weights_of_one_give_alpha_itself(rehearsal, distance):
    ones = np.ones((1, len(rehearsal.assessors)))
    [value] = WeightedAlpha.of(rehearsal, distance).values(ones)
    assert value == pytest.approx(measure_alpha_of_ratings(rehearsal, distance).value)


@pytest.mark.parametrize("distance", Distance)
def test_leaving_somebody_out_by_weight_is_leaving_them_out(distance):
    world = World.random(8)
    ratings = world.asked(np.ones((600, 10), dtype=bool))
    weights = np.ones((1, 10))
    weights[0, 4] = 0
    [value] = WeightedAlpha.of(ratings, distance).values(weights)
    without = measure_alpha_of_ratings(ratings.without_assessor(4), distance).value
    assert value == pytest.approx(without)


@pytest.mark.parametrize("distance", Distance)
def test_drawing_somebody_twice_does_not_count_as_agreement(rehearsal, distance):
    twice = np.full((1, len(rehearsal.assessors)), 2.0)
    [value] = WeightedAlpha.of(rehearsal, distance).values(twice)
    assert value == pytest.approx(measure_alpha_of_ratings(rehearsal, distance).value, abs=2e-3)


def test_intervals_repeat_with_their_seed_and_hold_the_figure(rehearsal):
    for distance in Distance:
        interval = alpha_interval(rehearsal, distance, seed=11)
        assert interval == alpha_interval(rehearsal, distance, seed=11)
        assert interval != alpha_interval(rehearsal, distance, seed=12)
        low, high = low_and_high(interval)
        assert low < measure_alpha_of_ratings(rehearsal, distance).value < high
    for meaning in HeadlineMeaning:
        interval = headline_interval(rehearsal, meaning, seed=11)
        assert interval == headline_interval(rehearsal, meaning, seed=11)
        low, high = low_and_high(interval)
        assert low < take_headline_apart(rehearsal, meaning).share < high


def test_interval_needs_three_people():
    ratings = room({f"p{i}": ("1.00", [U, M]) for i in range(9)})
    assert headline_interval(ratings, TWO, seed=1).reason == TOO_FEW_PEOPLE


def test_everyone_agreeing_leaves_no_range():
    ratings = room({"a": ("100.00", [U] * 4), "b": ("100.00", [A] * 4)})
    interval = headline_interval(ratings, TWO, seed=1)
    assert (interval.low, interval.high) == (0.5, 0.5)


def test_settling_everything_by_discussion_leaves_no_range(rehearsal):
    rulings = dict.fromkeys(rehearsal.projects, U)
    interval = headline_interval(rehearsal, TWO, seed=1, rulings=rulings)
    assert (interval.low, interval.high) == (1, 1)


def test_groups_have_their_own_ranges(rehearsal):
    groups = np.zeros((3, 600))
    groups[0, :300], groups[1, 300:] = 1, 1
    first, second, empty = headline_intervals(rehearsal, TWO, groups, seed=1)
    low, high = low_and_high(first)
    assert low < high
    assert first != second
    assert (empty.low, empty.reason) == (None, "No rated money here.")


def test_headline_range_covers_what_a_large_room_would_say():
    hits = 0
    for seed in range(40):
        world = World.random(seed)
        interval = headline_interval(
            world.asked(dealt_equally(seed, 90)), TWO, seed=seed, draws=200
        )
        low, high = low_and_high(interval)
        hits += low <= world.expected_headline(TWO, seed) <= high
    assert hits >= 34
