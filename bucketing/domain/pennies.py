"""Divide many amounts over the tiers so that rows, columns and the whole agree to the penny.

Rounding every project by itself makes tier totals drift from their true values, a penny here and
there. Here every project adds to its amount, every cell is its exact value rounded up or down to a
whole penny, and tier totals lie as near their exact values as that allows (controlled rounding: Cox
1987). Projects start from the largest remainder; the few that change are those where a penny makes
least difference.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

import numpy as np

from bucketing.domain.distances import BoolArray, FloatArray, IntArray
from bucketing.domain.shares import Fourfold, largest_remainder
from bucketing.domain.tiers import TIERS

_COLUMNS = range(len(TIERS))
_LARGEST_SUM = 2.0**62  # half of what a machine integer holds, as floats are not exact


def share_out(pence: Sequence[int], splits: Sequence[Fourfold]) -> list[tuple[int, ...]]:
    """Whole pence by project and tier for amounts in pence (negative too) and exact splits."""
    if not pence:
        return []
    rows = [_cells(amount, split) for amount, split in zip(pence, splits, strict=True)]
    floors, pennies, parts = (np.array(column) for column in zip(*rows, strict=True))
    exact = weighted_sums(pence, splits)
    totals = (floors + pennies).sum(axis=0).tolist()
    excess = [total - true for total, true in zip(totals, exact, strict=True)]
    _even_out(excess, pennies, parts, np.abs(np.array(pence, dtype=np.float64)))
    return [tuple(row) for row in (floors + pennies).tolist()]


def share_out_by_weights(
    pence: Sequence[int], weights: Sequence[Sequence[int]]
) -> list[tuple[int, ...]]:
    """The same pennies as `share_out`, for splits given as four whole numbers in proportion.

    All rows are worked out at once in machine integers; where those could overflow, exactly as above.
    """
    if not pence:
        return []
    roughly = np.abs(np.array(pence, dtype=np.float64)) @ np.array(weights, dtype=np.float64)
    if roughly.sum() >= _LARGEST_SUM:
        splits = [_fractions(row) for row in weights]
        return share_out(pence, splits)
    amounts = np.array(pence, dtype=np.int64)[:, np.newaxis]
    parts = np.array(weights, dtype=np.int64)
    wholes = parts.sum(axis=1, keepdims=True)
    floors, left = np.divmod(amounts * parts, wholes)
    extra = _largest_remainders(amounts, parts, wholes) - floors
    excess = _excess((floors + extra).sum(axis=0), amounts * parts, wholes[:, 0])
    _even_out(excess, extra, left / wholes, np.abs(amounts[:, 0].astype(np.float64)))
    return [tuple(row) for row in (floors + extra).tolist()]


def _largest_remainders(amounts: IntArray, parts: IntArray, wholes: IntArray) -> IntArray:
    """Largest remainder row by row; ties go to the earlier tier."""
    floors, left = np.divmod(np.abs(amounts) * parts, wholes)
    missing = np.abs(amounts) - floors.sum(axis=1, keepdims=True)
    places = np.argsort(np.argsort(-left, axis=1, kind="stable"), axis=1, kind="stable")
    shared: IntArray = (floors + (places < missing)) * np.where(amounts < 0, -1, 1)
    return shared


def _excess(totals: IntArray, products: IntArray, wholes: IntArray) -> list[Fraction]:
    """By how much each tier's total is over its exact value, adding up whole by whole."""
    excess = [Fraction(total) for total in totals.tolist()]
    kinds, kind = np.unique(wholes, return_inverse=True)
    for column in _COLUMNS:
        sums = np.zeros(len(kinds), dtype=np.int64)
        np.add.at(sums, kind, products[:, column])
        for top, bottom in zip(sums.tolist(), kinds.tolist(), strict=True):
            excess[column] -= Fraction(top, bottom)
    return excess


def _fractions(weights: Sequence[int]) -> Fourfold:
    first, second, third, fourth = (Fraction(weight, sum(weights)) for weight in weights)
    return first, second, third, fourth


def weighted_sums(weights: Iterable[int], splits: Iterable[Fourfold]) -> list[Fraction]:
    """The exact sum of weight times share for each tier, adding up denominator by denominator."""
    sums: list[dict[int, int]] = [defaultdict(int) for _ in TIERS]
    for weight, split in zip(weights, splits, strict=True):
        for column, share in zip(sums, split, strict=True):
            column[share.denominator] += weight * share.numerator
    return [
        sum((Fraction(top, bottom) for bottom, top in column.items()), Fraction())
        for column in sums
    ]


def _cells(amount: int, split: Fourfold) -> tuple[list[int], list[int], list[float]]:
    """Each cell rounded down, the penny that largest remainder adds (0 or 1), and what was cut."""
    floors, cut = [], []
    for share in split:
        floor, remainder = divmod(amount * share.numerator, share.denominator)
        floors.append(floor)
        cut.append(remainder / share.denominator)
    parts = largest_remainder(abs(amount), split)
    sign = -1 if amount < 0 else 1
    return floors, [sign * part - low for part, low in zip(parts, floors, strict=True)], cut


def _even_out(
    excess: list[Fraction], pennies: IntArray, parts: FloatArray, sizes: FloatArray
) -> None:
    """Move extra pennies between the tiers of a project until no move brings totals nearer.

    Everything is looked at tier by tier and many times over, so tiers lie together in memory.
    """
    # Over one denominator the fractions are whole numbers, which compare a good deal faster.
    penny = lcm(*(each.denominator for each in excess))
    levels = [int(each * penny) for each in excess]
    held, parts = np.ascontiguousarray(pennies.T == 1), np.ascontiguousarray(parts.T)
    is_open = parts > 0
    while (path := _best_path(levels, penny, held, is_open)) is not None:
        for giver, taker in pairwise(path):
            rows = np.flatnonzero(_can_pass(giver, taker, held, is_open))
            row = _cheapest_row(parts[giver, rows] - parts[taker, rows], rows, sizes)
            held[giver, row], held[taker, row] = False, True
        levels[path[0]] -= penny
        levels[path[-1]] += penny
    pennies[:] = held.T


def _best_path(
    levels: list[int], penny: int, held: BoolArray, is_open: BoolArray
) -> list[int] | None:
    """Tiers along which one penny can travel, from the most over to the most under."""
    pairs = sorted(
        ((levels[a] - levels[b], -a, -b) for a in _COLUMNS for b in _COLUMNS if a != b),
        reverse=True,
    )
    for gap, giver, taker in pairs:
        if gap <= penny:
            return None
        if path := _path(-giver, -taker, held, is_open):
            return path
    return None


def _path(start: int, goal: int, held: BoolArray, is_open: BoolArray) -> list[int] | None:
    """Shortest way from tier to tier through projects that can pass a penny on."""
    queue = [[start]]
    seen = {start}
    for path in queue:
        if path[-1] == goal:
            return path
        for column in _COLUMNS:
            if column not in seen and _can_pass(path[-1], column, held, is_open).any():
                seen.add(column)
                queue.append([*path, column])
    return None


def _can_pass(giver: int, taker: int, held: BoolArray, is_open: BoolArray) -> BoolArray:
    passes: BoolArray = held[giver] & ~held[taker] & is_open[taker]
    return passes


def _cheapest_row(costs: FloatArray, rows: IntArray, sizes: FloatArray) -> int:
    """The project whose remainders differ least; among equals the largest, then the first."""
    costs = np.round(costs, 9)
    cheapest = rows[costs == costs.min()]
    return int(cheapest[np.argmax(sizes[cheapest])])
