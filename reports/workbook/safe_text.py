"""Text that people or files wrote, as a cell, a heading or a name of a workbook can hold it."""

import re
from collections.abc import Iterable

LONGEST_CELL = 32_767
"""Excel's limit, in UTF-16 code units."""

CUT = " … [cut here: longer than a cell can be]"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_SHEET_NAMES = re.compile(r"[\\/*?:\[\]]")


def cell_text(text: str) -> str:
    """Without what XML cannot hold, cut with a mark where it is too long for a cell.

    A cell's type says that it is text, so nothing has to be put in front of an equals sign.
    """
    if text.isascii() and text.isprintable() and len(text) < LONGEST_CELL and "_x" not in text:
        return text
    clean = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Spreadsheet programs read _x0041_ as the letter A; an escaped underscore stays itself.
    return _LOOKS_ESCAPED.sub("_x005F_", _cut(clean))


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    kept = units[: 2 * (LONGEST_CELL - len(CUT))]
    return kept.decode("utf-16-le", errors="ignore") + CUT


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A legal name that is not taken: at most 31 characters, none of \\ / * ? : [ ].

    Names differ by more than their case; none begins or ends with an apostrophe.
    """
    clean = _NOT_IN_SHEET_NAMES.sub(" ", _NOT_IN_XML.sub("", wanted))
    base = " ".join(clean.split()).strip("' ") or "Sheet"
    return _unique(base, taken, 31)


def headings(wanted: Iterable[str]) -> list[str]:
    """Headings of a table: on one line, never empty, no two alike but for their case."""
    found: list[str] = []
    for text in wanted:
        base = " ".join(_NOT_IN_XML.sub("", text).split()) or "Column"
        found.append(_unique(base, found, 250))
    return found


def _unique(base: str, taken: Iterable[str], longest: int) -> str:
    known = {name.casefold() for name in taken}
    name, number = base[:longest].strip("' "), 1
    while name.casefold() in known:
        number += 1
        mark = f" ({number})"
        name = base[: longest - len(mark)].strip("' ") + mark
    return name
