"""Hints that a sheet's amounts are in thousands or millions of pounds."""

import re

from projects.domain.money import Unit

_NO_FIGURE_BEFORE = r"(?<![\d.,])"
_THOUSANDS = re.compile(
    rf"£\s*['’]?000|{_NO_FIGURE_BEFORE}£\s*k\b|£\s*thousand|['’]000s?\b|\b000s\b|"
    r"\bin thousands?\b|\bthousands? of pounds|\(thousands?\)|\bgbp\s*(k|thousands?)\b",
    re.IGNORECASE,
)
_MILLIONS = re.compile(
    rf"{_NO_FIGURE_BEFORE}£\s*m(illions?|n)?\b|\bin millions?\b|\bmillions? of pounds|"
    r"\(millions?\)|\bgbp\s*m(illions?)?\b",
    re.IGNORECASE,
)


def find_unit_hint(text: str) -> Unit | None:
    """The unit a heading or banner names: “£000s”, “£ thousand”, “(£m)”. “£25 million” names none."""
    if _THOUSANDS.search(text):
        return Unit.THOUSANDS
    return Unit.MILLIONS if _MILLIONS.search(text) else None
