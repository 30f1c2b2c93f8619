"""Which answers count for a project."""

from datetime import UTC, datetime
from fractions import Fraction
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.judgements import (
    GivenRating,
    consensus_weights,
    counting_ratings,
)
from tests.factories.splits import splits

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def rating(seat: int, kind: str = "rating", round_id: int = 1, project: int = 1, number: int = 1):
    return GivenRating(
        number, project, seat, "A", round_id, kind, (10_000, 0, 0, 0), "", None, NOON
    )


def test_rating_round_replaces_calibration_for_projects_rated_again():
    calibration = [rating(1, "calibration", 1), rating(2, "calibration", 1)]
    again = rating(3, "rating", 2)
    assert counting_ratings([*calibration, again], frozenset()) == {1: (again,)}


def test_calibration_counts_where_nobody_rated_again():
    calibration = (rating(1, "calibration"), rating(2, "calibration"))
    assert counting_ratings(calibration, frozenset()) == {1: calibration}


def test_re_vote_replaces_once_it_is_over():
    first, second = rating(1), rating(1, "re_vote", 7)
    assert counting_ratings([first, second], frozenset()) == {1: (first,)}
    assert counting_ratings([first, second], frozenset({7})) == {1: (second,)}


def test_latest_of_several_re_votes_counts():
    rows = [rating(1, "re_vote", 7), rating(2, "re_vote", 7), rating(1, "re_vote", 9)]
    assert counting_ratings(rows, frozenset({7, 9})) == {1: (rows[2],)}


def test_a_person_counts_once_over_two_rating_rounds():
    rows = [rating(1, "rating", 1, number=1), rating(1, "rating", 2, number=2)]
    assert counting_ratings(rows, frozenset()) == {1: (rows[1],)}


def test_nobody_rated_has_no_weights():
    assert consensus_weights([], "mean") is None


@given(st.lists(splits(), min_size=1, max_size=9))
def test_weights_by_mean_are_the_exact_mean(rows):
    weights = consensus_weights(rows, "mean")
    means = [Fraction(sum(column), len(rows)) for column in zip(*rows, strict=True)]
    assert [Fraction(weight, sum(weights)) for weight in weights] == [m / 10_000 for m in means]


@given(st.lists(splits(), min_size=1, max_size=9))
def test_weights_by_median_are_the_exact_re_closed_median(rows):
    weights = consensus_weights(rows, "median")
    medians = [Fraction(median(map(Fraction, column))) for column in zip(*rows, strict=True)]
    if any(medians):
        assert [Fraction(w, sum(weights)) for w in weights] == [m / sum(medians) for m in medians]
    else:
        assert weights == consensus_weights(rows, "mean")


def test_medians_that_are_all_nought_fall_back_to_the_mean():
    rows = [(10_000, 0, 0, 0), (0, 10_000, 0, 0), (0, 0, 0, 10_000)]
    assert consensus_weights(rows, "median") == (10_000, 10_000, 0, 10_000)


def test_weights_of_medians_that_add_to_ninety_per_cent():
    rows = [(8_000, 2_000, 0, 0), (6_000, 4_000, 0, 0), (7_000, 2_000, 1_000, 0)]
    assert consensus_weights(rows, "median") == (14_000, 4_000, 0, 0)
