"""How far headlines might have come out otherwise with other assessors."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from bucketing.domain.distances import FloatArray
from bucketing.domain.intervals import Interval, headline_intervals
from bucketing.domain.judgements import Settlement
from bucketing.domain.shares import Shares
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.breakdown import Breakdown
from reports.domain.figures import Figure
from reports.domain.measured import Measured

FOLLOWS_ANSWERS = "rule"
"""A project settled by the rule varies with who answered; one settled by discussion does not."""

Ranges = Mapping[HeadlineMeaning, Interval]


def ranges_of(
    measured: Measured,
    figures: Sequence[Figure],
    breakdown: Breakdown | None,
    meaning: HeadlineMeaning,
    *,
    seed: int,
) -> tuple[Ranges, Breakdown | None]:
    """The ranges of both headlines over these figures, and the break-down with one on each row.

    Rows get that of the meaning that is looked at. Leans are measured over everything that was
    rated, also where a filter shows a part of it.
    """
    lines = {figure.project.id: line for line, figure in enumerate(measured.figures)}
    groups = [figures, *(row.figures for row in (breakdown.rows if breakdown else ()))]
    members = _members(groups, lines)
    settlements = measured.judgements.settlements
    rulings: dict[Hashable, Shares] = {
        key: _shares(s) for key, s in settlements.items() if _is_ruling(s, lines)
    }
    found = {
        each: headline_intervals(
            measured.counted,
            each,
            members if each is meaning else members[:1],
            seed=seed,
            rulings=rulings,
        )
        for each in HeadlineMeaning
    }
    of_rows = [{meaning: interval} for interval in found[meaning][1:]]
    return {each: intervals[0] for each, intervals in found.items()}, _ranged(breakdown, of_rows)


def _ranged(breakdown: Breakdown | None, ranges: Sequence[Ranges]) -> Breakdown | None:
    if breakdown is None:
        return None
    rows = (replace(row, ranges=each) for row, each in zip(breakdown.rows, ranges, strict=True))
    return replace(breakdown, rows=tuple(rows))


def _members(groups: Sequence[Sequence[Figure]], lines: Mapping[int, int]) -> FloatArray:
    members = np.zeros((len(groups), len(lines)))
    for place, group in enumerate(groups):
        members[place, [lines[figure.project.id] for figure in group]] = 1
    return members


def _is_ruling(settlement: Settlement, lines: Mapping[int, int]) -> bool:
    return settlement.method != FOLLOWS_ANSWERS and settlement.project_id in lines


def _shares(settlement: Settlement) -> Shares:
    return Shares(*settlement.shares)
