"""xlsx, xls and ods read by calamine, with what calamine hides laid back over it."""

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from projects.domain.cells import Cell, SheetRow
from projects.domain.layout import PLAIN, ROWS_NEAR_TOP, Layout, Merge
from projects.spreadsheets.kinds import Kind
from projects.spreadsheets.limits import Limits
from projects.spreadsheets.ods_faults import read_ods
from projects.spreadsheets.packages import inspect_members, open_package
from projects.spreadsheets.refusal import DAMAGED, ENCRYPTED, TOO_LARGE, SpreadsheetRefused
from projects.spreadsheets.source import Source, SourceSheet
from projects.spreadsheets.xlsx_faults import Faults, SuspectSheets, read_faults, sheet_members
from projects.spreadsheets.xlsx_hidden import HiddenParts

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def open_workbook(path: Path, kind: Kind, limits: Limits) -> Source:
    """The visible sheets, rows still unread, and the names of the hidden ones."""
    faults, hidden_parts = _look_inside(path, kind, limits)
    workbook = _open(path)
    visible: list[str] = []
    hidden: list[str] = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            is_visible = sheet.visible == python_calamine.SheetVisibleEnum.Visible
            (visible if is_visible else hidden).append(sheet.name)
    sheets = [
        _source_sheet(workbook, name, faults.get(name, {}), hidden_parts.get(name, PLAIN))
        for name in visible
    ]
    return Source(kind=kind, sheets=sheets, hidden=hidden)


def _look_inside(
    path: Path, kind: Kind, limits: Limits
) -> tuple[dict[str, Faults], dict[str, Layout]]:
    """What calamine keeps to itself, by sheet: cells without a value, and what is hidden."""
    if kind is Kind.XLS:
        return {}, {}
    with contextlib.closing(open_package(path, limits)) as package:
        suspects, hidden = SuspectSheets(), HiddenParts(limits)
        inspect_members(package, limits, suspects.look, hidden.look)
        if kind is Kind.ODS:
            return read_ods(package, limits)
        members = sheet_members(package)
        faults = {
            name: read_faults(package, member)
            for name, member in members.items()
            if member in suspects.names
        }
        return faults, {name: hidden.layout(member) for name, member in members.items()}


def _source_sheet(
    workbook: python_calamine.CalamineWorkbook, name: str, faults: Faults, layout: Layout
) -> SourceSheet:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except python_calamine.CalamineError as error:
        raise _refusal(error) from error
    layout = replace(layout, merges=_merges(sheet))
    return SourceSheet(name, _rows(sheet, faults), layout)


def _merges(sheet: python_calamine.CalamineSheet) -> tuple[Merge, ...]:
    """Those that may join headings; None where the format does not tell."""
    return tuple(
        Merge(first_row + 1, first, last)
        for (first_row, first), (_, last) in sheet.merged_cell_ranges or ()
        if last > first and first_row < ROWS_NEAR_TOP
    )


def _open(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError as error:
        raise SpreadsheetRefused(ENCRYPTED) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> SpreadsheetRefused:
    return SpreadsheetRefused(TOO_LARGE if "limit exceeded" in str(error) else DAMAGED)


def _rows(sheet: python_calamine.CalamineSheet, faults: Faults) -> Iterator[SheetRow]:
    faults_by_row: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), fault in faults.items():
        faults_by_row.setdefault(row, []).append((column, fault))
    _, first_column = sheet.start or (0, 0)
    padding: list[Cell] = [
        None
    ] * first_column  # calamine begins with the first row, but not with column A
    last = -1
    for last, values in enumerate(sheet.iter_rows()):
        if last not in faults_by_row and values.count("") == len(values):
            continue  # a stray cell far down makes a million of these
        cells = padding + [_cell(value) for value in values]
        yield SheetRow(last + 1, _overlaid(cells, faults_by_row.pop(last, ())))
    for row in sorted(faults_by_row):
        yield SheetRow(row + 1, _overlaid([], faults_by_row[row]))


def _overlaid(cells: list[Cell], faults: Iterable[tuple[int, Cell]]) -> list[Cell]:
    for column, fault in faults:
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = fault
    return cells


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return _unescaped(value) if value else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, (bool, int, date, datetime)) or value is None:
        return value
    if isinstance(value, time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else None


def _unescaped(text: str) -> str:
    """Excel writes a control character as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)
