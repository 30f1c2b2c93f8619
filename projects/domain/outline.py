"""What a sheet's columns hold, for a person who is about to say how it is to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.domain.cells import SheetRow, cell_text, is_blank
from projects.domain.columns import Column
from projects.domain.interpretation import Interpretation
from projects.domain.money import NotAnAmount, Unit, parse_amount

_MOST_VALUES = 12
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class ColumnTotal:
    """What a column adds up to in pounds, over the rows that hold an amount in it."""

    index: int
    heading: str
    total: Decimal
    count: int
    samples: tuple[str, ...]


@dataclass(slots=True)
class _Sum:
    column: Column
    decimal_comma: bool
    total: Decimal = Decimal(0)
    count: int = 0


def column_totals(
    rows: Iterable[SheetRow], columns: Sequence[Column], *, unit: Unit, passing: frozenset[int]
) -> list[ColumnTotal]:
    """One pass for all columns. `passing` are the numbers of rows that are not of the table."""
    sums = [_Sum(column, column.decimal_comma) for column in columns]
    for row in rows:
        if row.number not in passing:
            for each in sums:
                _add(each, row, unit)
    return [
        ColumnTotal(s.column.index, s.column.heading, s.total, s.count, tuple(s.column.samples()))
        for s in sums
    ]


def _add(each: _Sum, row: SheetRow, unit: Unit) -> None:
    cell = row.cells[each.column.index] if each.column.index < len(row.cells) else None
    if cell is None:
        return
    try:
        each.total += parse_amount(cell, unit=unit, decimal_comma=each.decimal_comma).pounds
    except NotAnAmount:
        return
    each.count += 1


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What all rows say: values of columns that hold few, and rows that repeat a reference."""

    values: dict[int, dict[str, int]]
    """Column to value to the number of rows that hold it."""
    repeated: int


def row_facts(rows: Iterable[SheetRow], how: Interpretation, reference: int | None) -> RowFacts:
    """One pass over the rows below the headings."""
    counts: dict[int, dict[str, int]] = {index: {} for index in range(len(how.headings))}
    seen: set[str] = set()
    repeated = 0
    for row in rows:
        if row.number > how.header_row:
            _count_values(counts, row)
            text = (
                cell_text(row.cells[reference])
                if reference is not None and reference < len(row.cells)
                else ""
            )
            repeated += bool(text) and text in seen
            seen.add(text)
    return RowFacts({index: found for index, found in counts.items() if len(found) > 1}, repeated)


def _count_values(counts: dict[int, dict[str, int]], row: SheetRow) -> None:
    """A column with too many values, or with long ones, is not one to filter by."""
    for index, cell in enumerate(row.cells):
        found = counts.get(index)
        if found is None or is_blank(cell):
            continue
        text = cell_text(cell)
        found[text] = found.get(text, 0) + 1
        if len(found) > _MOST_VALUES or len(text) > _LONGEST_VALUE:
            del counts[index]
