"""Reads a spreadsheet in a child process, so that no file can harm this one."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from projects.domain.layout import PLAIN, Layout, Merge
from projects.spreadsheets.kinds import Kind
from projects.spreadsheets.limits import MEGABYTE, Limits
from projects.spreadsheets.refusal import DAMAGED, TOO_SLOW, SpreadsheetRefused
from projects.spreadsheets.rows_file import RowsFile

_PROJECT_FOLDER = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet. A text file has one, without a name."""

    name: str
    row_count: int
    column_count: int
    rows: RowsFile
    layout: Layout = PLAIN


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A file as read: usable as long as the folder it was read into exists."""

    kind: Kind
    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...]
    encoding: str | None
    delimiter: str | None
    peak_bytes: int
    """The most memory the child process held."""

    def sheet(self, name: str) -> Sheet:
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise SpreadsheetRefused(self._no_such_sheet(name))

    def _no_such_sheet(self, name: str) -> str:
        if name in self.hidden_sheets:
            return f"The sheet “{name}” is hidden: show it in Excel, save the file and bring it in again."
        names = ", ".join(f"“{sheet.name}”" for sheet in self.sheets)
        return f"The file has no sheet “{name}”. Its sheets are {names}."


@contextmanager
def opened(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
) -> Iterator[Spreadsheet]:
    """The spreadsheet, kept in a folder that goes away at the end."""
    with tempfile.TemporaryDirectory(prefix="spreadsheet-") as folder:
        yield read_spreadsheet(
            path, into=Path(folder), encoding=encoding, delimiter=delimiter, limits=limits
        )


def read_spreadsheet(
    path: Path,
    *,
    into: Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
) -> Spreadsheet:
    """Reads every visible sheet into files in the folder `into`, where `stored_spreadsheet` finds them again.

    Raises SpreadsheetRefused with a sentence for the person who brought the file.
    """
    limits = limits or Limits()
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise SpreadsheetRefused(
            f"The file is larger than {limits.file_bytes // MEGABYTE} MB: split it and bring in each part."
        )
    seconds = limits.seconds_for(size)
    request = {
        "path": str(path.resolve()),
        "folder": str(into.resolve()),
        "encoding": encoding,
        "delimiter": delimiter,
        "seconds": seconds,
        "limits": asdict(limits),
    }
    _run_child(request, seconds)
    return stored_spreadsheet(into)


def _run_child(request: dict[str, Any], seconds: int) -> None:
    command = [sys.executable, "-s", "-m", "projects.spreadsheets.child", json.dumps(request)]
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "RUST_BACKTRACE": "0",
    }
    try:
        finished = subprocess.run(  # noqa: S603  # our own interpreter and module
            command,
            cwd=_PROJECT_FOLDER,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SpreadsheetRefused(_too_slow(request)) from error
    if not (Path(request["folder"]) / "manifest.json").exists():
        raise SpreadsheetRefused(_ended_badly(finished.returncode, request))


def _too_slow(request: dict[str, Any]) -> str:
    """A few kilobytes that keep a reader busy for seconds lead it in circles: they are damaged."""
    return DAMAGED if Path(request["path"]).stat().st_size < _SMALL else TOO_SLOW


def _ended_badly(code: int, request: dict[str, Any]) -> str:
    """A child that died without a word ran into one of its limits, or into a bug of a reader."""
    if -code in _OUT_OF_TIME:
        return _too_slow(request)
    return f"{DAMAGED} If it opens there without complaint, it is too large: delete unused rows, columns and sheets."


_OUT_OF_TIME = (24, 9)  # SIGXCPU, SIGKILL
_SMALL = 100_000  # bytes


def stored_spreadsheet(folder: Path) -> Spreadsheet:
    """A spreadsheet that `read_spreadsheet` has put into this folder before."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if "refused" in manifest:
        raise SpreadsheetRefused(manifest["refused"])
    return Spreadsheet(
        kind=Kind(manifest["kind"]),
        sheets=tuple(
            Sheet(
                entry["name"],
                entry["rows"],
                entry["columns"],
                RowsFile(folder / entry["file"]),
                _layout(entry),
            )
            for entry in manifest["sheets"]
        ),
        hidden_sheets=tuple(manifest["hidden"]),
        encoding=manifest["encoding"],
        delimiter=manifest["delimiter"],
        peak_bytes=manifest["peak_bytes"],
    )


def _layout(entry: dict[str, Any]) -> Layout:
    """Folders read by an earlier version of this product do not tell it."""
    return Layout(
        frozenset(entry.get("hidden_rows", ())),
        frozenset(entry.get("hidden_columns", ())),
        tuple(Merge(*merge) for merge in entry.get("merges", ())),
    )
