"""Tells rows that sum up other rows from rows that are projects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.domain.cells import Cell, is_blank

_TOTAL_LABEL = re.compile(
    r"(?:grand|overall|sub|net|gross|report|column|running|cumulative)?[\s-]*totals?\b"
    r"(?:\s*[:=(£-].*|\s+(?:for|of|payments?|spend(?:ing)?|expenditure|amounts?|value|costs?|budget"
    r"|awarded|grants?|all|excl|incl|in|to|by)\b.*)?"
    r"|.{0,80}[\s:-](?:sub-?)?totals?:?|sum|summe|totaux",
    re.IGNORECASE | re.DOTALL,
)
_SUBTOTAL_LABEL = re.compile(
    r"sub[\s-]*totals?\b.{0,80}|.{0,80}[\s:(–-]sub[\s-]*totals?[:)]?", re.IGNORECASE | re.DOTALL
)
"""Words that hardly a project has: such a row need not add up, unless it is filled as projects are."""
_MAYBE_TOTAL_LABEL = re.compile(
    r"(?:sub[\s-]*)?total\b.*|.*\btotals?|(?:all|overall|whole|combined|net|gross)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""“Total Wellbeing” and “All Saints” may be projects; they are totals only if they add up."""
_NOTE_LABEL = re.compile(
    r"(?:notes?|source|sources|produced|prepared|contact|key|disclaimer|\*+|footnotes?|\(\w\)"
    r"|\[\w\]|end of|page \d|©|https?:).*",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"[\s£$€(−+-]*[\d.,\s\u00a0\u202f]*\d[\d.,\s\u00a0\u202f]*\)?[-%]?\s*")
_ENOUGH = 3
_EARLY = 20
_PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RowShape:
    """What matters about a row to tell whether it is one of the table."""

    filled: int
    texts: tuple[str, ...]
    has_keys: bool
    """Whether the columns that nearly every row fills are filled."""


