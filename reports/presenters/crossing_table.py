"""Two attributes crossed, as a small table of money and early action."""

from dataclasses import dataclass
from decimal import Decimal

from bucketing.domain.shares import in_pounds
from reports.domain.breakdown import Crossing
from reports.domain.lens import Lens
from reports.presenters import words

MOST_DOWN, MOST_ACROSS = 25, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """Rated money of a pair of values and the early share of it; empty where no project has both."""

    rated: Decimal | None
    early: str
    link: str


@dataclass(frozen=True, slots=True)
class CrossingTable:
    down: str
    across: str
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    note: str


def present_crossing(crossing: Crossing, lens: Lens) -> CrossingTable:
    """The values with most money; the note says how many more there are."""
    rows, columns = crossing.rows[:MOST_DOWN], crossing.columns[:MOST_ACROSS]
    return CrossingTable(
        down=crossing.down.label,
        across=crossing.across.label,
        columns=[crossing.across.show(value) for value in columns],
        rows=[
            (crossing.down.show(row), [_cell(crossing, row, column, lens) for column in columns])
            for row in rows
        ],
        note=_note(len(crossing.rows) - len(rows), len(crossing.columns) - len(columns)),
    )


def _cell(crossing: Crossing, row: str, column: str, lens: Lens) -> Cell:
    totals = crossing.cells.get((row, column))
    if totals is None:
        return Cell(None, "", "")
    link = lens.only(crossing.down.key, row).only(crossing.across.key, column).query()
    early = words.share(totals.early_share(lens.meaning), 0)
    return Cell(in_pounds(totals.rated_pence), early, link)


def _note(more_rows: int, more_columns: int) -> str:
    if not more_rows and not more_columns:
        return ""
    parts = [
        words.plural(count, name)
        for count, name in ((more_rows, "more row"), (more_columns, "more column"))
        if count
    ]
    return f"Those with the most money are shown; there are {' and '.join(parts)}."
