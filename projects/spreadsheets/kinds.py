"""What a file is, told from its content; its name is only a claim."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from projects.spreadsheets.refusal import ACCEPTED, DAMAGED, ENCRYPTED, SpreadsheetRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = re.compile(
    rb"^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|script)\b", re.I | re.S
)
_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
)


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


def recognise(path: Path) -> Kind:
    """The kind of the file, or a refusal that names what it is instead."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise SpreadsheetRefused("The file is empty.")
    if head.startswith(b"PK"):
        return _kind_of_zip(path)
    if head.startswith(_OLE):
        return _kind_of_ole(path)
    _refuse_other_kinds(head)
    return Kind.TEXT


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.lower() for name in package.namelist()}
            mimetype = package.read("mimetype")[:100] if "mimetype" in names else b""
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
    ) as error:
        raise SpreadsheetRefused(DAMAGED) from error
    except (
        Exception
    ) as error:  # zlib.error among them: whatever the package holds, it is not readable
        raise SpreadsheetRefused(DAMAGED) from error
    if "xl/workbook.bin" in names:
        raise SpreadsheetRefused(
            "This is a binary Excel workbook (.xlsb): save it as .xlsx and bring in the copy."
        )
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if b"opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    if "content.xml" in names and not mimetype:
        return Kind.ODS
    raise SpreadsheetRefused(_zip_sentence(names))


def _zip_sentence(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return f"This is a Word document, not a spreadsheet. Accepted are {ACCEPTED}."
    if any(name.startswith("index/") or name.endswith(".iwa") for name in names):
        return "This is a Numbers spreadsheet: export it as Excel or CSV and bring in that file."
    return (
        f"This is a zip archive: unpack it and bring in the file inside. Accepted are {ACCEPTED}."
    )


def _kind_of_ole(path: Path) -> Kind:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise SpreadsheetRefused(ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in content:
        raise SpreadsheetRefused(
            f"This is a Word document, not a spreadsheet. Accepted are {ACCEPTED}."
        )
    return Kind.XLS


def _refuse_other_kinds(head: bytes) -> None:
    for start, what in _OTHER_KINDS:
        if head.startswith(start):
            raise SpreadsheetRefused(f"This is {what}, not a spreadsheet. Accepted are {ACCEPTED}.")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _WEB_PAGE.match(text) or b"<html" in head.lower():
        raise SpreadsheetRefused(
            "This is a web page, not a spreadsheet: you may have to sign in "
            "where you downloaded it, then download the file again. "
            "If it opens in Excel, save it there as .xlsx."
        )
    if text.startswith(b"<"):
        raise SpreadsheetRefused(
            f"This is an XML file: open it in Excel and save it as .xlsx. Accepted are {ACCEPTED}."
        )
    if text.startswith((b"{", b"[{")) or re.match(rb"\[\s*\{", text):
        raise SpreadsheetRefused(
            f"This is a JSON file: convert it to a spreadsheet first. Accepted are {ACCEPTED}."
        )
