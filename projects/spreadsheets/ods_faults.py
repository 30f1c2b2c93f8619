"""An ods sheet's repeats counted, its error cells and hidden rows found, before calamine unpacks it.

A cell or row of an ods file may stand for any number of equal ones, so a file of a thousand
bytes can hold more cells than any machine has memory for.
"""

import zipfile
from xml.parsers import expat

from projects.domain.cells import CellFault
from projects.domain.layout import Layout
from projects.spreadsheets.limits import Limits
from projects.spreadsheets.refusal import DAMAGED, TOO_LARGE, SpreadsheetRefused
from projects.spreadsheets.xlsx_faults import Faults

_LAST_ROW = 1_048_576


_UNSEEN = ("collapse", "filter")


def read_ods(
    package: zipfile.ZipFile, limits: Limits
) -> tuple[dict[str, Faults], dict[str, Layout]]:
    """Error cells and layouts by sheet name; refuses a file whose repeats make it too large."""
    parser = _OdsParser(limits)
    try:
        parser.parse(package)
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise SpreadsheetRefused(DAMAGED) from error
    return parser.sheets, parser.layouts()


class _OdsParser:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: dict[str, Faults] = {}
        self.faults: Faults = {}
        self.hidden_rows: dict[str, set[int]] = {}
        self.hidden_columns: dict[str, set[int]] = {}
        self.sheet = ""
        self.is_hidden = False
        self.row = self.row_repeat = self.column = self.cell_repeat = self.cells = 0
        self.row_faults: Faults = {}
        self.row_cells = 0
        self.is_error = self.in_cell = False
        self.text: list[str] = []

    def parse(self, package: zipfile.ZipFile) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        with package.open("content.xml") as file:
            parser.ParseFile(file)

    def layouts(self) -> dict[str, Layout]:
        return {
            sheet: Layout(frozenset(rows), frozenset(self.hidden_columns[sheet]))
            for sheet, rows in self.hidden_rows.items()
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self.start_cell(attributes)
        elif name == "table:table-row":
            self.row_repeat = int(attributes.get("table:number-rows-repeated", 1))
            self.column = self.row_cells = 0
            self.row_faults = {}
            self.is_hidden = attributes.get("table:visibility") in _UNSEEN
        elif name == "table:table-column":
            self.start_column(attributes)
        elif name == "table:table":
            self.start_sheet(attributes.get("table:name", ""))

    def start_sheet(self, name: str) -> None:
        self.sheet = name
        self.faults = self.sheets.setdefault(name, {})
        self.hidden_rows.setdefault(name, set())
        self.hidden_columns.setdefault(name, set())
        self.row = self.column = self.cells = 0

    def start_column(self, attributes: dict[str, str]) -> None:
        first = self.column
        self.column += int(attributes.get("table:number-columns-repeated", 1))
        if attributes.get("table:visibility") in _UNSEEN:
            last = min(self.column, self.limits.columns)
            self.hidden_columns.setdefault(self.sheet, set()).update(range(first, last))

    def start_cell(self, attributes: dict[str, str]) -> None:
        self.cell_repeat = int(attributes.get("table:number-columns-repeated", 1))
        self.is_error = attributes.get("calcext:value-type") == "error"
        self.in_cell, self.text = True, []
        if attributes.get("office:value-type"):
            self.row_cells = self.column + self.cell_repeat

    def characters(self, text: str) -> None:
        if self.in_cell:
            self.text.append(text)

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self.end_cell("".join(self.text).strip())
        elif name == "table:table-row":
            self.end_row()

    def end_cell(self, text: str) -> None:
        if self.is_error or _is_error_text(text):
            for column in range(
                self.column, self.column + min(self.cell_repeat, self.limits.columns)
            ):
                self.row_faults[0, column] = CellFault(text or "#ERROR!")
        self.column += self.cell_repeat
        self.in_cell = False

    def end_row(self) -> None:
        last = self.row + self.row_repeat
        if self.row_cells:
            self.cells += self.row_cells * self.row_repeat
            too_wide = self.row_cells > 16 * self.limits.columns
            if last > _LAST_ROW or self.cells > self.limits.cells or too_wide:
                raise SpreadsheetRefused(TOO_LARGE)
            if self.is_hidden:
                seen_last = min(last, self.row + self.limits.rows)
                self.hidden_rows.setdefault(self.sheet, set()).update(
                    range(self.row + 1, seen_last + 1)
                )
            for (_, column), fault in self.row_faults.items():
                self.faults.update({(row, column): fault for row in range(self.row, last)})
        self.row = last


def _is_error_text(text: str) -> bool:
    return text.startswith("Err:5") or (text.startswith("#") and text.rstrip("!?") in _ERROR_NAMES)


_ERROR_NAMES = {"#DIV/0", "#N/A", "#NAME", "#NULL", "#NUM", "#REF", "#VALUE"}