class TableWatch:
    """Goes along with the rows: knows what a usual row looks like and what the amounts add up to."""

    def __init__(self, amount_columns: Sequence[int], named_columns: int = 0) -> None:
        self.named_columns = named_columns
        self.amount_columns = frozenset(amount_columns)
        self.filled: list[int] = []
        self.rows = 0
        self.sum = self.last = Decimal(0)
        self.sum_since_total = Decimal(0)
        self.rows_since_total = 0
        self.other_sum = Decimal(0)
        self.other_sum_since_total = Decimal(0)
        self.control_total: Decimal | None = None
        self.is_below_total = self.has_totals = False
        self.usual_labels: set[str] = set()
        """Words that could name a total but stand in rows of the table too, as “Net” does in a column."""
        self._key_columns: tuple[int, ...] | None = None
        self._key_rows = 0

    def shape(self, cells: Sequence[Cell]) -> RowShape:
        texts = tuple(
            cell
            for index, cell in enumerate(cells)
            if isinstance(cell, str)
            and index not in self.amount_columns
            and not is_blank(cell)
            and not _NUMBER.fullmatch(cell)
        )
        filled = sum(not is_blank(cell) for cell in cells)
        return RowShape(
            filled,
            texts,
            all(index < len(cells) and not is_blank(cells[index]) for index in self.keys()),
        )

    def keys(self) -> tuple[int, ...]:
        """Columns, other than amounts, that at least 95 in 100 rows so far have filled."""
        is_early = self.rows <= _EARLY and self.rows != self._key_rows
        if self._key_columns is None or is_early or self.rows >= 2 * self._key_rows:
            self._key_rows = self.rows
            self._key_columns = tuple(
                index
                for index, count in enumerate(self.filled)
                if index not in self.amount_columns
                and self.rows >= _ENOUGH
                and count >= 0.95 * self.rows
            )
        return self._key_columns

    def pass_by(self, exact: Decimal) -> None:
        """A hidden row that was left out: the file's own total may count it all the same."""
        self.other_sum += exact
        self.other_sum_since_total += exact

    def accept(self, cells: Sequence[Cell], exact: Decimal, *, is_hidden: bool = False) -> None:
        """A row of the table, with the exact sum of its amounts. The file's own total may count
        hidden rows or pass them over, so both sums are kept."""
        if not is_hidden:
            self.pass_by(exact)
        if self.is_below_total:
            self.control_total = None  # it summed up the part above, not the whole
        self.rows += 1
        self.rows_since_total += 1
        self.is_below_total = False
        self.last = exact
        self.sum += exact
        self.sum_since_total += exact
        if len(self.filled) < len(cells):
            self.filled.extend([0] * (len(cells) - len(self.filled)))
        for index, cell in enumerate(cells):
            if cell is not None:
                self.filled[index] += 1

    @property
    def last_row_adds_up(self) -> bool:
        """Whether the last row is as much as all the others together, as an unnamed total would be."""
        return self.rows > _ENOUGH and self.last != 0 and self.sum == 2 * self.last

    def reason_to_set_aside(self, cells: Sequence[Cell], exact: Decimal | None) -> str | None:
        """None for a row of the table. `exact` is the row's amount, None where it has none."""
        filled = len(cells) - cells.count(None)
        if filled > 4 and self.rows > 3 and not self.is_below_total and self._usual(cells):
            return None
        shape = self.shape(cells)
        if exact is None:
            return self._reason_without_amount(shape)
        if self._is_plain_subtotal(shape, exact):
            return self._total(exact, is_plain_subtotal=True)
        if self._is_total(shape, exact):
            return self._total(exact)
        if self.is_below_total and not shape.has_keys:
            return "below the total row"
        return None

    def _usual(self, cells: Sequence[Cell]) -> bool:
        """A quick yes for the great majority of rows."""
        width = len(cells)
        return (
            all(index < width and cells[index] is not None for index in self.keys())
            and bool(self.keys())
            and not any(
                isinstance(cell, str) and _MAYBE_TOTAL_LABEL.match(cell.strip())
                for cell in cells[:4]
            )
        )

    def _reason_without_amount(self, shape: RowShape) -> str | None:
        text = shape.texts[0] if shape.texts else ""
        if _NOTE_LABEL.fullmatch(text.strip()) and shape.filled <= 2:
            return "a note"
        if self.is_below_total and not shape.has_keys:
            return "below the total row"
        usual = len(self.keys()) + 1 if self.rows >= _ENOUGH else self.named_columns
        lacks_keys = not (shape.has_keys and self.keys())
        if (shape.filled <= 2 and usual >= 4 and lacks_keys) or (
            shape.filled == 1 and self.named_columns >= 3
        ):
            return "a note or a heading within the table"
        return None

    def _is_total(self, shape: RowShape, exact: Decimal) -> bool:
        labels = [text.strip() for text in shape.texts[:3]]
        if any(_TOTAL_LABEL.fullmatch(label) for label in labels):
            return not shape.has_keys or not self.keys() or len(shape.texts) <= 1
        if maybe := {label.casefold() for label in labels if _MAYBE_TOTAL_LABEL.fullmatch(label)}:
            has_rows = self.rows_since_total >= 1 or self.rows > 1
            is_new = has_rows and not maybe & self.usual_labels
            if is_new and self._adds_up(exact, at_least=1):
                return True
            self.usual_labels |= maybe
            return False
        if len(shape.texts) > 1 or (shape.has_keys and shape.texts) or self.rows < 2:
            return False
        is_alone = not shape.texts and shape.filled <= len(self.amount_columns)
        return is_alone or self._adds_up(exact)

    def _is_plain_subtotal(self, shape: RowShape, exact: Decimal) -> bool:
        if not any(_SUBTOTAL_LABEL.fullmatch(text.strip()) for text in shape.texts[:3]):
            return False
        is_like_a_project = shape.has_keys and len(shape.texts) > 2
        return not is_like_a_project or self._adds_up(exact, at_least=1)

    def _adds_up(self, exact: Decimal, *, at_least: int = 2) -> bool:
        """To the rows since the last total, or to all rows. Nothing adds up to nothing everywhere."""
        since_total = self.rows_since_total >= at_least and self._is_sum_since_total(exact)
        return exact != 0 and (self._is_sum(exact) or since_total)

    def _is_sum(self, exact: Decimal) -> bool:
        return any(abs(exact - each) < _PENNY for each in (self.sum, self.other_sum))

    def _is_sum_since_total(self, exact: Decimal) -> bool:
        sums = (self.sum_since_total, self.other_sum_since_total)
        return any(abs(exact - each) < _PENNY for each in sums)

    def _total(self, exact: Decimal, *, is_plain_subtotal: bool = False) -> str:
        is_part = self._is_sum_since_total(exact) or (is_plain_subtotal and self.has_totals)
        is_sub = is_part and not self._is_sum(exact)
        self.has_totals = True
        if not is_sub:
            self.control_total = exact
        self.sum_since_total, self.rows_since_total = Decimal(0), 0
        self.other_sum_since_total = Decimal(0)
        self.is_below_total = self.rows > 0
        return "a subtotal" if is_sub or is_plain_subtotal else "a total row"
