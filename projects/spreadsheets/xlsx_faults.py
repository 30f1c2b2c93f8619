"""The cells of an xlsx sheet that a fast reader would hand over as blanks.

calamine shows error cells (#DIV/0!) and formulas that were never calculated as empty cells.
A look at the raw bytes tells whether a sheet may hold any; only then is the sheet parsed
again, and the faults found are laid over what calamine read.
"""

import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TypeAlias
from xml.etree import ElementTree
from xml.parsers import expat

from projects.domain.cells import NOT_CALCULATED, CellFault

Faults: TypeAlias = dict[tuple[int, int], CellFault]
"""By row and column, both counted from 0."""

_P = rb"(?:\w+:)?"
_ERROR_CELL = re.compile(rb"""\st\s*=\s*["']e["']""")
_FORMULA_WITHOUT_VALUE = re.compile(
    rb"(?:</" + _P + rb"f\s*>|<" + _P + rb"f\b[^<>]*/>)\s*"
    rb"(?:<" + _P + rb"v\s*/>|<" + _P + rb"v\s*>\s*</|</" + _P + rb"c\s*>)"
)


class SuspectSheets:
    """Collects the worksheets in whose bytes a hidden fault may be."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def look(self, name: str, block: bytes) -> None:
        if "worksheets/" not in name or name in self.names:
            return
        if _ERROR_CELL.search(block) or _FORMULA_WITHOUT_VALUE.search(block):
            self.names.add(name)


def sheet_members(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the member that holds it, for the usual layout of a workbook."""
    try:
        targets = {
            element.get("Id", ""): element.get("Target", "")
            for element in _elements(package, "xl/_rels/workbook.xml.rels", "Relationship")
        }
        sheets = list(_elements(package, "xl/workbook.xml", "sheet"))
    except (KeyError, ElementTree.ParseError):
        return {}
    return {
        sheet.get("name", ""): _member_path(targets.get(_relation(sheet), "")) for sheet in sheets
    }


def _elements(package: zipfile.ZipFile, name: str, tag: str) -> Iterable[ElementTree.Element]:
    root = ElementTree.fromstring(package.read(name))  # noqa: S314  # entities were refused before
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == tag)


def _relation(sheet: ElementTree.Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _member_path(target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return str(PurePosixPath("xl") / target)


def read_faults(package: zipfile.ZipFile, member: str) -> Faults:
    return _FaultParser().parse(package, member)


class _FaultParser:
    def __init__(self) -> None:
        self.faults: Faults = {}
        self.row = -1
        self.column = -1
        self.kind = ""
        self.has_formula = False
        self.in_value = False
        self.value: list[str] = []

    def parse(self, package: zipfile.ZipFile, member: str) -> Faults:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        with package.open(member) as file:
            parser.ParseFile(file)
        return self.faults

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.start_cell(attributes)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "is"):
            self.in_value = True

    def start_cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if reference := attributes.get("r"):
            self.row, self.column = position(reference)
        self.kind = attributes.get("t", "n")
        self.has_formula, self.value = False, []

    def characters(self, text: str) -> None:
        if self.in_value:
            self.value.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "is"):
            self.in_value = False
        elif name == "c":
            self.end_cell("".join(self.value).strip())

    def end_cell(self, value: str) -> None:
        if self.kind == "e":
            self.faults[self.row, self.column] = CellFault(value or "#ERROR!")
        elif self.has_formula and not value and self.kind != "str":
            self.faults[self.row, self.column] = CellFault(NOT_CALCULATED)


def position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of a reference such as AB12."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter.upper()) - 64
    return int(reference[len(letters) :]) - 1, column - 1
