"""csv and tsv: encoding, delimiter and rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from projects.domain.cells import Cell, SheetRow
from projects.spreadsheets.kinds import Kind
from projects.spreadsheets.limits import Limits
from projects.spreadsheets.refusal import SpreadsheetRefused
from projects.spreadsheets.source import Source, SourceSheet

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_RECORDS = 60
_RUNAWAY_LINES = 500
_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\r?\n', re.I)


def open_delimited(
    path: Path, limits: Limits, *, encoding: str | None = None, delimiter: str | None = None
) -> Source:
    """One sheet named after nothing: a text file has no sheets. Encoding and delimiter are found
    unless a person has said them."""
    content = path.read_bytes()
    encoding = encoding or find_encoding(content)
    try:
        text = content.decode(encoding, errors="strict" if encoding != "cp1252" else "replace")
    except (UnicodeError, LookupError) as error:
        raise SpreadsheetRefused(
            f"The text is not written in {encoding}: choose another encoding, or save the file as CSV UTF-8."
        ) from error
    del content
    delimiter = delimiter or find_delimiter(text[:_SAMPLE_CHARACTERS])
    rows = _rows(text, delimiter, limits)
    return Source(
        kind=Kind.TEXT,
        sheets=[SourceSheet("", rows)],
        encoding=encoding,
        delimiter=_delimiter_name(delimiter),
    )


def _delimiter_name(delimiter: str) -> str:
    return next((name for name, mark in DELIMITERS.items() if mark == delimiter), delimiter)


def find_encoding(content: bytes) -> str:
    """By byte order mark, else strict UTF-8, else Windows' Western European."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    if wide := _utf16_without_mark(content[:4000]):
        return wide
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _utf16_without_mark(start: bytes) -> str | None:
    if start[1::2].count(0) > 0.4 * len(start) / 2 > 4:
        return "utf-16-le"
    if start[0::2].count(0) > 0.4 * len(start) / 2 > 4:
        return "utf-16-be"
    return None


def find_delimiter(sample: str) -> str:
    """The mark that cuts the most records into the same number of columns."""
    if stated := _SEPARATOR_LINE.match(sample):
        return stated[1]
    return max(DELIMITERS.values(), key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                widths[len(record)] += 1
            if widths.total() >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
    return (count / widths.total()) ** 2 * width if width > 1 else 0.0


class _Lines:
    """The lines of a text, remembering those of the record that is being read."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._since: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._since.append(line)
        return line

    def of_record(self) -> list[str]:
        lines, self._since = self._since, []
        return lines


def _rows(text: str, delimiter: str, limits: Limits) -> Iterator[SheetRow]:
    csv.field_size_limit(limits.cell_characters)
    source = _Lines(text)
    reader = csv.reader(source, delimiter=delimiter)
    width, lines = 0, [""]
    stated = bool(_SEPARATOR_LINE.match(text))
    try:
        for number, record in enumerate(reader, start=1):
            lines = source.of_record()
            if len(lines) == 1:
                width = len(record)
            elif len(lines) > _RUNAWAY_LINES or _swallows(record, lines, width, delimiter):
                raise SpreadsheetRefused(_unclosed(reader.line_num - len(lines) + 1))
            if not (stated and number == 1):
                yield SheetRow(number, [_cell(value) for value in record])
        if not _is_well_quoted(lines, delimiter, but="expected after"):
            raise SpreadsheetRefused(_unclosed(reader.line_num - len(lines) + 1))
    except csv.Error as error:
        raise SpreadsheetRefused(
            _unclosed(reader.line_num - len(source.of_record()) + 1)
        ) from error


def _swallows(record: list[str], lines: list[str], width: int, delimiter: str) -> bool:
    """Whether a quotation mark that is not closed has made one record of several: its marks do not fit
    together, or it is short and holds lines that would be records."""
    if not _is_well_quoted(lines, delimiter):
        return True
    return len(record) < width and any(line.count(delimiter) >= width - 1 for line in lines[1:])


def _is_well_quoted(lines: list[str], delimiter: str, *, but: str = "\0") -> bool:
    """Whether a strict reader takes them; `but` is in the only complaint to pass over."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return but in str(error)
    return True


def _cell(value: str) -> Cell:
    return value or None


def _unclosed(line: int) -> str:
    return f"A quotation mark opened on line {line} is not closed: close it or take it out, and save the file."
