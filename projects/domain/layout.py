"""What a person sees of a sheet beyond the values of its cells."""

from dataclasses import dataclass
from typing import NamedTuple

ROWS_NEAR_TOP = 60


class Merge(NamedTuple):
    """Cells of one row joined into one, from the first to the last column."""

    row: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows are numbered as in the file, from 1; columns from 0.

    Rows are hidden by a filter, a folded group or by hand. Only merges near the top are kept.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()


PLAIN = Layout()
