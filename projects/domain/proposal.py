"""What is proposed for a sheet, or why nothing can be, for a person to look at and change."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from projects.domain.cells import SheetRow
from projects.domain.columns import Column
from projects.domain.dates import DateEvidence
from projects.domain.faults import FileWarning
from projects.domain.header_row import Header
from projects.domain.headings import Field, heading_key
from projects.domain.interpretation import Interpretation, RowFilter
from projects.domain.mended import HANDED_BACK
from projects.domain.money import Unit
from projects.domain.table import read_table


class TableRefused(Exception):
    """The sheet cannot be read as it stands: the message says why, `hint` what the command line
    would have to be told. `header`, `columns` and `candidates` are what was found before."""

    def __init__(
        self,
        sentence: str,
        *,
        hint: str = "",
        header: Header | None = None,
        columns: Sequence[Column] = (),
        candidates: Sequence[Column] = (),
    ) -> None:
        super().__init__(sentence)
        self.hint = hint
        self.header = header
        self.columns = tuple(columns)
        self.candidates = tuple(candidates)


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


def candidate_totals(
    rows: Iterable[SheetRow], proposal: Proposal, *, at_most: int = 8
) -> list[AmountCandidate]:
    """What each column that could be the amount adds up to, in pounds, total rows left out."""
    return [_candidate(rows, proposal, column) for column in proposal.candidates[:at_most]]


def _candidate(rows: Iterable[SheetRow], proposal: Proposal, column: Column) -> AmountCandidate:
    how = proposal.interpretation
    columns = {name: index for name, index in how.columns.items() if index != column.index}
    columns[Field.AMOUNT] = column.index
    result = read_table(rows, replace(how, columns=columns, year_columns=()))
    return AmountCandidate(
        column.index, column.heading, result.total, result.rows_accepted, tuple(column.samples())
    )


def headings_digest(headings: Sequence[str]) -> str:
    """The same for the same headings in the same order, whatever their capitals and marks: also for
    rows of the file that were handed back."""
    own = [heading for heading in headings if heading not in HANDED_BACK]
    keys = "\x1f".join(heading_key(heading) for heading in own)
    return hashlib.sha256(keys.encode()).hexdigest()
