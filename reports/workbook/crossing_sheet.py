"""Two attributes crossed, with live sums over the Projects sheet: the money, and how early it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.domain.breakdown import Crossing
from reports.domain.totals import Totals
from reports.presenters import words
from reports.presenters.project_table import RATED
from reports.queries.workbook import WorkbookSource
from reports.workbook.cells import Formula, Look
from reports.workbook.checks import Check, check_formula
from reports.workbook.layout import ProjectsLayout
from reports.workbook.matching import Condition, Matching, needing_exact
from reports.workbook.sheets import Sheet, Value, heads

MOST_DOWN, MOST_ACROSS = 100, 20
HEADER_ROW = 4
FIRST_ROW = HEADER_ROW + 1
OTHERS = "Others"


@dataclass(frozen=True)
class _Table:
    """What is crossed, as far as it fits; the rest is the difference to the total."""

    crossing: Crossing
    layout: ProjectsLayout
    sheet: Sheet
    tiers: int

    @property
    def rows(self) -> tuple[str, ...]:
        return self.crossing.rows[:MOST_DOWN]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.crossing.columns[:MOST_ACROSS]

    @property
    def last_row(self) -> int:
        """Of the values, without the rows of others and of all."""
        return HEADER_ROW + len(self.rows)

    def letter(self, place: int) -> str:
        """Of a column of values, counted from 1."""
        return self.sheet.letter(place + 1)

    def sum_of(self, row: str | None, column: str | None) -> Totals:
        """None stands for any value."""
        cells = self.crossing.cells
        if row is not None and column is not None:
            return cells.get((row, column), Totals())
        fitting = [t for (r, c), t in cells.items() if row in (None, r) and column in (None, c)]
        return sum(fitting, Totals())

    def early(self, totals: Totals) -> int:
        return sum(totals.tiers[: self.tiers])


def write_crossing(
    sheet: Sheet, crossing: Crossing, layout: ProjectsLayout, source: WorkbookSource
) -> list[Check]:
    """Rated money, then the early action share of it; returns what must tie to the projects."""
    meaning = source.summary.lens.meaning
    table = _Table(crossing, layout, sheet, meaning.tier_count)
    width = len(table.columns) + 3
    sheet.lay_out([36, *[18.0] * width], freeze=f"B{FIRST_ROW}")
    title = f"{crossing.down.label} by {crossing.across.label.lower()}"
    sheet.add((title, Look.TITLE))
    sheet.add_note(
        f"Rated money; below it the early action share, {words.MEANINGS[meaning]}. "
        "Live formulas over the sheet Projects."
    )
    sheet.skip()
    shown = [crossing.across.show(value) for value in table.columns]
    sheet.add(*heads(crossing.down.label, *shown, OTHERS, "All"))
    for cells in _money_rows(table):
        sheet.add(*cells)
    check = _check(table, source)
    sheet.skip()
    sheet.add((check.says, Look.TEXT), (check_formula(check), Look.CHECK))
    sheet.skip()
    sheet.add((f"Early action share, {words.MEANINGS[meaning]}", Look.HEADING))
    for cells in _share_rows(table):
        sheet.add(*cells)
    return [check]


def _money_rows(table: _Table) -> Iterator[list[tuple[Value, Look]]]:
    exact = _exact(table)
    for line, row in enumerate(table.rows, start=FIRST_ROW):
        down = Condition(table.crossing.down.key, row, f"$A{line}", row in exact[0])
        label = table.crossing.down.show(row)
        yield _money_row(table, label, line, row, [down], exact[1])
    last, n = table.last_row, len(table.columns)
    everything = _line_of_all(table)
    others: list[tuple[Value, Look]] = [(OTHERS, Look.TEXT)]
    for place in range(1, n + 3):
        letter = table.letter(place)
        formula = f"={letter}{last + 2}-SUM({letter}{FIRST_ROW}:{letter}{last})"
        pence = everything[place - 1] - sum(
            _pence_of_row(table, row)[place - 1] for row in table.rows
        )
        others.append((Formula(formula, pence / 100), Look.MONEY))
    yield others
    money = _money_row(table, "All", last + 2, None, [], exact[1])
    yield [money[0], *((value, Look.MONEY_TOTAL) for value, _ in money[1:])]


def _money_row(
    table: _Table,
    label: str,
    line: int,
    row: str | None,
    down: list[Condition],
    exact: set[str],
) -> list[tuple[Value, Look]]:
    pence = _pence_of_row(table, row)
    n = len(table.columns)
    cells: list[tuple[Value, Look]] = [(label, Look.LABEL if row is None else Look.TEXT)]
    for place, column in enumerate(table.columns, start=1):
        cell = f"{table.letter(place)}${HEADER_ROW}"
        across = Condition(table.crossing.across.key, column, cell, column in exact)
        formula = _tiers_total(Matching(table.layout, (*down, across)), 4)
        cells.append((Formula(f"={formula}", pence[place - 1] / 100), Look.MONEY))
    total = _tiers_total(Matching(table.layout, tuple(down)), 4)
    all_of_it = f"{table.letter(n + 2)}{line}"
    shown = f"SUM(B{line}:{table.letter(n)}{line})"
    cells.append((Formula(f"={all_of_it}-{shown}", pence[n] / 100), Look.MONEY))
    cells.append((Formula(f"={total}", pence[n + 1] / 100), Look.MONEY))
    return cells


def _tiers_total(matching: Matching, tiers: int) -> str:
    return "+".join(matching.total(f"money{n}", RATED) for n in range(tiers))


def _pence_of_row(table: _Table, row: str | None) -> list[int]:
    """Each column, the others, all."""
    each = [table.sum_of(row, column).rated_pence for column in table.columns]
    whole = table.sum_of(row, None).rated_pence
    return [*each, whole - sum(each), whole]


def _line_of_all(table: _Table) -> list[int]:
    return _pence_of_row(table, None)


def _exact(table: _Table) -> tuple[set[str], set[str]]:
    return needing_exact(table.rows), needing_exact(table.columns)


def _share_rows(table: _Table) -> Iterator[list[tuple[Value, Look]]]:
    exact = _exact(table)
    for line, row in enumerate(table.rows, start=FIRST_ROW):
        down = Condition(table.crossing.down.key, row, f"$A{line}", row in exact[0])
        cells: list[tuple[Value, Look]] = [(table.crossing.down.show(row), Look.TEXT)]
        for place, column in enumerate(table.columns, start=1):
            cell = f"{table.letter(place)}${HEADER_ROW}"
            across = Condition(table.crossing.across.key, column, cell, column in exact[1])
            money = f"{table.letter(place)}{line}"
            cells.append(_share(table, (down, across), money, table.sum_of(row, column)))
        cells.append((None, Look.SHARE))
        money = f"{table.letter(len(table.columns) + 2)}{line}"
        cells.append(_share(table, (down,), money, table.sum_of(row, None)))
        yield cells


def _share(
    table: _Table, conditions: tuple[Condition, ...], money: str, totals: Totals
) -> tuple[Value, Look]:
    early = _tiers_total(Matching(table.layout, conditions), table.tiers)
    now = table.early(totals) / totals.rated_pence if totals.rated_pence > 0 else ""
    return Formula(f'=IF({money}>0,({early})/{money},"")', now), Look.SHARE


def _check(table: _Table, source: WorkbookSource) -> Check:
    rated = source.summary.totals.rated_pence
    tiers = "+".join(table.layout.total(f"money{n}") for n in range(4))
    place = table.sheet.place(len(table.columns) + 3, table.last_row + 2)
    return Check(
        f"{table.sheet.title}: rated money is that of the projects", place, tiers, rated, rated
    )
