"""Writing a sheet row by row, as openpyxl's write-only mode does, with cached results of formulas.

openpyxl writes cell after cell and leaves the result of a formula empty, so that previews, Excel's
protected view and pandas show nothing. Here a row is one XML element, made in one go; names, styles,
charts, tables and the package itself stay openpyxl's.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, takewhile
from string import ascii_uppercase
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from reports.workbook.cells import Formula, Look, Looks, Pounds
from reports.workbook.heights import height_of
from reports.workbook.safe_text import cell_text, sheet_name

A4 = "9"
PAGE_WIDTH = 140
"""Characters across a page, about."""

Value = Formula | Pounds | str | int | float | Decimal | Fraction | date | datetime | None


class Sheet:
    """One sheet, written from the top. Widths and frozen panes come before the first row."""

    def __init__(
        self, book: Workbook, looks: Looks, title: str, on_row: Callable[[], None] | None = None
    ) -> None:
        self.title = sheet_name(title, book.sheetnames)
        self.sheet: Any = book.create_sheet(self.title)
        self.looks = looks
        self.row = 0
        self.on_row = on_row
        self.widths: list[float] = []
        self._letters = [get_column_letter(column) for column in range(1, 200)]
        self._rows: Generator[None, Element, None] | None = None

    def lay_out(self, widths: Sequence[float], *, freeze: str = "", landscape: bool = True) -> None:
        """Column widths in characters, the first cell that scrolls, and the page for printing.

        The row above the first one that scrolls is that of the headings: each page begins with it.
        """
        self.widths = list(widths)
        for letter, width in zip(self._letters, widths, strict=False):
            self.sheet.column_dimensions[letter].width = width
        if freeze:
            self.sheet.freeze_panes = freeze
            headings = int(freeze.lstrip(ascii_uppercase)) - 1
            self.sheet.print_title_rows = f"{headings}:{headings}"
        self.sheet.oddFooter.center.text = "&A, page &P of &N"
        self.sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        self.sheet.page_setup.paperSize = A4
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def add(self, *cells: "tuple[Value, Look] | None") -> int:
        """Write a row of values with their looks; the row's number is returned."""
        return self.add_row(
            [cell[0] if cell else None for cell in cells],
            [self.looks[cell[1]] if cell else 0 for cell in cells],
            height_of(cells, self.widths),
        )

    def add_note(self, text: str) -> int:
        """A row of words across the columns, as far as a page is wide."""
        wide = list(takewhile(lambda width: width <= PAGE_WIDTH, accumulate(self.widths)))
        columns = max(1, len(wide))
        cell = (text, Look.NOTE)
        height = height_of([cell], [sum(self.widths[:columns])])
        row = self.add_row([text], [self.looks[Look.NOTE]], height)
        if text and columns > 1:
            self.sheet.merged_cells.add(f"A{row}:{self.letter(columns)}{row}")
        return row

    def skip(self) -> None:
        """Leave a row empty."""
        self.add_row([], [])

    def add_row(
        self, values: Sequence[Value], styles: Sequence[int], height: float | None = None
    ) -> int:
        """The quick way in for long sheets: style numbers, one for each column."""
        self.row += 1
        line = Element("row", {"r": str(self.row)})
        if height is not None:
            line.set("ht", f"{height:.16g}")
            line.set("customHeight", "1")
        for letter, value, style in zip(self._letters, values, styles, strict=False):
            if value is not None and value != "":
                line.append(_cell(f"{letter}{self.row}", value, style))
        self._stream().send(line)
        if self.on_row:
            self.on_row()
        return self.row

    def letter(self, column: int) -> str:
        """Columns count from 1."""
        return self._letters[column - 1]

    def reference(self, column: int, first: int, last: int) -> str:
        """An absolute range of this sheet for formulas; columns count from 1."""
        letter = self._letters[column - 1]
        return f"{self.quoted}!${letter}${first}:${letter}${last}"

    def place(self, column: int, row: int) -> str:
        """One cell of this sheet for formulas of any sheet."""
        return f"{self.quoted}!${self._letters[column - 1]}${row}"

    @property
    def quoted(self) -> str:
        return "'" + self.title.replace("'", "''") + "'"

    def make_table(self, name: str, names: Sequence[str], first: int, last: int) -> None:
        """An Excel table with filters over rows already written; it needs a row under its heading."""
        reference = f"A{first}:{self._letters[len(names) - 1]}{last}"
        table = Table(displayName=name, ref=reference)
        table._initialise_columns()  # noqa: SLF001  # else the writer would look for cells
        table.tableColumns = [TableColumn(id=n, name=text) for n, text in enumerate(names, 1)]
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        self.sheet._tables.add(table)  # noqa: SLF001  # add_table would look for the headings

    # The next two reach into the pinned openpyxl: its write-only mode has no door for whole rows.
    def _stream(self) -> Generator[None, Element, None]:
        if self._rows is None:
            writer = self.sheet._writer = WorksheetWriter(self.sheet)  # noqa: SLF001
            writer.write_top()
            self._rows = self.sheet._rows = _stream_rows(writer)  # noqa: SLF001
            next(self._rows)
        return self._rows


def _stream_rows(writer: WorksheetWriter) -> Generator[None, Element, None]:
    stream: Any = writer.xf.send(True)  # noqa: FBT003  # its protocol
    with stream.element("sheetData"):
        try:
            while True:
                stream.write((yield))
        except GeneratorExit:
            pass
    writer.xf.send(None)


def _cell(place: str, value: Value, style: int) -> Element:
    cell = Element("c", {"r": place, "s": str(style)})
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        _write_text(cell, value)
    elif isinstance(value, Formula):
        SubElement(cell, "f").text = value.text[1:]
        if isinstance(value.value, str):
            cell.set("t", "str")
        SubElement(cell, "v").text = _number(value.value)
    else:
        SubElement(cell, "v").text = _number(value)
    return cell


def _write_text(cell: Element, text: str) -> None:
    clean = cell_text(text)
    inside = SubElement(SubElement(cell, "is"), "t")
    inside.text = clean
    if clean != clean.strip():
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _number(value: Any) -> str:
    if isinstance(value, Pounds):
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"
    if isinstance(value, Fraction):
        return f"{float(value):.16g}"
    if isinstance(value, datetime | date):
        return f"{to_excel(value):.16g}"
    return value if isinstance(value, str) else f"{value:.16g}"


def heads(first: str, *of_numbers: str) -> "list[tuple[Value, Look]]":
    """Headings of a table with a column of words before its columns of numbers."""
    return [(first, Look.HEADING), *((text, Look.HEADING_OF_NUMBERS) for text in of_numbers)]


def widths_of(names: Iterable[str], wide: dict[str, float]) -> list[float]:
    """A width for each heading: what is asked for, else what the heading needs."""
    return [wide.get(name, max(11.0, min(len(name) + 3.0, 24.0))) for name in names]
