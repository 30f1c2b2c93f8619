"""Why money changed between two years: it moved, or it was re-classified.

For a project present in both years, with s the amount, p the share counted and bars for the average
of the two years: change = change in s x mean p + mean s x change in p. It holds exactly, whatever the
order of the years.

Here the counted money is in whole pence, and so are the parts: the money that moved is rounded along
the list, which keeps every part within a penny of its exact value and every sum of them as near as
pennies allow. So parts add to the change of each project, and projects to every total.
"""

from collections.abc import Iterable
from typing import NamedTuple

FINE = 10**9
"""Parts of a penny in which exact values are carried along."""


class Held(NamedTuple):
    """Pence of a project in one year, and how much of it is counted. No amount: it is not there."""

    amount: int
    counted: int


class Change(NamedTuple):
    """Pence counted before and after, and the parts that lead from one to the other."""

    before: int = 0
    moved: int = 0  # real shift: amounts changed
    reclassified: int = 0  # re-labelling: shares changed
    added: int = 0  # only in the later year
    gone: int = 0  # only in the earlier year: nought or less, unless an amount was
    after: int = 0

    @property
    def whole(self) -> int:
        return self.after - self.before

    @property
    def is_any(self) -> bool:
        return any(self[1:5])


NO_CHANGE = Change()


def sum_of(changes: Iterable[Change]) -> Change:
    return Change(*map(sum, zip(NO_CHANGE, *changes, strict=True)))


def explain_changes(pairs: Iterable[tuple[Held, Held]]) -> list[Change]:
    """The change of each project, in the order given; every pair is one project in both years."""
    exact = rounded = 0
    changes = []
    for was, now in pairs:
        moved = 0
        if was.amount and now.amount:
            exact += _moved(was, now)
            moved = (2 * exact + FINE) // (2 * FINE) - rounded
            rounded += moved
        changes.append(_change(was, now, moved))
    return changes


def _moved(was: Held, now: Held) -> int:
    """Change in amount times the average of the two shares, in the finest parts."""
    shares = was.counted * now.amount + now.counted * was.amount
    return (now.amount - was.amount) * shares * FINE // (2 * was.amount * now.amount)


def _change(was: Held, now: Held, moved: int) -> Change:
    before, after = was.counted, now.counted
    if was.amount and now.amount:
        return Change(before, moved, after - before - moved, 0, 0, after)
    return Change(before, 0, 0, after, -before, after)
