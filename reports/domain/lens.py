"""Which part of a portfolio is looked at, and how: what the address of a summary holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

from bucketing.domain.judgements import Judged
from bucketing.domain.tiers import HeadlineMeaning
from reports.domain.facets import KEPT, STANDARD, Facet

HEADLINES = {"three": HeadlineMeaning.THREE_TIERS, "two": HeadlineMeaning.TWO_TIERS}
SHOWN_BY = ("by", "cross", "headline", "fold", "sort", "order")
FOLDS = ("four", "three")
TIER_NAMES = ("upstream", "midstream", "downstream", "acute")
SORTS = ("rated", "value", "projects", "early", *TIER_NAMES)
ORDERS = ("amount", "name", *TIER_NAMES, "answers", "settled")
MOST_CROSSINGS = 6
_FILTER_KEYS = frozenset(facet.key for facet in STANDARD)


@dataclass(frozen=True)
class Lens:
    """Filters (`where`: facet key to the values let through) and ways of showing.

    `by` and `cross` name facets; `fold` is four or three tiers; `sort` (of the break-down) and
    `order` (of the projects) start with a minus where the largest come first. `sheets` and
    `crossings` are what a workbook breaks down by, keys of facets; no `sheets` at all (None) means
    the usual ones.
    """

    by: str = ""
    cross: str = ""
    headline: str = "three"
    fold: str = "four"
    sort: str = "-rated"
    order: str = "-amount"
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: tuple[str, ...] | None = None
    crossings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_query(cls, query: str) -> Self:
        """From what `query` gave."""
        return cls.read(parse_qs(query.removeprefix("?"), keep_blank_values=True))

    @classmethod
    def read(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """From the lists of an address; what makes no sense falls back to the usual."""
        one = {name: values[-1] for name, values in query.items() if values}
        sort, order = one.get("sort", ""), one.get("order", "")
        return cls(
            by=one.get("by", ""),
            cross=one.get("cross", ""),
            headline=one["headline"] if one.get("headline") in HEADLINES else "three",
            fold=one["fold"] if one.get("fold") in FOLDS else "four",
            sort=sort if sort.removeprefix("-") in SORTS else "-rated",
            order=order if order.removeprefix("-") in ORDERS else "-amount",
            where={
                key: tuple(dict.fromkeys(values))
                for key, values in query.items()
                if values and (key in _FILTER_KEYS or key.startswith(KEPT))
            },
            sheets=_chosen(query["sheet"]) if "sheet" in query else None,
            crossings=_pairs(query.get("down", ()), query.get("across", ())),
        )

    @property
    def meaning(self) -> HeadlineMeaning:
        return HEADLINES[self.headline]

    @property
    def is_filtered(self) -> bool:
        return bool(self.where)

    def query(self, **changes: Any) -> str:
        """The address's query, without what is usual anyway; begins with "?"."""
        return "?" + urlencode(replace(self, **changes).pairs())

    def pairs(self, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Names and values of the address, filters last, without some names."""
        usual = Lens()
        names = [name for name in SHOWN_BY if name not in without]
        pairs = [(n, getattr(self, n)) for n in names if getattr(self, n) != getattr(usual, n)]
        pairs += [(key, value) for key, values in self.where.items() for value in values]
        return pairs if "sheet" in without else pairs + self._choices()

    def _choices(self) -> list[tuple[str, str]]:
        """What a workbook breaks down by; an empty name says that something was chosen at all."""
        sheets = [] if self.sheets is None else [("sheet", key) for key in self.sheets or ("",)]
        crossed = [(("down", down), ("across", across)) for down, across in self.crossings]
        return sheets + [each for pair in crossed for each in pair]

    def only(self, key: str, value: str) -> Self:
        """The same view of the projects with this value alone."""
        return replace(self, where={**self.where, key: (value,)})

    def adding(self, choice: str) -> Self:
        """With one more filter, given as a facet's key, an equals sign and the value."""
        key, _, value = choice.partition("=")
        if key not in _FILTER_KEYS and not key.startswith(KEPT):
            return self
        values = dict.fromkeys([*self.where.get(key, ()), value])
        return replace(self, where={**self.where, key: tuple(values)})

    def without(self, key: str, value: str | None = None) -> Self:
        """The same view with one filter fewer, or one value of it fewer."""
        left = tuple(v for v in self.where.get(key, ()) if value is not None and v != value)
        others = {k: v for k, v in self.where.items() if k != key}
        return replace(self, where={**others, key: left} if left else others)

    def lets_through(self, judged: Iterable[Judged], facets: Mapping[str, Facet]) -> list[Judged]:
        """The projects that pass every filter. A facet that nobody knows lets nothing through."""
        rows = list(judged)
        for key, values in self.where.items():
            facet, wanted = facets.get(key), set(values)
            rows = [row for row in rows if facet is not None and facet.read(row) in wanted]
        return rows

    def looking_by(self, key: str) -> Self:
        return replace(self, by=key)


def _chosen(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))


def _pairs(down: Sequence[str], across: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Two lists of a form, side by side; a pair with a gap, or of one attribute twice, is none."""
    pairs = zip(down, across, strict=False)
    return tuple(dict.fromkeys((a, b) for a, b in pairs if a and b and a != b))[:MOST_CROSSINGS]
