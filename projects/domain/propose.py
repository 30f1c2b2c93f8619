"""Proposes how a sheet is to be read, and says what it cannot tell."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice

from projects.domain.cells import CellFault, SheetRow, cell_text
from projects.domain.columns import ROWS_SAMPLED, Column, sample_columns
from projects.domain.dates import DateEvidence, DateOrder, find_date_evidence
from projects.domain.faults import FileWarning, WarningKind
from projects.domain.financial_year import FinancialYear
from projects.domain.header_row import ROWS_LOOKED_AT, Header, find_header, header_at
from projects.domain.headings import WEAK_RANK, Field, heading_key, rank_of
from projects.domain.interpretation import Choices, Interpretation, RowFilter, YearColumn
from projects.domain.mapping import (
    AmountChoice,
    choose_amount,
    find_year_columns,
    propose_columns,
    still_holds,
)
from projects.domain.money import Unit
from projects.domain.table import read_table
from projects.domain.units import find_unit_hint
from projects.domain.words import find_basis, find_currency, spending_side

_SURE_OF_YEARS = 2
_LONGEST_UNIT = 12
REASON_HEADING = "Why this row was not brought in"
"""The last column of the rows given back; a mended file that still has it is read without it."""


class TableRefused(Exception):
    """The sheet cannot be read as it stands; the message says what a person has to add."""


@dataclass(frozen=True, slots=True)
class AmountCandidate:
    """A column that could be the amount, with what it adds up to in pounds."""

    index: int
    heading: str
    total: Decimal
    count: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An interpretation with what speaks for it, for a person to look at and change."""

    header: Header
    columns: tuple[Column, ...]
    interpretation: Interpretation
    candidates: tuple[Column, ...] = ()
    """Columns that could be the amount, the likeliest first; see `candidate_totals`."""
    unit_hint: Unit | None = None
    date_evidence: DateEvidence | None = None
    spending_filter: RowFilter | None = None
    """A column parts income from spending: with this filter only the spending counts."""
    warnings: list[FileWarning] = field(default_factory=list)


def propose(
    rows: Iterable[SheetRow],
    sheet: str,
    choices: Choices,
    *,
    is_text: bool = False,
    file_name: str = "",
) -> Proposal:
    """`rows` is gone through twice. Raises TableRefused."""
    return _Proposer(rows, sheet, choices, is_text=is_text, file_name=file_name).propose()


