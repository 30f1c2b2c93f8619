"""How high a row has to be: not every program finds out by itself, and none does for merged cells."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from reports.workbook.cells import Look

LINE = 15.0  # points
MOST = 400.0
LARGE = {Look.TITLE: 24.0, Look.SHARE_LARGE: 27.0}
WRAPPING = (Look.HEADING, Look.HEADING_OF_NUMBERS, Look.NOTE, Look.WRAPPED)
WIDER = 1.15
"""Bold and wide letters take more room than the figures by which columns are measured."""


def height_of(cells: Sequence[tuple[Any, Look] | None], widths: Sequence[float]) -> float | None:
    """Points for a row of values and looks over columns so wide; None where one line will do."""
    needed = LINE
    for cell, width in zip(cells, widths, strict=False):
        if cell is None:
            continue
        value, look = cell
        needed = max(needed, LARGE.get(look, LINE))
        if look in WRAPPING and isinstance(value, str):
            needed = max(needed, LINE * lines_of(value, width))
    return min(needed, MOST) if needed > LINE else None


def lines_of(text: str, width: float) -> int:
    return sum(max(1, ceil(len(part) * WIDER / width)) for part in text.split("\n"))
