"""What the way of working is worth, on rooms whose true answers are known."""

from statistics import mean

import pytest

from benchmarks.simulation import compare


@pytest.fixture(scope="module")
def rooms():
    return [compare(seed) for seed in range(8)]


def test_settling_by_the_queue_gains_at_least_twice_what_settling_at_random_does(rooms):
    by_queue = mean(each.unsettled - each.settled_by_queue for each in rooms)
    at_random = mean(each.unsettled - each.settled_at_random for each in rooms)
    assert by_queue >= 2 * at_random > 0


def test_the_whole_way_of_working_halves_the_error_of_the_headline(rooms):
    plain = mean(each.headline_plain for each in rooms)
    whole_way = mean(each.headline_whole_way for each in rooms)
    assert whole_way <= plain / 2