class _Proposer:
    def __init__(
        self,
        rows: Iterable[SheetRow],
        sheet: str,
        choices: Choices,
        *,
        is_text: bool,
        file_name: str,
    ) -> None:
        self.rows, self.sheet, self.choices = rows, sheet, choices
        self.is_text, self.file_name = is_text, file_name
        self.start = list(islice(rows, ROWS_SAMPLED + ROWS_LOOKED_AT))

    def propose(self) -> Proposal:
        header = self.header()
        below = [row for row in self.start if row.number > header.row]
        columns = sample_columns(header.headings, below)
        taken = self.taken(columns)
        amount = choose_amount(columns)
        year_columns = self.year_columns(columns, taken, amount)
        if Field.AMOUNT not in taken and not year_columns:
            taken[Field.AMOUNT] = self.amount_column(amount, columns, below, header)
        mapping = propose_columns(
            columns, taken | {Field.AMOUNT: c.index for c in year_columns[:1]}
        )
        if year_columns:
            del mapping[Field.AMOUNT]
        used = [c.index for c in year_columns] or [mapping[Field.AMOUNT]]
        self.refuse_uncalculated([columns[index] for index in used])
        return self.complete(header, columns, mapping, year_columns, amount)

    def header(self) -> Header:
        if self.choices.header_row is None:
            header = find_header(self.start)
        else:
            at = (i for i, row in enumerate(self.start) if row.number == self.choices.header_row)
            header = header_at(self.start, index) if (index := next(at, None)) is not None else None
        if header is None:
            raise TableRefused(self.sentence_without_header())
        return header

    def sentence_without_header(self) -> str:
        faults = [cell for row in self.start for cell in row.cells if isinstance(cell, CellFault)]
        if faults:
            return _faulty_sheet(faults)
        if self.choices.header_row is not None:
            return f"Row {self.choices.header_row} is empty or too far down to hold the headings."
        if not self.start:
            return "The sheet is empty."
        return "No row of headings was found above a column of amounts: say which row holds the headings with --header-row."

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
        found = tuple(c for c in find_year_columns(columns) if c.index not in taken.values())
        several = len({column.financial_year for column in found}) >= _SURE_OF_YEARS
        if several or (found and not _has_known(amount)):
            return found
        return ()

    def amount_column(
        self,
        amount: AmountChoice,
        columns: Sequence[Column],
        below: Sequence[SheetRow],
        header: Header,
    ) -> int:
        if amount.is_certain:
            return amount.candidates[0].index
        faults = [cell for row in below for cell in row.cells if isinstance(cell, CellFault)]
        if not amount.candidates and faults:
            raise TableRefused(_faulty_sheet(faults))
        raise TableRefused(
            _ask_for_amount(amount, columns) + _odd_lines(below, header, is_text=self.is_text)
        )

    def refuse_uncalculated(self, columns: Sequence[Column]) -> None:
        cells = [cell for column in columns for cell in column.cells]
        faults = [cell for cell in cells if isinstance(cell, CellFault)]
        if faults and len(faults) == len(cells):
            raise TableRefused(_faulty_sheet(faults))

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
        date = mapping.get(Field.DATE)
        evidence = None if date is None else find_date_evidence(_column_cells(self.rows, date))
        year = choices.default_year or self.year_from_words(header, money, mapping)
        interpretation = Interpretation(
            sheet=self.sheet,
            header_row=header.row,
            headings=header.headings,
            columns=mapping,
            year_columns=year_columns,
            left_out=_left_out(columns, choices),
            group_by=tuple(find_column(columns, heading) for heading in choices.group_by),
            where=tuple(
                RowFilter(find_column(columns, heading), value) for heading, value in choices.where
            ),
            unit=choices.unit or unit_hint or Unit.POUNDS,
            decimal_comma=any(c.decimal_comma for c in money)
            if choices.decimal_comma is None
            else choices.decimal_comma,
            date_order=choices.date_order or (evidence.order if evidence else DateOrder.DAY_FIRST),
            default_year=year,
            basis=choices.basis or _basis(money[0], columns, mapping, header.banner),
            currency=_currency(columns, mapping),
            named_columns=header.named,
            is_ragged=self.is_text and self.is_even(header),
        )
        spending = _spending_filter(columns, interpretation)
        return Proposal(header, tuple(columns), interpretation, amount.candidates, unit_hint, evidence, spending,
                        list(_warnings(interpretation, unit_hint, choices, evidence, spending, columns)))  # fmt: skip

    def year_from_words(
        self, header: Header, money: Sequence[Column], mapping: Mapping[Field, int]
    ) -> int | None:
        """Said above the table or in the sheet's name; the file's name is the last resort."""
        year = _year_from(money[0].heading, *header.banner, self.sheet)
        if year or mapping.keys() & {Field.DATE, Field.FINANCIAL_YEAR}:
            return year
        return _year_from(self.file_name)

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


def candidate_totals(
    rows: Iterable[SheetRow], proposal: Proposal, *, at_most: int = 8
) -> list[AmountCandidate]:
    """What each column that could be the amount adds up to, in pounds, total rows left out."""
    return [_candidate(rows, proposal, column) for column in proposal.candidates[:at_most]]


def _candidate(rows: Iterable[SheetRow], proposal: Proposal, column: Column) -> AmountCandidate:
    how = proposal.interpretation
    others = {name: index for name, index in how.columns.items() if index != column.index}
    result = read_table(
        rows, replace(how, columns=others | {Field.AMOUNT: column.index}, year_columns=())
    )
    return AmountCandidate(
        column.index, column.heading, result.total, result.rows_accepted, tuple(column.samples())
    )


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
    raise TableRefused(f"There is no column “{wanted}”. The columns are {headings}.")


def headings_digest(headings: Sequence[str]) -> str:
    """The same for the same headings in the same order, whatever their capitals and marks."""
    keys = "\x1f".join(heading_key(heading) for heading in headings)
    return hashlib.sha256(keys.encode()).hexdigest()


def _left_out(columns: Sequence[Column], choices: Choices) -> frozenset[int]:
    unwanted = {*choices.left_out, REASON_HEADING}
    return frozenset(column.index for column in columns if column.heading in unwanted)


def _has_known(amount: AmountChoice) -> bool:
    return any(
        (rank_of(Field.AMOUNT, column.key) or 0) < WEAK_RANK for column in amount.candidates[:1]
    )


def _column_cells(rows: Iterable[SheetRow], index: int) -> Iterable[object]:
    return (row.cells[index] for row in rows if index < len(row.cells))


def _faulty_sheet(faults: Sequence[CellFault]) -> str:
    errors = list(
        dict.fromkeys(fault.code for fault in faults if fault.code.startswith(("#", "Err")))
    )
    if len(errors) < len(set(faults)):
        return "The sheet holds formulas that were never calculated: open the file in Excel, save it and bring it in again."
    return f"The sheet holds errors ({', '.join(errors[:4])}) where amounts should be: mend the formulas or type the values."


