"""Cells that read OK where two figures tie, and the difference where they do not."""

from typing import NamedTuple

from reports.workbook.cells import Formula, Look
from reports.workbook.sheets import Sheet


class Check(NamedTuple):
    """`left` and `right` are formulas without an equals sign; the pence are what they come to now."""

    says: str
    left: str
    right: str
    left_pence: int
    right_pence: int


def check_formula(check: Check) -> Formula:
    difference = f"ROUND({check.left}-({check.right}),2)"
    pence = check.left_pence - check.right_pence
    return Formula(f'=IF({difference}=0,"OK",{difference})', "OK" if pence == 0 else pence / 100)


def write_checks(sheet: Sheet, checks: list[Check], column: int = 3) -> tuple[int, int]:
    """A row for each check, its cell in `column`; returns the first and the last row."""
    first = sheet.row + 1
    for check in checks:
        padding = [None] * (column - 2)
        sheet.add((check.says, Look.TEXT), *padding, (check_formula(check), Look.CHECK))
    return first, sheet.row


def overall(sheet: Sheet, first: int, last: int, *, all_hold: bool) -> Formula:
    """OK where every check of the sheet is."""
    cells = sheet.reference(3, first, last)
    text = f'=IF(COUNTIF({cells},"OK")=ROWS({cells}),"OK","LOOK BELOW")'
    return Formula(text, "OK" if all_hold else "LOOK BELOW")
