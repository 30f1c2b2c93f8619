"""Proposes how a sheet is to be read, and says what it cannot tell."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from projects.domain.asking import faulty_sheet, no_header, unclear_amount
from projects.domain.cells import Cell, CellFault, SheetRow
from projects.domain.columns import ROWS_SAMPLED, Column, sample_columns
from projects.domain.dates import DateOrder, find_date_evidence
from projects.domain.guesses import basis_of, currency_of, is_believable, spending_filter, year_from
from projects.domain.header_row import ROWS_LOOKED_AT, Header, find_header, header_at
from projects.domain.headings import Field, heading_key
from projects.domain.interpretation import Choices, Interpretation, RowFilter, YearColumn
from projects.domain.layout import PLAIN, Layout
from projects.domain.mapping import (
    AmountChoice,
    choose_amount,
    propose_columns,
    still_holds,
)
from projects.domain.mended import HANDED_BACK
from projects.domain.money import Unit
from projects.domain.period_columns import find_period_columns, only_year_of_periods
from projects.domain.proposal import Proposal, TableRefused
from projects.domain.proposal_warnings import proposal_warnings
from projects.domain.units import find_unit_hint
from projects.domain.year_columns import find_year_columns

_SURE_OF_YEARS = 2
_LONGEST_UNIT = 12


def propose(
    rows: Iterable[SheetRow],
    sheet: str,
    choices: Choices,
    *,
    layout: Layout = PLAIN,
    is_text: bool = False,
    file_name: str = "",
) -> Proposal:
    """`rows` is gone through twice. Raises TableRefused."""
    proposer = _Proposer(rows, sheet, choices, layout, is_text=is_text, file_name=file_name)
    return proposer.propose()


class _Proposer:
    def __init__(
        self,
        rows: Iterable[SheetRow],
        sheet: str,
        choices: Choices,
        layout: Layout,
        *,
        is_text: bool,
        file_name: str,
    ) -> None:
        self.rows, self.sheet, self.choices, self.layout = rows, sheet, choices, layout
        self.is_text, self.file_name = is_text, file_name
        self.start = list(islice(rows, ROWS_SAMPLED + ROWS_LOOKED_AT))

    def propose(self) -> Proposal:
        header = self.header()
        below = [row for row in self.start if row.number > header.row]
        columns = sample_columns(header.headings, below, self.layout.hidden_columns)
        taken = self.taken(columns)
        amount = choose_amount(columns)
        year_columns = self.year_columns(columns, taken, amount)
        if Field.AMOUNT not in taken and not year_columns:
            if not amount.is_certain:
                raise unclear_amount(amount, columns, below, header, is_text=self.is_text)
            taken[Field.AMOUNT] = amount.candidates[0].index
        mapping = propose_columns(columns, taken, {column.index for column in year_columns})
        used = [c.index for c in year_columns] or [mapping[Field.AMOUNT]]
        self.refuse_uncalculated([columns[index] for index in used])
        return self.complete(header, columns, mapping, year_columns, amount)

    def header(self) -> Header:
        if self.choices.header_row is None:
            header = find_header(self.start, self.layout.merges)
        else:
            at = (i for i, row in enumerate(self.start) if row.number == self.choices.header_row)
            index = next(at, None)
            header = None if index is None else header_at(self.start, index, self.layout.merges)
        if header is None:
            raise no_header(self.start, self.choices.header_row)
        return header

    def taken(self, columns: Sequence[Column]) -> dict[Field, int]:
        """The columns a person has named, and those remembered that still hold such values."""
        taken = {
            name: find_column(columns, heading) for name, heading in self.choices.mapping.items()
        }
        by_heading = {column.heading: column for column in columns}
        for name, heading in self.choices.remembered.items():
            column = by_heading.get(heading)
            if column and column.index not in taken.values() and still_holds(name, column):
                taken.setdefault(name, column.index)
        return taken

    def year_columns(
        self, columns: Sequence[Column], taken: Mapping[Field, int], amount: AmountChoice
    ) -> tuple[YearColumn, ...]:
        if Field.AMOUNT in taken:
            return ()
        free = [column for column in columns if column.index not in taken.values()]
        for found in (find_year_columns(free), find_period_columns(free)):
            several = len({column.financial_year for column in found}) >= _SURE_OF_YEARS
            if several or (found and not amount.has_known):
                return found
        return ()

    def refuse_uncalculated(self, columns: Sequence[Column]) -> None:
        cells = [cell for column in columns for cell in column.cells]
        faults = [cell for cell in cells if isinstance(cell, CellFault)]
        if faults and len(faults) == len(cells):
            raise TableRefused(faulty_sheet(faults))

    def complete(
        self,
        header: Header,
        columns: Sequence[Column],
        mapping: dict[Field, int],
        year_columns: tuple[YearColumn, ...],
        amount: AmountChoice,
    ) -> Proposal:
        choices = self.choices
        money = [columns[i] for i in ([c.index for c in year_columns] or [mapping[Field.AMOUNT]])]
        unit_hint = self.unit_hint(header, money)
        is_believed = unit_hint is None or is_believable(unit_hint, money[0])
        date = mapping.get(Field.DATE)
        evidence = None if date is None else find_date_evidence(column_cells(self.rows, date))
        year = choices.default_year or self.year_from_words(header, columns, money, mapping)
        interpretation = Interpretation(
            sheet=self.sheet,
            header_row=header.row,
            headings=header.headings,
            columns=mapping,
            year_columns=year_columns,
            left_out=_left_out(columns, choices) | _hidden_words(columns, mapping, year_columns),
            leaves_hidden=choices.leaves_hidden,
            group_by=tuple(find_column(columns, heading) for heading in choices.group_by),
            where=tuple(
                RowFilter(find_column(columns, heading), value) for heading, value in choices.where
            ),
            unit=choices.unit or (unit_hint if unit_hint and is_believed else Unit.POUNDS),
            decimal_comma=any(c.decimal_comma for c in money)
            if choices.decimal_comma is None
            else choices.decimal_comma,
            date_order=choices.date_order or (evidence.order if evidence else DateOrder.DAY_FIRST),
            default_year=year,
            basis=choices.basis or basis_of(money[0], columns, mapping, header.banner),
            currency=currency_of(money[0], columns, mapping, header.banner),
            named_columns=header.named,
            is_ragged=self.is_text and self.is_even(header),
        )
        spending = spending_filter(columns, interpretation)
        warnings = proposal_warnings(
            interpretation, unit_hint, choices, evidence, spending, columns, amount.rivals
        )
        return Proposal(
            header=header,
            columns=tuple(columns),
            interpretation=interpretation,
            candidates=amount.candidates,
            unit_hint=unit_hint,
            date_evidence=evidence,
            spending_filter=spending,
            warnings=list(warnings),
        )

    def year_from_words(
        self,
        header: Header,
        columns: Sequence[Column],
        money: Sequence[Column],
        mapping: Mapping[Field, int],
    ) -> int | None:
        """Said above the table or in the sheet's name; the file's name is the last resort."""
        year = year_from(money[0].heading, *header.banner, self.sheet)
        if year or mapping.keys() & {Field.DATE, Field.FINANCIAL_YEAR}:
            return year
        return only_year_of_periods(columns) or year_from(self.file_name)

    def unit_hint(self, header: Header, money: Sequence[Column]) -> Unit | None:
        """Said in the headings of the amounts, in the two cells below them, or above the table."""
        below = [row for row in self.start if row.number > header.row][:2]
        units = [
            text
            for row in below
            for column in money
            if column.index < len(row.cells)
            and isinstance(text := row.cells[column.index], str)
            and len(text) <= _LONGEST_UNIT
        ]
        headings = [column.heading for column in money]
        return find_unit_hint(" | ".join(headings + units)) or find_unit_hint(
            " | ".join(header.banner)
        )

    def is_even(self, header: Header) -> bool:
        """Whether most lines have no more values than there are headings."""
        below = [row for row in self.start if row.number > header.row]
        longer = sum(any(cell is not None for cell in row.cells[header.named :]) for row in below)
        return longer <= 0.5 * len(below)


def find_column(columns: Sequence[Column], heading: str) -> int:
    """By its heading as written, else whatever capitals and marks, else by its letter as “Column C”."""
    wanted = " ".join(heading.split())
    for column in columns:
        if column.heading == wanted:
            return column.index
    same = [column.index for column in columns if column.key == heading_key(wanted)]
    if len(same) == 1:
        return same[0]
    headings = ", ".join(f"“{column.heading}”" for column in columns[:40])
    raise TableRefused(
        f"There is no column “{wanted}”. The columns are {headings}.", columns=columns
    )


def _left_out(columns: Sequence[Column], choices: Choices) -> frozenset[int]:
    unwanted = {*choices.left_out, *HANDED_BACK}
    return frozenset(column.index for column in columns if column.heading in unwanted)


def _hidden_words(
    columns: Sequence[Column], mapping: Mapping[Field, int], years: Sequence[YearColumn]
) -> frozenset[int]:
    """Hidden columns that nothing is known to be in: somebody may not have meant to hand them on."""
    used = {*mapping.values(), *(column.index for column in years)}
    return frozenset(c.index for c in columns if c.is_hidden and c.index not in used)


def column_cells(rows: Iterable[SheetRow], index: int) -> Iterable[Cell]:
    return (row.cells[index] for row in rows if index < len(row.cells))
