"""What a spreadsheet says, as plain values, before anything is stored."""

from dataclasses import dataclass, field
from decimal import Decimal

from projects.domain.faults import FileWarning, RowError, WarningKind
from projects.domain.interpretation import Interpretation


@dataclass(slots=True)
class ParsedLine:
    """Money of one row: `amount` in pounds; `financial_year` is the starting year, None if unknown."""

    financial_year: int | None
    amount: Decimal
    basis: str
    nature: str
    funding_source: str
    funding_route: str
    row: int
    """Of the file; of a mended row, where it stood in the file that handed it back."""


@dataclass(slots=True)
class ParsedProject:
    """One project; the words are by field name (see headings.TEXT_FIELDS) where the file has them."""

    reference: str
    name: str
    words: dict[str, str]
    duty: str
    lines: list[ParsedLine]
    attributes: dict[str, str]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is no project: a total, a note, a repeated heading."""

    row: int
    reason: str
    amount: Decimal | None = None
    """In pounds, where the row has one."""


@dataclass(slots=True)
class HiddenRows:
    """Rows of the table that a person does not see in the sheet, and their money."""

    count: int = 0
    total: Decimal = Decimal(0)
    rows: list[int] = field(default_factory=list)
    """The first few."""


@dataclass(slots=True)
class ImportResult:
    """Everything a preview shows and an import writes. Money in pounds."""

    interpretation: Interpretation
    projects: list[ParsedProject] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[FileWarning] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    skipped_sheets: tuple[str, ...] = ()
    origins: set[int] = field(default_factory=set)
    """Keys of the imports that mended rows were handed back from."""
    total: Decimal = Decimal(0)
    control_total: Decimal | None = None
    rows_read: int = 0
    rows_rejected: int = 0
    rows_filtered: int = 0
    hidden: HiddenRows = field(default_factory=HiddenRows)
    """Kept, unless the interpretation leaves them out."""

    @property
    def rows_accepted(self) -> int:
        return self.rows_read - self.rows_rejected

    @property
    def rejected_rows(self) -> set[int]:
        return {error.row for error in self.errors}

    @property
    def lacks_year(self) -> bool:
        """Whether nothing tells the year of some line: such a result cannot be stored."""
        return any(warning.kind is WarningKind.NO_FINANCIAL_YEAR for warning in self.warnings)

    def years_of_several_bases(self) -> dict[int | None, list[str]]:
        """The bases of each starting year that has more than one, such as planned and actual."""
        bases: dict[int | None, list[str]] = {}
        for year, basis in sorted(self.totals_by_year(), key=str):
            bases.setdefault(year, []).append(basis)
        return {year: each for year, each in bases.items() if len(each) > 1}

    def totals_by_year(self) -> dict[tuple[int | None, str], Decimal]:
        """Pounds by starting year and basis."""
        totals: dict[tuple[int | None, str], Decimal] = {}
        for project in self.projects:
            for line in project.lines:
                key = (line.financial_year, line.basis)
                totals[key] = totals.get(key, Decimal(0)) + line.amount
        return totals
