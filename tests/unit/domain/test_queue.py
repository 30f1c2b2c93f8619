from collections import Counter
from decimal import Decimal
from random import Random

from bucketing.domain.queue import Waiting, choose, queue_positions


def waiting(
    position: int, *, wanted: int = 1, ratings: int = 0, held: int = 0, group: str = ""
) -> Waiting:
    return Waiting(position, position, position, wanted, ratings, held, group)


def positions(chosen: list[Waiting]) -> list[int]:
    return [each.position for each in chosen]


def test_first_ratings_go_before_second_ones():
    queue = [waiting(1, wanted=2, ratings=1), waiting(2), waiting(3)]
    assert positions(choose(queue, count=2, rng=Random(1))) == [2, 3]


def test_project_in_somebody_elses_hands_counts_as_rated():
    queue = [waiting(1, wanted=2, held=1), waiting(2, wanted=1, held=1), waiting(3)]
    assert positions(choose(queue, count=2, rng=Random(1))) == [3, 1]


def test_chance_decides_within_a_window_and_only_there():
    queue = [waiting(position) for position in range(1, 101)]
    first = Counter(
        positions(choose(queue, count=1, rng=Random(seed), window=12))[0] for seed in range(600)
    )
    assert set(first) == set(range(1, 13))
    assert max(first.values()) < 2 * min(first.values())


def test_no_window_gives_everybody_the_same_order():
    queue = [waiting(3), waiting(1), waiting(2)]
    assert positions(choose(queue, count=3, rng=Random(1), window=0)) == [1, 2, 3]


def test_seat_stays_in_its_subject_while_the_pass_has_work_in_it():
    queue = [waiting(1, group="Housing"), waiting(2, group="Youth"), waiting(3, group="Youth")]
    assert positions(choose(queue, count=1, rng=Random(1), group="Youth"))[0] in {2, 3}
    assert positions(choose(queue[:1], count=1, rng=Random(1), group="Youth")) == [1]


def test_what_others_hold_is_shared_only_when_nothing_else_is_left():
    held = waiting(1, held=1)
    assert positions(choose([held, waiting(2)], count=3, rng=Random(1))) == [2]
    assert positions(choose([held], count=3, rng=Random(1))) == [1]
    assert choose([waiting(1, ratings=1)], count=3, rng=Random(1)) == []


def test_positions_go_by_money_and_by_the_money_of_the_group():
    projects = [(1, Decimal(5), "Youth"), (2, Decimal(9), "Housing"), (3, Decimal(6), "Youth")]
    assert queue_positions(projects) == {3: 1, 1: 2, 2: 3}
    assert queue_positions([(key, amount, "") for key, amount, _ in projects]) == {2: 1, 3: 2, 1: 3}
