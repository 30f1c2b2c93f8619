"""Where a person stands in the five steps, and what a sheet and its columns look like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from projects.domain.cells import SheetRow, cell_text
from projects.domain.columns import Column
from projects.domain.interpretation import Interpretation
from projects.domain.outline import ColumnTotal
from projects.forms.import_columns import YEARS, use_name
from projects.templatetags.money import financial_year, pounds_exact

STEP_NAMES = ["File", "Sheet", "Columns", "Preview", "Confirm"]
SHEET, COLUMNS, PREVIEW, CONFIRM = 2, 3, 4, 5
_COLUMNS_SHOWN = 60
_CELL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ShownRow:
    number: int
    cells: list[str]
    is_header: bool


def shown_rows(rows: Sequence[SheetRow], header_row: int | None) -> list[ShownRow]:
    """The first rows as a little spreadsheet, every row as wide as the widest."""
    texts = [[cell_text(cell) for cell in row.cells[:_COLUMNS_SHOWN]] for row in rows]
    width = max(map(len, texts), default=0)
    return [
        ShownRow(
            row.number,
            [_short(text) for text in cells] + [""] * (width - len(cells)),
            row.number == header_row,
        )
        for row, cells in zip(rows, texts, strict=True)
    ]


def _short(text: str) -> str:
    return text if len(text) <= _CELL_LENGTH else f"{text[: _CELL_LENGTH - 1]}…"


def amount_choices(totals: Sequence[ColumnTotal], how: Interpretation) -> list[tuple[str, str]]:
    """Each column that could be the amount with what it adds up to."""
    found = [
        (str(t.index), f"{t.heading}: {pounds_exact(t.total)} in {t.count:,} rows") for t in totals
    ]
    if how.year_columns:
        found.insert(0, (YEARS, _years_and_parts(how)))
    return found


def _years_and_parts(how: Interpretation) -> str:
    """“A column for each year: 2024/25, 2025/26”; months and quarters are parts of one."""
    each = {c.financial_year or how.default_year for c in how.year_columns}
    years = ", ".join(sorted(financial_year(year) for year in each if year))
    if len(each) == len(how.year_columns):
        return f"A column for each year: {years}"
    return f"{len(how.year_columns)} columns that add up{': ' if years else ''}{years}"


@dataclass(frozen=True, slots=True)
class ColumnRow:
    heading: str
    samples: list[str]
    field: forms.BoundField
    is_empty: bool
    is_hidden: bool


def column_rows(columns: Sequence[Column], form: forms.Form) -> list[ColumnRow]:
    return [
        ColumnRow(
            c.heading,
            [_short(s) for s in c.samples()],
            form[use_name(c.index)],
            is_empty=not c.cells,
            is_hidden=c.is_hidden,
        )
        for c in columns
    ]


def reading_words(encoding: str | None, delimiter: str | None, names: Mapping[str, str]) -> str:
    """How a text file was read; nothing for workbooks."""
    if encoding is None:
        return ""
    return f"Read as {names.get(encoding, encoding)}, with columns parted by {delimiter}."
