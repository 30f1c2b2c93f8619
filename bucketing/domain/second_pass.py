"""Who should be rated a second time first: whatever rests on one person's word alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import heapify, heappop, heappush
from itertools import groupby


@dataclass(frozen=True, slots=True)
class RatedOnce:
    """A project with one rating, in the queue's order; `is_wanted` if the plan wants another."""

    project_id: int
    amount: Decimal
    rater: int
    is_wanted: bool = True
    group: str = ""


def second_pass_order(rated: Sequence[RatedOnce]) -> list[int]:
    """Project ids in the order of their second ratings.

    Next is always the largest project of whoever carries most money alone, once what came before is
    no longer theirs alone. Where the plan keeps subjects together, this holds within each subject.
    """
    alone: dict[int, Decimal] = defaultdict(Decimal)
    for each in rated:
        alone[each.rater] += each.amount
    order: list[int] = []
    for _, of_group in groupby(rated, key=lambda each: each.group):
        order += _most_alone_first((each for each in of_group if each.is_wanted), alone)
    return order


def _most_alone_first(rated: Iterable[RatedOnce], alone: dict[int, Decimal]) -> list[int]:
    """Takes what is given a second rating off the money that its rater carries in `alone`."""
    theirs: dict[int, list[RatedOnce]] = defaultdict(list)
    for each in sorted(
        rated, key=lambda each: each.amount
    ):  # stable, so ties are taken from behind
        theirs[each.rater].append(each)
    heaviest = [(-alone[rater], rater) for rater in theirs]
    heapify(heaviest)
    order = []
    while heaviest:
        _, rater = heappop(heaviest)
        largest = theirs[rater].pop()
        order.append(largest.project_id)
        alone[rater] -= largest.amount
        if theirs[rater]:
            heappush(heaviest, (-alone[rater], rater))
    return order
