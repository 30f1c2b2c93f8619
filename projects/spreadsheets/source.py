"""What a reader hands over inside the child process."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from projects.domain.cells import SheetRow
from projects.domain.layout import PLAIN, Layout
from projects.spreadsheets.kinds import Kind


@dataclass(frozen=True, slots=True)
class SourceSheet:
    name: str
    rows: Iterable[SheetRow]
    layout: Layout = PLAIN


@dataclass(frozen=True, slots=True)
class Source:
    kind: Kind
    sheets: list[SourceSheet]
    hidden: list[str] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
