"""The child process that opens a file nobody has checked yet.

Run as `python -m projects.spreadsheets.child REQUEST`, where REQUEST is JSON. Writes one rows
file for each visible sheet and `manifest.json` into the folder it was given. It imports
neither Django nor this product's settings: it starts quickly and knows no secret.
"""

import json
import sys
from pathlib import Path
from typing import Any

from projects.domain.cells import SheetRow, is_blank
from projects.spreadsheets.limits import Limits, restrict_this_process
from projects.spreadsheets.refusal import DAMAGED, TOO_LARGE, SpreadsheetRefused
from projects.spreadsheets.rows_file import write_row
from projects.spreadsheets.source import Source, SourceSheet


def main(request: dict[str, Any]) -> None:
    limits = Limits(**request["limits"])
    restrict_this_process(limits, request["seconds"])
    folder = Path(request["folder"])
    try:
        manifest = _read(request, limits, folder)
    except SpreadsheetRefused as refusal:
        manifest = {"refused": str(refusal)}
    except MemoryError:
        manifest = {"refused": TOO_LARGE}
    except Exception as error:
        manifest = {"refused": DAMAGED, "cause": f"{type(error).__name__}: {error}"[:500]}
    manifest["peak_bytes"] = _peak_bytes()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def _peak_bytes() -> int:
    """The most memory held since this program began; getrusage would count the parent's as well."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(request: dict[str, Any], limits: Limits, folder: Path) -> dict[str, Any]:
    source = _open(request, limits)
    sheets = [
        _write_sheet(sheet, folder / f"rows-{index}.jsonl", limits)
        for index, sheet in enumerate(source.sheets)
    ]
    return {
        "kind": source.kind.value,
        "sheets": sheets,
        "hidden": source.hidden,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
    }


def _open(request: dict[str, Any], limits: Limits) -> Source:
    from projects.spreadsheets.kinds import Kind, recognise

    path = Path(request["path"])
    kind = recognise(path)
    if kind is Kind.TEXT:
        from projects.spreadsheets.delimited import open_delimited

        return open_delimited(
            path, limits, encoding=request["encoding"], delimiter=request["delimiter"]
        )
    from projects.spreadsheets.workbooks import (
        open_workbook,
    )  # loads calamine, which text files do without

    return open_workbook(path, kind, limits)


def _write_sheet(sheet: SourceSheet, path: Path, limits: Limits) -> dict[str, Any]:
    rows = columns = 0
    hidden = []
    with path.open("w", encoding="utf-8", errors="surrogatepass") as file:
        for row in sheet.rows:
            width = _width(row)
            if width:
                rows += 1
                columns = max(columns, width)
                _check_size(rows, columns, limits)
                write_row(file, row)
                if row.number in sheet.layout.hidden_rows:
                    hidden.append(row.number)
    return {
        "name": sheet.name,
        "rows": rows,
        "columns": columns,
        "file": path.name,
        "hidden_rows": hidden,
        "hidden_columns": sorted(sheet.layout.hidden_columns),
        "merges": sheet.layout.merges,
    }


def _width(row: SheetRow) -> int:
    """Columns up to the last one that holds something."""
    cells = row.cells
    width = len(cells)
    while width and is_blank(cells[width - 1]):
        width -= 1
    return width


def _check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise SpreadsheetRefused(
            f"The file has more than {limits.rows:,} rows: split it, for instance by year, and bring in each part."
        )
    if columns > limits.columns:
        raise SpreadsheetRefused(
            f"A row has more than {limits.columns:,} columns: delete the columns that are not needed and save a copy."
        )


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