def _ask_for_amount(amount: AmountChoice, columns: Sequence[Column]) -> str:
    possible = amount.candidates or [column for column in columns if column.amount_share() >= 0.5]
    if not possible:
        return "No column holds amounts of money. If the headings are in another row, say which with --header-row."
    names = ", ".join(f"“{column.heading}”" for column in possible[:12])
    more = f" and {len(possible) - 12} more" if len(possible) > 12 else ""
    return f'It is not clear which column is the amount: add --map amount="…" with one of {names}{more}.'


def _odd_lines(rows: Sequence[SheetRow], header: Header, *, is_text: bool) -> str:
    """Names lines of a text file that do not fit the headings or hold a NUL byte."""
    if not is_text:
        return ""
    faults = [
        f"line {row.number} {what}"
        for row in rows
        if (what := _odd_line(row, header.named)) is not None
    ]
    return f" Also {', '.join(faults[:10])}." if faults else ""


def _odd_line(row: SheetRow, named: int) -> str | None:
    if any(isinstance(cell, str) and "\x00" in cell for cell in row.cells):
        return "holds a NUL byte"
    if len(row.cells) < named or any(cell is not None for cell in row.cells[named:]):
        return f"has {len(row.cells)} values where there are {named} headings"
    return None


def _year_from(*texts: str) -> int | None:
    """The financial year that a text names, else the year of a month that one names."""
    for find in (FinancialYear.find, FinancialYear.find_month):
        for text in texts:
            if year := find(text):
                return year.starting_year
    return None


def _basis(
    money: Column, columns: Sequence[Column], mapping: Mapping[Field, int], banner: Sequence[str]
) -> str:
    """From the amount's heading, else the words above the table, else from what payments have: a payee."""
    if found := find_basis(money.heading) or find_basis(" ".join(banner)):
        return found
    if date := mapping.get(Field.DATE):
        if found := find_basis(columns[date].heading):
            return found
    return "actual" if Field.PROVIDER in mapping and Field.DATE in mapping else "planned"


def _currency(columns: Sequence[Column], mapping: Mapping[Field, int]) -> str:
    if Field.CURRENCY not in mapping:
        return "GBP"
    codes = Counter(find_currency(text) for text in columns[mapping[Field.CURRENCY]].texts())
    del codes[None]
    return codes.most_common(1)[0][0] or "GBP" if codes else "GBP"


def _spending_filter(columns: Sequence[Column], how: Interpretation) -> RowFilter | None:
    for column in columns:
        values = set(column.texts()) if column.index not in how.columns.values() else set()
        if len(values) == 2 and (spending := spending_side(values)):
            return (
                None
                if any(f.column == column.index for f in how.where)
                else RowFilter(column.index, spending)
            )
    return None


def _warnings(
    how: Interpretation,
    unit_hint: Unit | None,
    choices: Choices,
    evidence: DateEvidence | None,
    spending: RowFilter | None,
    columns: Sequence[Column],
) -> Iterable[FileWarning]:
    if unit_hint and not choices.unit:
        yield FileWarning(
            WarningKind.UNIT_FROM_HINT, 1,
            f"The sheet says that its amounts are in {unit_hint} of pounds, so they were multiplied: say --unit pounds if that is wrong.",
        )  # fmt: skip
    if (
        evidence
        and not evidence.is_certain
        and not choices.date_order
        and Field.FINANCIAL_YEAR not in how.columns
    ):
        yield FileWarning(
            WarningKind.DATE_ORDER_ASSUMED, evidence.either,
            f"Day and month of some dates can be read both ways; they were read {how.date_order}.",
        )  # fmt: skip
    dated = how.columns.keys() & {Field.DATE, Field.FINANCIAL_YEAR}
    if how.default_year and not (dated or how.year_columns or choices.default_year):
        yield FileWarning(
            WarningKind.YEAR_FROM_WORDS,
            1,
            f"The financial year {FinancialYear(how.default_year)} was taken from a title: "
            "say --financial-year if it is another.",
        )
    if how.currency != "GBP":
        yield FileWarning(
            WarningKind.OTHER_CURRENCY,
            1,
            f"The amounts are in {how.currency}; they were not converted.",
        )
    if spending:
        heading = columns[spending.column].heading
        yield FileWarning(
            WarningKind.INCOME_AND_SPENDING, 1,
            f"The column “{heading}” parts income from spending: add --where \"{heading}={spending.value}\" to count spending only.",
        )  # fmt: skip
