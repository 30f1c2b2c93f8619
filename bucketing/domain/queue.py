"""The order in which a round hands out its projects, and who is given which."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

LEASE_LENGTH = timedelta(seconds=90)
"""How long past the last sign of life a seat holds a project."""

RENEWED_EVERY = timedelta(seconds=5)
"""A lease renewed so recently is left alone: after a failed network many answers arrive at once."""

IN_CONTACT = timedelta(seconds=30)
"""Who gave a sign of life so recently is in contact; pages that are open give one every 25 seconds."""

CATCHING_UP = timedelta(seconds=30)
"""How long an answer of somebody in contact can take to arrive, retries included."""

CHANCE_WINDOW = 12
"""How many of the next projects chance picks from, so that nobody's lean settles on a theme."""

EVERYBODY = 10_000
"""More ratings than a room has people: everybody is asked, as in calibration and re-votes."""


class Waiting(NamedTuple):
    """A queue entry as one seat sees it: `ratings` so far, `held` by others just now."""

    entry_id: int
    project_id: int
    position: int
    wanted: int
    ratings: int
    held: int = 0
    group: str = ""

    @property
    def turn(self) -> tuple[int, int]:
        """Passes first, then the order within a pass; what others hold counts as rated."""
        return (self.ratings + self.held, self.position)

    @property
    def is_open(self) -> bool:
        """Another rating is wanted beyond those given and those being given."""
        return self.ratings + self.held < self.wanted

    @property
    def is_unfinished(self) -> bool:
        """A rating is wanted, though somebody holds the project."""
        return self.ratings < self.wanted


def choose(
    waiting: Sequence[Waiting],
    *,
    count: int,
    rng: Random,
    window: int = CHANCE_WINDOW,
    group: str = "",
    holds_any: bool = False,
) -> list[Waiting]:
    """Up to `count` projects for one seat.

    The next of the pass come first; chance decides within a window of them. A seat stays in its
    `group` while that has work in the same pass. Only where nothing else is left, and it holds
    nothing, does a seat get a project that others hold, so that one slow person does not keep the
    room waiting.
    """
    in_turn = sorted((each for each in waiting if each.is_open), key=lambda each: each.turn)
    if not in_turn:
        if holds_any:
            return []
        return sorted((each for each in waiting if each.is_unfinished), key=lambda each: each.turn)[
            :1
        ]
    current_pass = in_turn[0].turn[0]
    ready = [each for each in in_turn if each.turn[0] == current_pass]
    same_subject = [each for each in ready if group and each.group == group]
    pool = (same_subject or ready)[: max(window, count)]
    if len(pool) < count:
        chosen_ids = {each.entry_id for each in pool}
        pool += [each for each in in_turn if each.entry_id not in chosen_ids][: count - len(pool)]
    chosen = rng.sample(pool, min(count, len(pool))) if window else pool[:count]
    return sorted(chosen, key=lambda each: each.turn)


def queue_positions(projects: Sequence[tuple[int, Decimal, str]]) -> dict[int, int]:
    """Positions from 1 for (project id, pounds, group): groups by their money, then largest first.

    Without groups (all of them "") this is simply largest first. Equal amounts keep their order.
    """
    money: dict[str, Decimal] = defaultdict(Decimal)
    for _, amount, group in projects:
        money[group] += amount
    in_order = sorted(projects, key=lambda each: (-money[each[2]], each[2], -each[1]))
    return {project_id: position for position, (project_id, _, _) in enumerate(in_order, start=1)}
