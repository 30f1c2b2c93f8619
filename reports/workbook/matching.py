"""Sums over the projects that have certain values, in the safest way that those values allow.

SUMIFS reads stars, comparisons, numbers and dates in what it looks for, and knows no case;
EXACT compares letter by letter but is slower.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reports.workbook.layout import ProjectsLayout

_PLAIN = re.compile(r"[^\W\d_][^\d*?~<>=\"]*\Z")
_WORDS_OF_LOGIC = ("true", "false")


class Condition(NamedTuple):
    """That a facet (its key) has a value, which stands in a cell. `exact` compares letter by letter."""

    key: str
    value: str
    cell: str
    exact: bool


@dataclass(frozen=True)
class Matching:
    """Formulas, without an equals sign, over the projects that meet every condition."""

    layout: ProjectsLayout
    conditions: tuple[Condition, ...]

    def total(self, key: str, status: str) -> str:
        money = self.layout.range(key)
        if self._is_plain:
            return f"SUMIFS({money},{self._criteria(status)})"
        return f"SUMPRODUCT({self._product(status)},{money})"

    def count(self, status: str) -> str:
        if self._is_plain:
            return f"COUNTIFS({self._criteria(status)})"
        return f"SUMPRODUCT({self._product(status)})"

    @property
    def _is_plain(self) -> bool:
        return not any(each.exact or not each.value for each in self.conditions)

    def _criteria(self, status: str) -> str:
        pairs = [f"{self.layout.range(each.key)},{each.cell}" for each in self.conditions]
        return ",".join([*pairs, f'{self.layout.range("status")},"{status}"'])

    def _product(self, status: str) -> str:
        parts = [self._same(each) for each in self.conditions]
        return "*".join([*parts, f'({self.layout.range("status")}="{status}")'])

    def _same(self, condition: Condition) -> str:
        values = self.layout.range(condition.key)
        return f"EXACT({values},{condition.cell})" if condition.value else f"(LEN({values})=0)"


def is_plain(value: str) -> bool:
    """Whether a criterion of SUMIFS can only mean this very text."""
    return (
        _PLAIN.match(value) is not None
        and len(value) <= 255
        and value == value.strip()
        and value.casefold() not in _WORDS_OF_LOGIC
    )


def needing_exact(values: Sequence[str]) -> set[str]:
    """Those that SUMIFS may misread, or cannot tell from another one because only case differs."""
    alike = _doubled(value.casefold() for value in values)
    return {value for value in values if not is_plain(value) or value.casefold() in alike}


def _doubled(values: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    doubled: set[str] = set()
    for value in values:
        (doubled if value in seen else seen).add(value)
    return doubled
