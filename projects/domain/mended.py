"""Rows handed back and mended: which import they were left out of, and where they stood there."""

import re
from collections.abc import Sequence
from typing import NamedTuple

ORIGIN_HEADING = "Handed back from"
REASON_HEADING = "Why this row was not brought in"
"""The last columns of the rows given back; a mended file that still has them is read without them."""
HANDED_BACK = (ORIGIN_HEADING, REASON_HEADING)
_ORIGIN = re.compile(r"import (\d{1,9}), row (\d{1,9})", re.IGNORECASE)


class Origin(NamedTuple):
    """The key of an import, and a row of its file."""

    spend_import: int
    row: int

    def __str__(self) -> str:
        return f"import {self.spend_import}, row {self.row}"


def find_origin(text: str) -> Origin | None:
    found = _ORIGIN.fullmatch(text.strip())
    return Origin(int(found[1]), int(found[2])) if found else None


def is_mended(headings: Sequence[str]) -> bool:
    """Whether a file is one of rows that were handed back."""
    return any(heading in headings for heading in HANDED_BACK)
