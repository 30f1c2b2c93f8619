"""How long the statistics of a workshop take. Run `python -m benchmarks.agreement`."""

from collections.abc import Callable
from functools import partial
from statistics import quantiles
from time import perf_counter

from benchmarks.simulation import World, dealt_by_money, dealt_equally
from bucketing.domain.agreement import measure_alpha_of_ratings
from bucketing.domain.assessor_lean import measure_assessors
from bucketing.domain.disagreement import measure_disagreement, measure_money_agreement
from bucketing.domain.distances import Distance
from bucketing.domain.intervals import alpha_interval, headline_interval
from bucketing.domain.lean import adjust_headline
from bucketing.domain.ratings import Ratings
from bucketing.domain.reconciliation import measure_reach, reconciliation_queue
from bucketing.domain.tiers import HeadlineMeaning

TIMES = 30


def every_statistic(ratings: Ratings) -> None:
    """What one page of figures asks for, with 1,000 draws for each interval."""
    disagreement = measure_disagreement(ratings)
    reconciliation_queue(disagreement, tolerance=10)
    chance = measure_alpha_of_ratings(ratings, Distance.WHICH_TIER).expected
    measure_money_agreement(disagreement, chance)
    measure_assessors(ratings)
    for distance in Distance:
        measure_alpha_of_ratings(ratings, distance)
        alpha_interval(ratings, distance, seed=1)
    for meaning in HeadlineMeaning:
        measure_reach(disagreement, meaning)
        adjust_headline(ratings, meaning)
        headline_interval(ratings, meaning, seed=1)


def measure(name: str, act: Callable[[], object]) -> None:
    """Print the middle and the slow end of several runs, after one to warm up."""
    act()
    took = []
    for _ in range(TIMES):
        started = perf_counter()
        act()
        took.append((perf_counter() - started) * 1_000)
    cuts = quantiles(took, n=20)
    print(f"{name:46} median {cuts[9]:7.1f} ms   95th of 100 {cuts[18]:7.1f} ms")


def main() -> None:
    world = World.random(1)
    three_each = world.asked(dealt_equally(1, 180))
    planned = world.asked(dealt_by_money(world, 1, 72))
    measure("600 x 10, three ratings each: everything", partial(every_statistic, three_each))
    measure("600 x 10, 720 ratings by money: everything", partial(every_statistic, planned))
    for distance in Distance:
        interval = partial(alpha_interval, three_each, distance, seed=1)
        measure(f"  alpha interval, {distance}", interval)
    two_tiers = HeadlineMeaning.TWO_TIERS
    measure("  headline interval", partial(headline_interval, three_each, two_tiers, seed=1))
    measure("  disagreement of every project", partial(measure_disagreement, three_each))


if __name__ == "__main__":
    main()
