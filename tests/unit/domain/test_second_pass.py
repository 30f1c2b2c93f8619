from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.second_pass import RatedOnce, second_pass_order


def once(project, amount, rater, **fields):
    return RatedOnce(project, Decimal(amount), rater, **fields)


def test_whoever_carries_most_money_alone_comes_first():
    rated = [once(1, 100, rater=1), once(2, 60, rater=2), once(3, 50, rater=2), once(4, 5, rater=2)]
    # Person 2 carries 115, then 55; person 1 carries 100 and comes in between.
    assert second_pass_order(rated) == [2, 1, 3, 4]


def test_money_that_the_plan_wants_no_second_rating_for_counts_as_carried_alone():
    rated = [once(1, 100, rater=1), once(2, 60, rater=2)]
    rated += [once(each, 5, rater=2, is_wanted=False) for each in range(3, 13)]
    assert second_pass_order(rated) == [2, 1]


def test_equal_people_take_turns_by_amount():
    rated = [once(1, 9, rater=1), once(2, 9, rater=2), once(3, 1, rater=1), once(4, 1, rater=2)]
    assert second_pass_order(rated) == [1, 2, 3, 4]


def test_subjects_of_a_plan_that_groups_stay_together():
    rated = [once(1, 5, rater=1, group="Youth"), once(2, 4, rater=2, group="Youth")]
    rated += [once(3, 90, rater=2, group="Housing")]
    assert second_pass_order(rated) == [2, 1, 3]


AMOUNTS = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 4)), max_size=40)


@given(AMOUNTS)
def test_each_step_takes_the_largest_of_whoever_carries_most(given_amounts):
    left = {
        number: once(number, amount, rater) for number, (amount, rater) in enumerate(given_amounts)
    }
    for project in second_pass_order(list(left.values())):
        alone = {each.rater: Decimal(0) for each in left.values()}
        for each in left.values():
            alone[each.rater] += each.amount
        taken = left.pop(project)
        assert alone[taken.rater] == max(alone.values())
        others = [each.amount for each in left.values() if each.rater == taken.rater]
        assert taken.amount >= max(others, default=Decimal(0))
    assert not left
