"""One row of a table read by an interpretation: its words, money and faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.domain.cells import Cell, CellFault, SheetRow, cell_text, is_dash, kept_text
from projects.domain.columns import is_year_start
from projects.domain.dates import NotADate, parse_date
from projects.domain.faults import RowError
from projects.domain.financial_year import FinancialYear
from projects.domain.headings import TEXT_FIELDS, Field
from projects.domain.interpretation import Interpretation
from projects.domain.measures import unit_of_measure
from projects.domain.mended import ORIGIN_HEADING, find_origin
from projects.domain.money import (
    Amount,
    NotAnAmount,
    Unit,
    blank_amount,
    fault_sentence,
    parse_amount,
)
from projects.domain.parsed import ParsedLine
from projects.domain.words import find_basis, find_duty, find_nature

_LONGEST = {
    Field.NAME: 500,
    Field.DESCRIPTION: 100_000,
    Field.PROBLEM: 100_000,
    Field.PEOPLE_SERVED: 100_000,
}
_LONGEST_TEXT = 300
_LONGEST_REFERENCE = 190


@dataclass(slots=True)
class Money:
    """An amount of one row, with the year and basis that its column says."""

    amount: Amount
    financial_year: int | None
    basis: str | None


class RowReader:
    """Reads the cells of a row; what is wrong with it is gathered in `errors`."""

    def __init__(self, interpretation: Interpretation) -> None:
        self.interpretation = interpretation
        self.columns = dict(interpretation.columns)
        self.errors: list[RowError] = []
        self.text_columns = [
            (field, self.columns[field]) for field in TEXT_FIELDS if field in self.columns
        ]
        self.money_columns = self._money_columns()
        self.measure_column = self.columns.get(Field.MEASURE)
        self.origin_column = _index_of(ORIGIN_HEADING, interpretation.headings)
        self.origins: set[int] = set()
        self.section_year: int | None = None
        """What the title above the rows says, in a sheet with a table for each year."""
        self.attribute_columns = [
            (index, interpretation.heading(index)) for index in interpretation.attribute_columns()
        ]

    def _money_columns(self) -> list[tuple[int, int | None, str | None]]:
        if self.interpretation.year_columns:
            return [(c.index, c.financial_year, c.basis) for c in self.interpretation.year_columns]
        return [(self.columns[Field.AMOUNT], None, None)]

    def fault(self, row: SheetRow, column: int, message: str) -> None:
        heading = self.interpretation.heading(column)
        value = cell_text(cell_at(row.cells, column)).replace("\x00", "")
        self.errors.append(
            RowError(self.interpretation.sheet, row.number, heading, value[:200], message)
        )

    def money(self, row: SheetRow) -> list[Money] | NotAnAmount:
        """The amounts of the row; with a column per year, blank years and dashes are left out."""
        found: list[Money] = []
        how = self.interpretation
        unit = self.unit(row)
        several = len(self.money_columns) > 1
        for column, year, basis in self.money_columns:
            cell = cell_at(row.cells, column)
            if (cell is None and how.year_columns) or (several and is_dash(cell)):
                continue
            try:
                amount = parse_amount(cell, unit=unit, decimal_comma=how.decimal_comma)
            except NotAnAmount as error:
                return _at_column(error, column)
            found.append(Money(amount, year, basis))
        blank = NotAnAmount("The amounts of all years are blank.") if several else blank_amount()
        return found or _at_column(blank, self.money_columns[0][0])

    def measure(self, row: SheetRow) -> str:
        column = self.measure_column
        return cell_text(cell_at(row.cells, column)) if column is not None else ""

    def unit(self, row: SheetRow) -> Unit:
        """A row's own word about its unit holds before that of the sheet."""
        measure = self.measure(row)
        return (unit_of_measure(measure) if measure else None) or self.interpretation.unit

    def year(self, row: SheetRow) -> int | None:
        """The starting year; notes a fault and answers None where the row's own date is no date."""
        for field in (Field.FINANCIAL_YEAR, Field.DATE):
            if (column := self.columns.get(field)) is not None:
                cell = cell_at(row.cells, column)
                if cell is not None:
                    return self._year_of(row, field, column, cell)
        default = self.section_year or self.interpretation.default_year
        if default is None and Field.DATE in self.columns:
            self.fault(
                row,
                self.columns[Field.DATE],
                "The date is blank, so the financial year is not known.",
            )
        return default

    def _year_of(self, row: SheetRow, field: Field, column: int, cell: Cell) -> int | None:
        if field is Field.FINANCIAL_YEAR:
            text = (
                str(cell.year)
                if isinstance(cell, date) and is_year_start(cell)
                else cell_text(cell)
            )
            year = FinancialYear.read(text)
            if year:
                return year.starting_year
            self.fault(row, column, "This is not a financial year: write it as 2025/26.")
            return None
        return self._year_of_date(row, column, cell)

    def _year_of_date(self, row: SheetRow, column: int, cell: Cell) -> int | None:
        try:
            return FinancialYear.of(parse_date(cell, self.interpretation.date_order)).starting_year
        except NotADate as error:
            self.fault(row, column, str(error))
            return None

    def check_date(self, row: SheetRow) -> None:
        """A date that is not needed for the year is still named when it is none."""
        column = self.columns.get(Field.DATE)
        if (
            column is not None
            and Field.FINANCIAL_YEAR in self.columns
            and not self.interpretation.year_columns
        ):
            cell = cell_at(row.cells, column)
            if cell is not None:
                self._year_of_date(row, column, cell)

    def words(self, row: SheetRow) -> dict[str, str]:
        """The text fields; a text too long for its field is cut with an ellipsis."""
        words: dict[str, str] = {}
        for field, column in self.text_columns:
            cell = cell_at(row.cells, column)
            if isinstance(cell, CellFault):
                self.fault(row, column, fault_sentence(cell))
            elif cell is not None:
                words[field.value] = _cut(cell_text(cell), _LONGEST.get(field, _LONGEST_TEXT))
        return words

    def reference(self, row: SheetRow) -> str:
        column = self.columns.get(Field.REFERENCE)
        cell = cell_at(row.cells, column) if column is not None else None
        if isinstance(cell, CellFault) and column is not None:
            self.fault(row, column, fault_sentence(cell))
        return _cut(" ".join(cell_text(cell).split()), _LONGEST_REFERENCE)

    def choice(self, row: SheetRow, field: Field) -> str:
        """Basis, nature or duty as a code; an unknown word counts as none."""
        column = self.columns.get(field)
        text = cell_text(cell_at(row.cells, column)) if column is not None else ""
        find = {Field.BASIS: find_basis, Field.NATURE: find_nature, Field.DUTY: find_duty}[field]
        return (find(text) if text else None) or ""

    def basis(self, row: SheetRow) -> str:
        if said := self.choice(row, Field.BASIS):
            return said
        measure = self.measure(row)
        return (find_basis(measure) if measure else None) or self.interpretation.basis

    def attributes(self, row: SheetRow) -> dict[str, str]:
        width = len(row.cells)
        return {
            heading: text
            for index, heading in self.attribute_columns
            if index < width
            and (cell := row.cells[index]) is not None
            and (text := kept_text(cell))
        }

    def lines(self, row: SheetRow, money: Sequence[Money], year: int | None) -> list[ParsedLine]:
        basis = self.basis(row)
        nature = self.choice(row, Field.NATURE)
        source_row = self.source_row(row)
        source = self._short(row, Field.FUNDING_SOURCE)
        route = self._short(row, Field.FUNDING_ROUTE)
        return [
            ParsedLine(
                year if item.financial_year is None else item.financial_year,
                item.amount.pounds,
                item.basis or basis,
                nature,
                source,
                route,
                source_row,
            )
            for item in money
        ]

    def source_row(self, row: SheetRow) -> int:
        """Where a mended row stood in the file that it was handed back from."""
        if self.origin_column is None:
            return row.number
        origin = find_origin(cell_text(cell_at(row.cells, self.origin_column)))
        if origin is None:
            return row.number
        self.origins.add(origin.spend_import)
        return origin.row

    def _short(self, row: SheetRow, field: Field) -> str:
        column = self.columns.get(field)
        return (
            _cut(cell_text(cell_at(row.cells, column)), _LONGEST_TEXT) if column is not None else ""
        )


def exact_sum(money: Sequence[Money]) -> Decimal:
    return sum((item.amount.exact for item in money), Decimal(0))


def _index_of(heading: str, headings: Sequence[str]) -> int | None:
    return headings.index(heading) if heading in headings else None


def cell_at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _at_column(error: NotAnAmount, column: int) -> NotAnAmount:
    error.column = column
    return error


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
