"""Headings that sort: the address holds by what, and the heading tells it to a screen reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.domain.lens import TIER_NAMES, Lens

ORDER_LABELS = {
    "name": "Project",
    "amount": "amount",
    "answers": "answers",
    "settled": "settled",
}
WORDS = ("value", "name", "settled")
"""Columns of words: a first press sorts them from A, figures from the largest."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts. `sorted` is ascending, descending or none, as aria-sort wants it."""

    label: str
    link: str
    sorted: str
    is_number: bool
    choice: str
    """What the address says for a first press."""


def column(name: str, label: str, lens: Lens, by: str = "sort") -> Column:
    """`by` is the part of the lens that holds the order; a second press turns it round."""
    current = getattr(lens, by)
    usual = name if name in WORDS else f"-{name}"
    turned = f"-{name}" if usual == name else name
    is_sorted = current.removeprefix("-") == name
    direction = "descending" if current.startswith("-") else "ascending"
    return Column(
        label=label,
        link=lens.query(**{by: turned if current == usual else usual}),
        sorted=direction if is_sorted else "none",
        is_number=name not in WORDS,
        choice=usual,
    )


def tier_columns(names: Mapping[str, str], lens: Lens, by: str = "sort") -> list[Column]:
    return [column(name, names[name], lens, by) for name in TIER_NAMES]


def sorted_by(columns: list[Column]) -> str:
    """For one heading that stands for several columns."""
    return next((each.sorted for each in columns if each.sorted != "none"), "none")
