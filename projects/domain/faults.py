"""What is wrong, or worth knowing, about rows of a file."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class RowError:
    """A reason why a row cannot be taken, by its place in the file."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


class WarningKind(StrEnum):
    NEGATIVE_AMOUNTS = "negative_amounts"
    EXACT_DUPLICATES = "exact_duplicates"
    REPEATED_REFERENCES = "repeated_references"
    REPEATED_REFERENCES_DIFFER = "repeated_references_differ"
    BLANK_DESCRIPTIONS = "blank_descriptions"
    BLANK_REFERENCES = "blank_references"
    TEXT_CUT_AT_255 = "text_cut_at_255_characters"
    DATES_OF_TWO_STYLES = "dates_of_two_styles"
    DATE_ORDER_ASSUMED = "date_order_assumed"
    TOTAL_ROWS = "total_rows_set_aside"
    SEVERAL_BASES = "several_bases_in_a_year"
    MEASURES_ADDED = "several_measures_counted"
    ANOTHER_TABLE = "another_table_not_read"
    YEARS_FROM_TITLES = "financial_years_from_titles"
    NOT_MONEY = "rows_that_count_no_money"
    ROWS_SUM_UP_THOSE_BELOW = "rows_sum_up_those_below"
    LAST_ROW_ADDS_UP = "last_row_adds_up"
    ROUNDED_AMOUNTS = "amounts_rounded_to_the_penny"
    SHORT_LINES = "lines_with_fewer_values"
    NO_FINANCIAL_YEAR = "no_financial_year"
    YEAR_FROM_WORDS = "financial_year_from_title"
    UNIT_FROM_HINT = "unit_from_hint"
    UNIT_DOUBTED = "unit_doubted"
    AMOUNT_CHOSEN = "amount_could_be_another"
    OTHER_CURRENCY = "currency_is_not_pounds"
    INCOME_AND_SPENDING = "income_and_spending_mixed"
    CONTROL_TOTAL_DIFFERS = "control_total_differs"
    HIDDEN_SHEETS = "hidden_sheets_skipped"
    YEAR_COLUMNS_ADDED = "year_columns_added_up"
    YEAR_COLUMNS_PASSED_OVER = "year_columns_passed_over"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    HIDDEN_UNKNOWN = "hidden_rows_cannot_be_told"
    OTHER_SHEETS = "other_sheets_not_read"
    WRONG_EXTENSION = "name_does_not_fit_content"
    NO_REFERENCE = "references_made_up"


@dataclass(slots=True)
class FileWarning:
    """Something to look at; the rows it concerns were taken."""

    kind: WarningKind
    count: int
    message: str
    rows: list[int] = field(default_factory=list)
    """The first few of the rows concerned."""
    hint: str = ""
    """What to tell the command line."""


ROWS_NAMED = 20


class WarningTally:
    """Counts warnings by kind, remembering the first rows of each."""

    def __init__(self) -> None:
        self._rows: dict[WarningKind, list[int]] = {}
        self._counts: dict[WarningKind, int] = {}
        self._messages: dict[WarningKind, str] = {}

    def note(self, kind: WarningKind, row: int) -> None:
        count = self._counts.get(kind, 0)
        self._counts[kind] = count + 1
        if count < ROWS_NAMED:
            self._rows.setdefault(kind, []).append(row)

    def state(self, kind: WarningKind, message: str, *, count: int = 1) -> None:
        """A warning about the file as a whole, in its own words."""
        self._counts[kind] = count
        self._messages[kind] = message

    def count(self, kind: WarningKind) -> int:
        return self._counts.get(kind, 0)

    def warnings(self) -> list[FileWarning]:
        return [
            FileWarning(
                kind,
                count,
                self._messages.get(kind) or _message(kind, count),
                self._rows.get(kind, []),
            )
            for kind, count in self._counts.items()
        ]


_MESSAGES: dict[WarningKind, tuple[str, str]] = {
    WarningKind.NEGATIVE_AMOUNTS: ("1 amount is negative.", "{n} amounts are negative."),
    WarningKind.EXACT_DUPLICATES: (
        "1 row is exactly like an earlier one; it was kept and counted.",
        "{n} rows are exactly like earlier ones; they were kept and counted.",
    ),
    WarningKind.REPEATED_REFERENCES: (
        "1 row repeats the reference of an earlier one; their amounts add up in one project.",
        "{n} rows repeat the reference of an earlier one; their amounts add up in one project each.",
    ),
    WarningKind.REPEATED_REFERENCES_DIFFER: (
        "1 row repeats a reference under another name: are these instalments of one project?",
        "{n} rows repeat a reference under another name: are these instalments of one project?",
    ),
    WarningKind.BLANK_DESCRIPTIONS: ("1 description is blank.", "{n} descriptions are blank."),
    WarningKind.BLANK_REFERENCES: (
        "1 row has no reference; one was made up.",
        "{n} rows have no reference; one was made up for each.",
    ),
    WarningKind.TEXT_CUT_AT_255: (
        "1 text ends at exactly 255 characters: it may have been cut.",
        "{n} texts end at exactly 255 characters: they may have been cut.",
    ),
    WarningKind.DATES_OF_TWO_STYLES: (
        "1 date is written unlike the others of its column.",
        "{n} dates are written unlike the others of their column.",
    ),
    WarningKind.TOTAL_ROWS: (
        "1 total row was set aside.",
        "{n} total and subtotal rows were set aside.",
    ),
    WarningKind.NOT_MONEY: (
        "1 row counts something other than money and was set aside.",
        "{n} rows count something other than money and were set aside.",
    ),
    WarningKind.ROWS_SUM_UP_THOSE_BELOW: (
        "1 row is as much as the rows below it; it was counted. Is it a total?",
        "{n} rows are each as much as the rows below them; they were counted. Are they totals?",
    ),
    WarningKind.LAST_ROW_ADDS_UP: (
        "The last row is as much as all the others together; it was counted. Is it a total?",
        "",
    ),
    WarningKind.ROUNDED_AMOUNTS: (
        "1 amount has more than two decimals and was rounded to the penny.",
        "{n} amounts have more than two decimals and were rounded to the penny.",
    ),
    WarningKind.SHORT_LINES: (
        "1 line has fewer values than the heading has columns.",
        "{n} lines have fewer values than the heading has columns.",
    ),
}


def _message(kind: WarningKind, count: int) -> str:
    one, many = _MESSAGES[kind]
    return one if count == 1 else many.format(n=f"{count:,}")


def most_frequent_first(errors: list[RowError]) -> list[tuple[str, str, list[RowError]]]:
    """Errors gathered by column and message, the most frequent first."""
    groups: dict[tuple[str, str], list[RowError]] = {}
    for error in errors:
        groups.setdefault((error.column, error.message), []).append(error)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return [(column, message, found) for (column, message), found in ordered]
