"""Headings over several rows: what stands above “Budget | Actual” belongs to both."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from projects.domain.cells import Cell, SheetRow, cell_text, is_blank
from projects.domain.financial_year import FinancialYear
from projects.domain.layout import Merge
from projects.domain.units import find_unit_hint
from projects.domain.values import is_heading_like, is_value
from projects.domain.words import find_basis

_MOST_ROWS = 3
_ROWS_BELOW = 12
_UNITS = ("£", "£s", "%", "GBP")


def joined_headings(rows: Sequence[SheetRow], index: int, merges: Sequence[Merge]) -> list[str]:
    """The texts of the row, each with those above it that it needs to be told from the others."""
    below = rows[index + 1 : index + 1 + _ROWS_BELOW]
    texts = _texts(rows[index], max(len(row.cells) for row in rows[: index + 1 + _ROWS_BELOW]))
    for step in range(1, min(_MOST_ROWS, index) + 1):
        above = rows[index - step]
        if above.number != rows[index].number - step or not _may_group(above):
            break
        groups = _spread(above, texts, [merge for merge in merges if merge.row == above.number])
        joined = _joined(groups, texts, below)
        if joined == texts or _is_title(groups, texts):
            break
        texts = joined
    return texts


def lowest_heading_row(rows: Sequence[SheetRow], index: int) -> int:
    """The row below, where it completes the headings: words only, some where the upper row has none."""
    if index + 2 >= len(rows) or rows[index + 1].number != rows[index].number + 1:
        return index
    upper, lower = rows[index].cells, rows[index + 1].cells
    filled = [i for i, cell in enumerate(lower) if not is_blank(cell)]
    completes = any(i >= len(upper) or is_blank(upper[i]) for i in filled)
    if len(filled) < 2 or not completes or any(is_unit(lower[i]) for i in filled):
        return index
    if not all(is_heading_like(lower[i]) for i in filled):
        return index
    under = rows[index + 2].cells
    return index + any(i < len(under) and is_value(under[i]) for i in filled)


def is_unit(cell: Cell) -> bool:
    """Whether a cell says no more than what the amounts below it are counted in."""
    return isinstance(cell, str) and (find_unit_hint(cell) is not None or cell.strip() in _UNITS)


def _texts(row: SheetRow, width: int) -> list[str]:
    texts = [_heading_text(cell) for cell in row.cells]
    return texts + [""] * (width - len(texts))


def _heading_text(cell: Cell) -> str:
    """A date above a column stands for its month."""
    text = f"{cell:%b %Y}" if isinstance(cell, date) else cell_text(cell)
    return " ".join(text.split())


def _may_group(row: SheetRow) -> bool:
    filled = [cell for cell in row.cells if not is_blank(cell)]
    return bool(filled) and all(is_heading_like(cell) for cell in filled)


def _spread(row: SheetRow, texts: Sequence[str], merges: Sequence[Merge]) -> list[str]:
    """What stands above each column: by the merged cells, else up to the next text above for as long
    as the columns need one."""
    groups = _texts(row, len(texts))
    for merge in merges:
        for column in range(merge.first, min(merge.last + 1, len(groups))):
            groups[column] = groups[merge.first]
    if merges:
        return groups
    repeats = Counter(texts)
    for column in range(1, len(groups)):
        needs = repeats[texts[column]] > 1 or find_basis(texts[column])
        if not groups[column] and texts[column] and needs:
            groups[column] = groups[column - 1]
    return groups


def _is_title(groups: Sequence[str], texts: Sequence[str]) -> bool:
    """One text above the first column is what the sheet is called."""
    first = next((column for column, text in enumerate(texts) if text), 0)
    distinct = {group for group in groups if group}
    return len(distinct) == 1 and any(groups[: first + 1])


def _joined(groups: Sequence[str], texts: Sequence[str], below: Sequence[SheetRow]) -> list[str]:
    repeats = Counter(texts)
    return [
        _join(group, text, is_repeated=repeats[text] > 1, below=[_at(row, i) for row in below])
        for i, (group, text) in enumerate(zip(groups, texts, strict=True))
    ]


def _join(group: str, text: str, *, is_repeated: bool, below: Sequence[Cell]) -> str:
    if not group or group == text or all(is_blank(cell) for cell in below):
        return text
    if not text:
        return group
    says_more = FinancialYear.find(group) or _is_plain_year(group) or find_basis(group)
    is_money = any(is_value(cell) for cell in below)
    return f"{group} {text}" if is_repeated or (says_more and is_money) else text


def _is_plain_year(text: str) -> bool:
    return FinancialYear.from_plain_year(text) is not None


def _at(row: SheetRow, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None
