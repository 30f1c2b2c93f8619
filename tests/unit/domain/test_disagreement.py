from decimal import Decimal

import pytest

from bucketing.domain.agreement import measure_alpha_of_ratings
from bucketing.domain.disagreement import (
    AgreementWord,
    measure_disagreement,
    measure_money_agreement,
)
from bucketing.domain.distances import Distance
from bucketing.domain.ratings import Rating, Ratings, RatingsError
from bucketing.domain.shares import Shares
from bucketing.domain.tiers import Tier
from tests.unit.domain.rooms import room

U, M, D, A = (Shares.whole(tier) for tier in Tier)


def measured(*answers, amount="100.00"):
    [project] = measure_disagreement(room({"only": (amount, answers)})).of_all()
    return project


def test_project_rated_once_has_no_disagreement_rather_than_none_of_it():
    project = measured(U)
    assert project.is_rated_once
    assert (project.disagreement, project.total_variation, project.word) == (None, None, None)
    assert project.money_at_stake is None


def test_unrated_project_is_listed_without_figures():
    project = measured()
    assert (project.rating_count, project.money_at_stake) == (0, None)


def test_opposite_answers_put_all_the_money_at_stake():
    project = measured(U, A)
    assert (project.total_variation, project.earth_movers, project.disagreement) == (1, 3, 1)
    assert project.money_at_stake == Decimal("100.00")


def test_money_at_stake_of_a_negative_amount_counts_by_its_size():
    project = measured(U, A, amount="-100.00")
    assert (project.amount, project.money_at_stake) == (Decimal("-100.00"), Decimal("100.00"))


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ([U, Shares.from_percentages([75, 0, 0, 25])], AgreementWord.AGREE),
        ([U, Shares.from_percentages([74, 26, 0, 0])], AgreementWord.ADJACENT),
        ([M, D], AgreementWord.ADJACENT),
        ([U, D], AgreementWord.SPLIT),
        ([U, U, A], AgreementWord.SPLIT),
    ],
)
def test_one_word_for_a_project(answers, word):
    assert measured(*answers).word is word


@pytest.mark.parametrize(
    ("answers", "contested"),
    [
        ([U, M, U, D, D, A, A, A], True),
        ([U, M, D, D, D, A, A, A], False),
        ([U, M, U, D, D, A, A], False),
        ([U, M, Shares.from_percentages([50, 0, 0, 50]), D, D, A, A, A], False),
        ([U, M, Shares.from_percentages([51, 0, 0, 49]), D, D, A, A, A], True),
    ],
)
def test_two_camps_need_eight_ratings_and_three_on_each_side(answers, contested):
    assert measured(*answers).is_contested is contested


def test_within_counts_the_edge():
    ratings = room(
        {
            "ten points": ("100.00", [U, Shares.from_percentages([90, 10, 0, 0])]),
            "eleven": ("300.00", [U, Shares.from_percentages([89, 11, 0, 0])]),
            "once": ("900.00", [A]),
        }
    )
    disagreement = measure_disagreement(ratings)
    assert disagreement.within(10).tolist() == [True, False, False]
    money = measure_money_agreement(disagreement, chance=0.5)
    assert (money.within_10_points, money.within_25_points) == (0.25, 1)
    assert (money.money, money.project_count) == (Decimal(400), 2)


def test_spend_weighted_agreement_follows_the_money():
    ratings = room({"large": ("300.00", [U, U]), "small": ("100.00", [U, A])})
    chance = measure_alpha_of_ratings(ratings, Distance.WHICH_TIER).expected
    assert chance == 0.5
    money = measure_money_agreement(measure_disagreement(ratings), chance)
    assert money.spend_weighted == 1 - 0.25 / 0.5


@pytest.mark.parametrize(
    ("projects", "reason"),
    [({"a": ("1.00", [U])}, "Not enough overlap"), ({"a": ("1.00", [U, U])}, "every answer")],
)
def test_spend_weighted_agreement_that_is_not_defined_says_why(projects, reason):
    ratings = room(projects)
    chance = measure_alpha_of_ratings(ratings, Distance.WHICH_TIER).expected
    money = measure_money_agreement(measure_disagreement(ratings), chance)
    assert money.spend_weighted is None
    assert reason in money.reason


def test_second_answer_of_one_assessor_is_refused():
    rows = [Rating("a", "ann", U), Rating("a", "ann", M)]
    with pytest.raises(RatingsError, match="counts once for each project"):
        Ratings.of({"a": Decimal(1)}, rows)


def test_rating_of_an_unknown_project_is_refused():
    with pytest.raises(RatingsError, match="1 rated projects have no amount"):
        Ratings.of({}, [Rating("a", "ann", U)])


def test_leaving_an_assessor_out_keeps_everyone_else():
    ratings = room({"a": ("1.00", [U, M, A])})
    assert ratings.without_assessor(1).rows_of("a").tolist() == [list(U), list(A)]
    assert ratings.without_assessor("nobody") is ratings
