"""Turns the rows of a sheet into projects, by an interpretation that a person may have changed."""

from collections.abc import Iterable, Sequence, Set
from decimal import Decimal

from projects.domain.cells import Cell, SheetRow, cell_text, is_blank
from projects.domain.dates import DateWatch
from projects.domain.faults import ROWS_NAMED, WarningKind, WarningTally
from projects.domain.financial_year import FinancialYear
from projects.domain.group_headings import is_unit
from projects.domain.headings import TEXT_FIELDS, Field
from projects.domain.interpretation import Interpretation
from projects.domain.measures import counts_money
from projects.domain.money import NotAnAmount
from projects.domain.parsed import ImportResult, ParsedProject, SetAside
from projects.domain.references import ReferenceMaker
from projects.domain.rollups import find_rollups
from projects.domain.row_checks import check_control_characters, check_currency, check_width
from projects.domain.rows import Money, RowReader, exact_sum
from projects.domain.sections import Sections
from projects.domain.total_rows import TableWatch

_CUT_LENGTH = 255
_NAMED_BY = (Field.NAME, Field.DESCRIPTION, Field.PROVIDER, Field.THEME, Field.DIRECTORATE)


def read_table(
    rows: Iterable[SheetRow],
    interpretation: Interpretation,
    hidden_rows: Set[int] = frozenset(),
) -> ImportResult:
    """Goes through the rows, a second time where the first shows that some sum up others. Nothing is
    dropped silently: a row below the header becomes a line of a project, an error, or a row set aside,
    filtered or left out as hidden, and each is counted."""
    reader = _TableReader(interpretation, hidden_rows)
    result = reader.read(rows)
    if rollups := reader.proven_rollups():
        return _TableReader(interpretation, hidden_rows, rollups).read(rows)
    return result


