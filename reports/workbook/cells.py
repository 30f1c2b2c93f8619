"""What a cell can hold, and how it looks."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


class Formula(NamedTuple):
    """A live formula (with its equals sign) and the value it has now.

    The value shows where nothing recalculates: in previews, protected view and by pandas.
    """

    text: str
    value: "float | int | str"


class Pounds(int):
    """Whole pence, written as pounds with two decimals."""


class Look(Enum):
    """Every style there is."""

    TEXT = "text"
    WRAPPED = "wrapped"
    TITLE = "title"
    HEADING = "heading"
    HEADING_OF_NUMBERS = "heading_of_numbers"
    LABEL = "label"
    NOTE = "note"
    WHOLE = "whole"
    MONEY = "money"
    MONEY_TOTAL = "money_total"
    SHARE = "share"
    SHARE_LARGE = "share_large"
    RATIO = "ratio"
    MOMENT = "moment"
    DAY = "day"
    CHECK = "check"
    WHOLE_TOTAL = "whole_total"


MONEY = '"£"#,##0.00;[Red]-"£"#,##0.00'
_FORMATS = {
    Look.WHOLE: "#,##0",
    Look.WHOLE_TOTAL: "#,##0",
    Look.MONEY: MONEY,
    Look.MONEY_TOTAL: MONEY,
    Look.SHARE: "0.0%",
    Look.SHARE_LARGE: "0.0%",
    Look.RATIO: "0.00",
    Look.MOMENT: "d mmm yyyy hh:mm",
    Look.DAY: "d mmmm yyyy",
    Look.CHECK: "0.00",
}
HEADINGS = (Look.HEADING, Look.HEADING_OF_NUMBERS)
_BOLD = (*HEADINGS, Look.LABEL, Look.CHECK, Look.MONEY_TOTAL, Look.WHOLE_TOTAL)
_INK, _MUTED, _WASH = "16202A", "4A5763", "E8ECEF"


@dataclass(frozen=True)
class Looks:
    """The style numbers of one workbook."""

    numbers: dict[Look, int]

    @classmethod
    def of(cls, book: Workbook) -> "Looks":
        sheet = WriteOnlyWorksheet(book, title="styles")
        return cls({look: _style_number(sheet, look) for look in Look})

    def __getitem__(self, look: Look) -> int:
        return self.numbers[look]


def _style_number(sheet: WriteOnlyWorksheet, look: Look) -> int:
    cell = WriteOnlyCell(sheet)
    cell.font = _font(look)
    cell.number_format = _FORMATS.get(look, "General")
    if look is Look.TEXT or look is Look.WRAPPED:
        cell.number_format = "@"
    if look in (Look.WRAPPED, Look.NOTE, *HEADINGS):
        side = "right" if look is Look.HEADING_OF_NUMBERS else None
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side)
    if look in HEADINGS:
        cell.fill = PatternFill("solid", fgColor=_WASH)
        cell.border = Border(bottom=Side("medium", color=_MUTED))
    if look in (Look.MONEY_TOTAL, Look.WHOLE_TOTAL):
        cell.border = Border(top=Side("thin", color=_INK))
    return int(cell.style_id)


def _font(look: Look) -> Font:
    if look is Look.TITLE:
        return Font(name="Calibri", size=16, bold=True, color=_INK)
    if look is Look.SHARE_LARGE:
        return Font(name="Calibri", size=20, bold=True, color=_INK)
    if look is Look.NOTE:
        return Font(name="Calibri", size=10, color=_MUTED)
    return Font(name="Calibri", size=11, bold=look in _BOLD, color=_INK)
