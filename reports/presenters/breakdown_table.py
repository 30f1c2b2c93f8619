"""A break-down as a sortable table with a bar on each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bucketing.domain.shares import in_pounds
from reports.domain.breakdown import Breakdown, Row
from reports.domain.lens import Lens
from reports.domain.totals import Totals
from reports.presenters import words
from reports.presenters.columns import Column, column, sorted_by, tier_columns
from reports.presenters.drawing import drawable, fold

MOST_ROWS = 25
"""More than these are folded into one row; the address `rows=all` shows every one."""

COLUMNS = (
    ("value", ""),
    ("projects", "projects"),
    ("rated", "rated"),
    ("early", "early action"),
)


@dataclass(frozen=True, slots=True)
class TableRow:
    label: str
    link: str
    count: int
    rated: Decimal
    unrated: Decimal
    amounts: list[Decimal] | None
    tiers: list[Decimal]
    early: str
    range: str


@dataclass(frozen=True, slots=True)
class BreakdownTable:
    """`hidden_count` rows are added up in the last one of `rows`, every row in `total`."""

    label: str
    columns: list[Column]
    tiers: list[Column]
    rows: list[TableRow]
    total: TableRow
    hidden_count: int
    names: Mapping[str, str]

    @property
    def tiers_sorted(self) -> str:
        return sorted_by(self.tiers)


def present_breakdown(
    breakdown: Breakdown,
    lens: Lens,
    names: Mapping[str, str],
    totals: Totals,
    *,
    show_all: bool = False,
    most: int = MOST_ROWS,
) -> BreakdownTable:
    rows = breakdown.rows
    shown = rows if show_all or len(rows) <= most + 1 else rows[:most]
    table = [_row(row, breakdown.facet.key, lens) for row in shown]
    rest = rows[len(shown) :]
    if rest:
        table.append(_rest(rest, lens))
    labels = {"value": breakdown.facet.label}
    columns = [column(name, labels.get(name, label), lens) for name, label in COLUMNS]
    tiers = tier_columns(names, lens)
    total = _figures(totals, "All", "", "", lens)
    return BreakdownTable(breakdown.facet.label, columns, tiers, table, total, len(rest), names)


def _row(row: Row, key: str, lens: Lens) -> TableRow:
    link = lens.only(key, row.value).query()
    interval = row.ranges.get(lens.meaning)
    return _figures(row.totals, row.label, link, words.range_short(interval), lens)


def _rest(rows: tuple[Row, ...], lens: Lens) -> TableRow:
    together = sum((row.totals for row in rows), Totals())
    return _figures(together, words.plural(len(rows), "other"), "", "–", lens)


def _figures(totals: Totals, label: str, link: str, range_text: str, lens: Lens) -> TableRow:
    tiers = fold(totals.tiers) if lens.fold == "three" else totals.tiers
    return TableRow(
        label=label,
        link=link,
        count=totals.count,
        rated=in_pounds(totals.rated_pence),
        unrated=in_pounds(totals.unrated_pence),
        amounts=drawable(tiers),
        tiers=[in_pounds(pence) for pence in totals.tiers],
        early=words.share(totals.early_share(lens.meaning), 0),
        range=range_text,
    )
