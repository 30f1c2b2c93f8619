"""Rows on their way from the child to the parent: one line of JSON each.

Numbers, texts and blanks are themselves; a date is ["d", ISO date], a date with a time
["t", ISO time], and a cell without a usable value ["e", code].
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from projects.domain.cells import Cell, CellFault, SheetRow


def _tagged(cell: object) -> list[str]:
    if isinstance(cell, datetime):
        return (
            ["t", cell.isoformat()]
            if cell.time() != datetime.min.time()
            else ["d", cell.date().isoformat()]
        )
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, CellFault):
        return ["e", cell.code]
    raise TypeError(f"{type(cell).__name__} does not travel")


_encode_line: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_tagged
).encode


def write_row(file: TextIO, row: SheetRow) -> None:
    file.write(_encode_line((row.number, row.cells)))
    file.write("\n")


def decode_rows(lines: Iterable[str]) -> Iterator[SheetRow]:
    loads = json.loads
    for line in lines:
        number, cells = loads(line)
        if "[" in line[line.index(",") + 2 :]:
            cells = [_cell(cell) if isinstance(cell, list) else cell for cell in cells]
        yield SheetRow(number, cells)


def _cell(tagged: list[str]) -> Cell:
    tag, value = tagged
    if tag == "d":
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if tag == "t" else CellFault(value)


@dataclass(frozen=True, slots=True)
class RowsFile:
    """Rows in a file; may be gone through any number of times, one row in memory at a time."""

    path: Path

    def __iter__(self) -> Iterator[SheetRow]:
        with self.path.open(encoding="utf-8", errors="surrogatepass") as file:
            yield from decode_rows(file)
