"""Which part of a comparison is looked at: what its address holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from bucketing.domain.change import Change
from reports.domain.comparison import Comparison, Places
from reports.domain.facets import Facet
from reports.domain.lens import TIER_NAMES, Lens

MONEY: Mapping[str, Places] = {
    "three": (0, 1, 2),
    "two": (0, 1),
    **{name: (place,) for place, name in enumerate(TIER_NAMES)},
}
"""What can be counted: the two meanings of early action, and each tier."""

KINDS: Mapping[str, Callable[[Change], object]] = {
    "changed": lambda change: change.is_any,
    "moved": lambda change: change.moved,
    "relabelled": lambda change: change.reclassified,
    "added": lambda change: change.added,
    "gone": lambda change: change.gone,
}
"""What a list of projects can be cut down to; without one it shows every project."""


@dataclass(frozen=True)
class CompareLens:
    """`earlier` is the other workshop's key; `lens` holds the filters and what to group by."""

    earlier: int
    money: str = "three"
    kind: str = ""
    lens: Lens = field(default_factory=Lens)

    @classmethod
    def read(cls, query: Mapping[str, Sequence[str]], earlier: int) -> Self:
        """From the lists of an address; what makes no sense falls back to the usual."""
        one = {name: values[-1] for name, values in query.items() if values}
        lens = Lens.read(query)
        money, kind = one.get("money", lens.headline), one.get("kind", "")
        return cls(
            earlier=earlier,
            money=money if money in MONEY else "three",
            kind=kind if kind in KINDS else "",
            lens=Lens(by=lens.by, where=lens.where),
        )

    @property
    def places(self) -> Places:
        return MONEY[self.money]

    def query(self, **changes: Any) -> str:
        """The address's query; begins with "?"."""
        return "?" + urlencode(replace(self, **changes).pairs())

    def pairs(self, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Names and values of the address, without some names."""
        pairs = [("with", str(self.earlier)), ("money", self.money), ("kind", self.kind)]
        pairs = [pair for pair in [*pairs, *self.lens.pairs()] if pair not in USUAL]
        return [pair for pair in pairs if pair[0] not in without]

    def shows(self, change: Change) -> bool:
        return bool(KINDS[self.kind](change)) if self.kind else True

    def where(self, lens: Lens) -> str:
        """The address with other filters."""
        return self.query(lens=lens)

    def filtered(self, comparison: Comparison) -> Comparison:
        lens, facets = self.lens, comparison.facets
        if not lens.is_filtered:
            return comparison
        return comparison.only(lambda judged: lens.lets_through(judged, facets))

    def facet(self, comparison: Comparison) -> Facet | None:
        """What to group by: what was asked for, else the first that says anything."""
        facets = comparison.facets
        return facets.get(self.lens.by) or next(iter(facets.values()), None)


USUAL = (("money", "three"), ("kind", ""))
