"""A portfolio broken down by one attribute of its projects, or by two crossed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bucketing.domain.intervals import Interval
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.facets import Facet
from reports.domain.figures import Figure
from reports.domain.lens import TIER_NAMES, Lens
from reports.domain.totals import Totals, total


@dataclass(frozen=True)
class Row:
    """All projects that share a value; `ranges` are of their early action share, as looked at."""

    value: str
    label: str
    figures: tuple[Figure, ...]
    totals: Totals
    ranges: Mapping[HeadlineMeaning, Interval]


@dataclass(frozen=True)
class Breakdown:
    facet: Facet
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Crossing:
    """Totals by two values; a pair that no project has is absent."""

    down: Facet
    across: Facet
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Totals]


def break_down(figures: Iterable[Figure], facet: Facet, lens: Lens) -> Breakdown:
    """Every value on a row of its own, sorted as the lens asks; values not given are a row too."""
    rows = [
        Row(value, facet.show(value), tuple(group), total(group, with_split=False), {})
        for value, group in grouped(figures, facet).items()
    ]
    return Breakdown(facet, tuple(_sorted(rows, lens)))


def grouped(figures: Iterable[Figure], facet: Facet) -> dict[str, list[Figure]]:
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(facet.read(figure.judged), []).append(figure)
    return groups


def _sorted(rows: list[Row], lens: Lens) -> list[Row]:
    """By name first, so that equal figures keep a steady order."""
    rows = sorted(rows, key=lambda row: row.label.casefold())
    name = lens.sort.removeprefix("-")
    reverse = lens.sort.startswith("-")
    if name == "value":
        return rows[::-1] if reverse else rows
    return sorted(rows, key=lambda row: _sorting_figure(row.totals, name, lens), reverse=reverse)


def _sorting_figure(totals: Totals, name: str, lens: Lens) -> float:
    if name == "projects":
        return totals.count
    if name == "early":
        return float(totals.early_share(lens.meaning) or 0)
    if name in TIER_NAMES:
        return totals.tiers[TIER_NAMES.index(name)]
    return totals.rated_pence


def cross(figures: Iterable[Figure], down: Facet, across: Facet) -> Crossing:
    """Rows and columns with the most rated money first."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        key = down.read(figure.judged), across.read(figure.judged)
        groups.setdefault(key, []).append(figure)
    cells = {key: total(group, with_split=False) for key, group in groups.items()}
    return Crossing(down, across, _largest(cells, 0), _largest(cells, 1), cells)


def _largest(cells: Mapping[tuple[str, str], Totals], side: int) -> tuple[str, ...]:
    sums: dict[str, int] = {}
    for key, totals in cells.items():
        sums[key[side]] = sums.get(key[side], 0) + totals.rated_pence
    return tuple(sorted(sums, key=lambda value: (-sums[value], value)))
