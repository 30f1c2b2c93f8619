"""Zip packages (xlsx and ods): checked for what they unpack to before a reader opens them."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from projects.spreadsheets.limits import Limits
from projects.spreadsheets.refusal import DAMAGED, ENCRYPTED, TOO_LARGE, SpreadsheetRefused

_CHUNK = 1 << 20
_OVERLAP = 512
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""", re.I)
_NEVER_OPENED = ("customxml/", "docprops/", "xl/customdata/")
_PLAIN_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
ODD_ENCODING = (
    "The file is written in an unusual encoding: open it in Excel or LibreOffice and save it again."
)
REFUSED_ENTITIES = (
    "The file declares XML entities, which spreadsheets never need: "
    "open it in Excel or LibreOffice and save it again."
)


def open_package(path: Path, limits: Limits) -> zipfile.ZipFile:
    """Opened after a look at its table of contents, which states the unpacked sizes."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SpreadsheetRefused(DAMAGED) from error
    members = package.infolist()
    if any(member.flag_bits & 0x1 for member in members) or _is_locked_ods(package):
        raise SpreadsheetRefused(ENCRYPTED)
    if (
        len(members) > limits.members
        or sum(member.file_size for member in members) > limits.unpacked_bytes
    ):
        raise SpreadsheetRefused(TOO_LARGE)
    return package


def _is_locked_ods(package: zipfile.ZipFile) -> bool:
    """An OpenDocument file says in its manifest that its parts are encrypted."""
    if "META-INF/manifest.xml" not in package.namelist():
        return False
    blocks = member_blocks(package, "META-INF/manifest.xml")
    return any(b"encryption-data" in block for block in blocks)


def inspect_members(
    package: zipfile.ZipFile, limits: Limits, *looks: Callable[[str, bytes], None]
) -> None:
    """Unpacks every XML part once: counts it and refuses it if it declares a document type.

    Reading a member to its end also checks its checksum. Each of `looks` is shown every block with the
    member's name, so that a large part need not be unpacked twice.
    """
    unpacked = 0
    for name in _xml_members(package):
        for block in member_blocks(package, name):
            unpacked += len(block)
            if unpacked > 1.1 * limits.unpacked_bytes:
                raise SpreadsheetRefused(TOO_LARGE)
            if _DECLARATION.search(block):
                raise SpreadsheetRefused(REFUSED_ENTITIES)
            for look in looks:
                look(name, block)


def _xml_members(package: zipfile.ZipFile) -> list[str]:
    """Those that a reader may open; what SharePoint and Power Pivot put beside them is often in UTF-16."""
    names = [(member.filename, member.filename.lower()) for member in package.infolist()]
    return [
        name
        for name, lower in names
        if lower.endswith((".xml", ".rels")) and not lower.startswith(_NEVER_OPENED)
    ]


def member_blocks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The member in blocks; each starts with the end of the one before it."""
    tail = b""
    try:
        with package.open(name) as member:
            while chunk := member.read(_CHUNK):
                if not tail:
                    _refuse_odd_encoding(chunk)
                yield tail + chunk
                tail = chunk[-_OVERLAP:]
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise SpreadsheetRefused(DAMAGED) from error


def _refuse_odd_encoding(start: bytes) -> None:
    """Refuses encodings in which a declaration could hide from a search over bytes."""
    declared = _ENCODING.search(start[:300])
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start[:64]
    if wide or (declared and declared[1].lower() not in _PLAIN_ENCODINGS):
        raise SpreadsheetRefused(ODD_ENCODING)
