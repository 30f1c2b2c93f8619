"""Small sheets written as text, read without a word from a person unless one is given."""

from projects.domain.cells import Cell, CellFault, SheetRow
from projects.domain.interpretation import Choices
from projects.domain.parsed import ImportResult
from projects.domain.proposal import Proposal
from projects.domain.propose import propose
from projects.domain.table import read_table

LIST = """
Reference | Project | Provider | Financial year | Budget
P1 | Falls clinic | Age Well | 2025/26 | 1000
P2 | Night shelter | Roof | 2025/26 | 2000.50
P3 | Youth club | Play | 2025/26 | 300
"""


def rows_of(text: str) -> list[SheetRow]:
    """One line a row, cells between bars; a number is a number."""
    return [
        SheetRow(number, [_cell(cell.strip()) for cell in line.split("|")])
        for number, line in enumerate(text.strip("\n").split("\n"), start=1)
    ]


def _cell(text: str) -> Cell:
    if not text:
        return None
    if text.startswith("#"):
        return CellFault(text)
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def read(text: str, **choices) -> ImportResult:
    rows = rows_of(text)
    return read_table(rows, proposed(text, **choices).interpretation)


def proposed(text: str, **choices) -> Proposal:
    return propose(rows_of(text), "Sheet1", Choices(**choices))


def kinds(result: ImportResult) -> dict[str, int]:
    return {warning.kind.value: warning.count for warning in result.warnings}
