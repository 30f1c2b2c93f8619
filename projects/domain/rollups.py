"""Rows that sum up the rows below them, as the groups of a pivot or the first line of a breakdown do."""

from collections.abc import Sequence
from decimal import Decimal

_ENOUGH_BELOW = 3


def find_rollups(amounts: Sequence[Decimal]) -> list[int]:
    """Places of amounts that equal the sum of those up to the next such one: only where the whole list
    falls into such groups, so that no chance is taken for a rule."""
    groups = _groups(amounts)
    sizes = [size for _, size in groups]
    if len(groups) == 1:
        return [0] if sizes[0] >= _ENOUGH_BELOW else []
    large = sum(size > 1 for size in sizes)
    return [first for first, _ in groups] if large * 2 >= len(groups) else []


def _groups(amounts: Sequence[Decimal]) -> list[tuple[int, int]]:
    """The first place of each group and how many are below it; nothing if the list does not divide so."""
    groups: list[tuple[int, int]] = []
    first = 0
    while first < len(amounts):
        if groups and not amounts[first]:
            first += 1  # nothing more of the group before
            continue
        size = _size_below(amounts, first)
        if not size:
            return []
        groups.append((first, size))
        first += size + 1
    return groups


def _size_below(amounts: Sequence[Decimal], first: int) -> int:
    wanted, total = amounts[first], Decimal(0)
    if not wanted:
        return 0
    for place in range(first + 1, len(amounts)):
        total += amounts[place]
        if total == wanted:
            return place - first
    return 0