class _TableReader:
    def __init__(
        self,
        interpretation: Interpretation,
        hidden_rows: Set[int],
        rollups: Set[int] = frozenset(),
    ) -> None:
        self.how = interpretation
        self.hidden_rows = hidden_rows
        self.rollups = rollups
        self.row = RowReader(interpretation)
        self.watch = TableWatch(
            [column for column, _, _ in self.row.money_columns], interpretation.named_columns
        )
        self.sections = Sections(interpretation.header_row, self.row.money_columns[0][0])
        self.dates = DateWatch()
        self.tally = WarningTally()
        self.result = ImportResult(interpretation, errors=self.row.errors)
        self.projects: dict[str, ParsedProject] = {}
        self.references = ReferenceMaker()
        self.seen_rows: set[int] = set()
        self.accepted: list[tuple[int, Decimal]] = []
        self.last_row = 0
        self.date_column = interpretation.columns.get(Field.DATE)
        self.needs_year = any(year is None for _, year, _ in self.row.money_columns)
        self.described = Field.DESCRIPTION in interpretation.columns
        self.referenced = Field.REFERENCE in interpretation.columns or bool(interpretation.group_by)

    def read(self, rows: Iterable[SheetRow]) -> ImportResult:
        for row in rows:
            if row.number > self.how.header_row:
                cells = [None if is_blank(cell) else cell for cell in row.cells]
                if cells.count(None) < len(cells):
                    self.take(SheetRow(row.number, cells))
        return self.finish()

    def take(self, row: SheetRow) -> None:
        if not self.passes_filters(row):
            self.result.rows_filtered += 1
            return
        if (measure := self.row.measure(row)) and not counts_money(measure):
            self.set_aside(row, f"it counts “{measure}”, not money")
            self.tally.note(WarningKind.NOT_MONEY, row.number)
            return
        money = self.row.money(row)
        exact = None if isinstance(money, NotAnAmount) else exact_sum(money)
        if reason := self.reason_to_set_aside(row, exact):
            self.set_aside(row, reason, None if self.sections.other_row else exact)
            return
        is_hidden = row.number in self.hidden_rows
        if is_hidden:
            self.note_hidden(row, money)
            if self.how.leaves_hidden:
                self.watch.pass_by(exact or Decimal(0))
                return
        self.result.rows_read += 1
        known_errors = len(self.row.errors)
        project = self.read_project(row, money)
        if len(self.row.errors) > known_errors or project is None or isinstance(money, NotAnAmount):
            self.result.rows_rejected += 1
            self.watch.pass_by(exact or Decimal(0))
            return
        self.watch.accept(row.cells, exact or Decimal(0), is_hidden=is_hidden)
        self.sections.accept(row)
        self.accepted.append((row.number, exact or Decimal(0)))
        self.last_row = row.number
        self.note_warnings(row, money)
        self.add(project, row)

    def passes_filters(self, row: SheetRow) -> bool:
        return all(
            row_filter.column < len(row.cells)
            and cell_text(row.cells[row_filter.column]).casefold() == row_filter.value.casefold()
            for row_filter in self.how.where
        )

    def reason_to_set_aside(self, row: SheetRow, exact: Decimal | None) -> str | None:
        """Units stand below headings; headings are repeated at the top of each printed page or table."""
        if not self.watch.rows and all(is_unit(cell) for cell in row.cells if cell is not None):
            return "the units of the columns"
        if row.number in self.rollups:
            return "it sums up the rows below"
        if exact is None and self.is_heading_again(row):
            self.sections.begin_again()
            return "a repeated heading"
        other = self.sections.reason_to_set_aside(row, has_amount=exact is not None)
        return other or self.watch.reason_to_set_aside(row.cells, exact)

    def is_heading_again(self, row: SheetRow) -> bool:
        texts = [" ".join(cell_text(cell).split()) for cell in row.cells]
        same = sum(
            bool(text) and heading.endswith(text)  # a joined heading ends in its own row's text
            for text, heading in zip(texts, self.how.headings, strict=False)
        )
        return same >= 2 and same >= 0.8 * sum(map(bool, texts))

    def set_aside(self, row: SheetRow, reason: str, exact: Decimal | None = None) -> None:
        self.result.set_aside.append(SetAside(row.number, reason, exact))
        self.sections.pass_by(row)
        if self.sections.year != self.row.section_year:
            self.row.section_year = self.sections.year
            self.references = (
                ReferenceMaker()
            )  # the same words in another year are the same project
        if reason.endswith(("total row", "subtotal")) and not reason.startswith("below"):
            self.tally.note(WarningKind.TOTAL_ROWS, row.number)

    def note_hidden(self, row: SheetRow, money: Sequence[Money] | NotAnAmount) -> None:
        hidden = self.result.hidden
        hidden.count += 1
        if len(hidden.rows) < ROWS_NAMED:
            hidden.rows.append(row.number)
        if not isinstance(money, NotAnAmount):
            hidden.total += sum((item.amount.pounds for item in money), Decimal(0))

    def read_project(
        self, row: SheetRow, money: Sequence[Money] | NotAnAmount
    ) -> ParsedProject | None:
        """Looks at every field before it answers, so that all faults of a row are named at once."""
        reader = self.row
        if isinstance(money, NotAnAmount):
            reader.fault(row, money.column or 0, str(money))
        if check_width(reader, row):
            self.tally.note(WarningKind.SHORT_LINES, row.number)
        check_control_characters(reader, row)
        year = reader.year(row) if self.needs_year else None
        reader.check_date(row)
        check_currency(reader, row)
        words = reader.words(row)
        reference = reader.reference(row)
        name = self.name_of(row, words)
        if isinstance(money, NotAnAmount):
            return None
        return ParsedProject(
            reference=self.project_reference(row, reference, words),
            name=name,
            words=words,
            duty=reader.choice(row, Field.DUTY),
            lines=reader.lines(row, money, year),
            attributes=reader.attributes(row),
        )

    def name_of(self, row: SheetRow, words: dict[str, str]) -> str:
        for field in _NAMED_BY:
            if text := words.get(field.value):
                return text.splitlines()[0][:500]
        column = self.how.columns.get(Field.NAME, self.how.columns.get(Field.REFERENCE, 0))
        named = cell_text(row.cells[column]) if column < len(row.cells) else ""
        if not named:
            self.row.fault(row, column, "The row names no project: write its name.")
        return named[:500]

    def project_reference(self, row: SheetRow, reference: str, words: dict[str, str]) -> str:
        if self.how.group_by:
            cells = row.cells
            parts = [cell_text(cells[i]) if i < len(cells) else "" for i in self.how.group_by]
            return " / ".join(part or "blank" for part in parts)[:190]
        if reference:
            return reference
        if self.referenced:
            self.tally.note(WarningKind.BLANK_REFERENCES, row.number)
        return self.references.make(words.get(field.value, "") for field in TEXT_FIELDS)

    def add(self, project: ParsedProject, row: SheetRow) -> None:
        self.result.total += sum((line.amount for line in project.lines), Decimal(0))
        first = self.projects.setdefault(project.reference, project)
        if first is project:
            return
        first.lines.extend(project.lines)
        for key, text in project.words.items():
            first.words.setdefault(key, text)
        if self.referenced and not self.how.group_by:
            self.tally.note(WarningKind.REPEATED_REFERENCES, row.number)
            if first.name != project.name:
                self.tally.note(WarningKind.REPEATED_REFERENCES_DIFFER, row.number)

    def note_warnings(self, row: SheetRow, money: Sequence[Money]) -> None:
        if any(item.amount.pounds < 0 for item in money):
            self.tally.note(WarningKind.NEGATIVE_AMOUNTS, row.number)
        if any(item.amount.is_rounded for item in money):
            self.tally.note(WarningKind.ROUNDED_AMOUNTS, row.number)
        if self.date_column is not None and self.date_column < len(row.cells):
            self.dates.see(row.cells[self.date_column])
        if self.described and self.is_without_description(row.cells):
            self.tally.note(WarningKind.BLANK_DESCRIPTIONS, row.number)
        if any(isinstance(cell, str) and len(cell) == _CUT_LENGTH for cell in row.cells):
            self.tally.note(WarningKind.TEXT_CUT_AT_255, row.number)
        identity = hash(tuple(row.cells))
        if identity in self.seen_rows:
            self.tally.note(WarningKind.EXACT_DUPLICATES, row.number)
        self.seen_rows.add(identity)

    def is_without_description(self, cells: Sequence[Cell]) -> bool:
        column = self.how.columns[Field.DESCRIPTION]
        return column >= len(cells) or cells[column] is None

    def proven_rollups(self) -> Set[int]:
        """Rows that sum up those below them, if the file's own total counts them only once."""
        found = [self.accepted[place] for place in find_rollups(self.amounts)]
        counted_once = sum(self.amounts) - sum(exact for _, exact in found)
        stated = self.result.control_total
        return frozenset(number for number, _ in found) if stated == counted_once else frozenset()

    @property
    def amounts(self) -> list[Decimal]:
        return [exact for _, exact in self.accepted]

    def finish(self) -> ImportResult:
        result = self.result
        result.projects = list(self.projects.values())
        result.origins = self.row.origins
        result.control_total = self.watch.control_total
        self.note_years()
        self.note_bases()
        for place in find_rollups(self.amounts):
            self.tally.note(WarningKind.ROWS_SUM_UP_THOSE_BELOW, self.accepted[place][0])
        if self.watch.last_row_adds_up:
            self.tally.note(WarningKind.LAST_ROW_ADDS_UP, self.last_row)
        if styles := self.dates.evidence().second_style_count:
            self.tally.state(WarningKind.DATES_OF_TWO_STYLES, "", count=styles)
        told = self.sections.warnings(self.how.default_year)
        result.warnings = [*self.tally.warnings(), *told]
        return result

    def note_bases(self) -> None:
        """The same year planned and spent is no sum that anybody else would have."""
        if years := self.result.years_of_several_bases():
            listed = ", ".join(
                f"{FinancialYear(year) if year else 'one year'} ({' and '.join(bases)})"
                for year, bases in years.items()
            )
            self.tally.state(
                WarningKind.SEVERAL_BASES,
                f"The money of {listed} is told on more than one basis. Each is kept apart; "
                "the sum of all money is no figure to compare.",
                count=len(years),
            )

    def note_years(self) -> None:
        without = sum(
            line.financial_year is None
            for project in self.result.projects
            for line in project.lines
        )
        if without:
            self.tally.state(
                WarningKind.NO_FINANCIAL_YEAR,
                "Nothing in the file tells the financial year: say which one it is.",
                count=without,
            )
