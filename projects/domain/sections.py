"""Several tables below each other in one sheet: which rows are of the one that is read, and of which year."""

import re
from collections.abc import Iterator, Sequence

from projects.domain.cells import Cell, SheetRow, cell_text, is_blank
from projects.domain.faults import FileWarning, WarningKind
from projects.domain.financial_year import FinancialYear
from projects.domain.headings import Field, heading_key, rank_of
from projects.domain.values import is_heading_like

_OTHER_FIGURES = re.compile(
    r"\b(income|receipts?|received|fees|balance|reserves?|ftes?|posts|percent|numbers?|people)\b"
)

_NOT_KNOWN = re.compile(r"\b(tbc|tbd|unknown|pending|confirmed|agreed later)\b")


class Sections:
    """Goes along with the rows. A table under the same headings goes on with the list; one under other
    headings is another list."""

    def __init__(self, header_row: int, money_column: int) -> None:
        self.money_column = money_column
        self.last_row = header_row
        self.last_cells: Sequence[Cell] = ()
        self.has_rows = self.is_between = False
        """Of the second: whether the last row was none of the table's: a title, a total, a note."""
        self.titles: list[str] = []
        self.year: int | None = None
        """What the title above the rows says, where it is another than that of the first table."""
        self.years: list[int] = []
        self.other_row = 0
        """The row with the headings of another table; 0 in the table that is read."""
        self.others: dict[int, tuple[str, ...]] = {}
        self.rows_of_others = 0

    def reason_to_set_aside(self, row: SheetRow, *, has_amount: bool) -> str | None:
        if self.other_row:
            self.rows_of_others += 1
            return f"of another table, under the headings of row {self.other_row}"
        if has_amount:
            return None
        if self._is_title(row):
            return "a title within the table"
        if self._is_apart(row) and self._heads_another_table(row):
            self.other_row = row.number
            texts = map(cell_text, row.cells)
            self.others[row.number] = tuple(text for text in texts if text)
            return "the headings of another table"
        return None

    def pass_by(self, row: SheetRow) -> None:
        """A row that was set aside: it may be the title of what follows."""
        self.last_row, self.is_between = row.number, True
        texts = [text for cell in row.cells if (text := cell_text(cell))]
        if len(texts) == 1:
            self.titles.append(texts[0])
            if year := FinancialYear.only(texts[0]):
                self._begin_year(year)

    def accept(self, row: SheetRow) -> None:
        self.last_row, self.last_cells = row.number, row.cells
        self.is_between, self.has_rows = False, True
        self.titles.clear()

    def begin_again(self) -> None:
        """The headings of the table come once more: what follows is of it, in the year of the titles above."""
        self.other_row = 0
        for title in self.titles:
            if year := FinancialYear.find(title):
                self._begin_year(year)

    def _begin_year(self, year: FinancialYear) -> None:
        self.year = year.starting_year
        self.years.append(self.year)

    def _is_title(self, row: SheetRow) -> bool:
        """One text alone, first of all or after a gap; elsewhere it may be a project without its amount."""
        filled = [cell for cell in row.cells if not is_blank(cell)]
        is_first = not self.has_rows
        return len(filled) == 1 and isinstance(filled[0], str) and (is_first or self._is_apart(row))

    def _is_apart(self, row: SheetRow) -> bool:
        return self.is_between or row.number > self.last_row + 1

    def _heads_another_table(self, row: SheetRow) -> bool:
        """Nothing but headings, with the name of some figure above the amounts."""
        filled = [cell for cell in row.cells if not is_blank(cell)]
        if len(filled) < 2 or not all(map(is_heading_like, filled)) or self._is_like_last(row):
            return False
        cells = row.cells
        key = (
            heading_key(cell_text(cells[self.money_column]))
            if self.money_column < len(cells)
            else ""
        )
        names_figure = rank_of(Field.AMOUNT, key) is not None or _OTHER_FIGURES.search(key)
        return bool(names_figure) and not _NOT_KNOWN.search(key)

    def _is_like_last(self, row: SheetRow) -> bool:
        """Headings share no word with the row above them, as a project without its amount would."""
        pairs = zip(row.cells, self.last_cells, strict=False)
        return any(cell == last and not is_blank(cell) for cell, last in pairs)

    def warnings(self, default_year: int | None) -> Iterator[FileWarning]:
        for row, headings in self.others.items():
            listed = ", ".join(f"“{heading}”" for heading in headings[:6])
            yield FileWarning(
                WarningKind.ANOTHER_TABLE,
                self.rows_of_others,
                f"Another table begins in row {row}, under the headings {listed}; it was not read.",
                hint=f"Say --header-row {row} to read it instead.",
            )
        if self.years:
            yield FileWarning(
                WarningKind.YEARS_FROM_TITLES,
                len(self.years),
                _listed_years([default_year, *self.years]),
            )


def _listed_years(years: Sequence[int | None]) -> str:
    named = dict.fromkeys(str(FinancialYear(year)) for year in years if year)
    return f"The titles of tables below each other tell their financial years: {', '.join(named)}."
