"""The project list in words and links."""

from dataclasses import dataclass

from django.http import QueryDict

from projects.forms.project_filters import filter_key, money_key, possible_money
from projects.presenters.words import column_label, value_label
from projects.queries.project_list import Wanted, YearTotal
from projects.templatetags.money import financial_year


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, with the address that takes it away."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class ValueLink:
    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class MoneyChoice:
    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SortLink:
    """`state` is what aria-sort says."""

    label: str
    state: str
    address: str
    is_number: bool = False


def chips(query: QueryDict, wanted: Wanted) -> list[Chip]:
    found = []
    if wanted.words:
        found.append(Chip(f"“{wanted.words}”", _without(query, "q")))
    for column, value in wanted.filters:
        rest = [filter_key(*each) for each in wanted.filters if each != (column, value)]
        label = f"{column_label(column)}: {value_label(column, value)}"
        found.append(Chip(label, _with(query, "filter", rest)))
    if wanted.archived:
        found.append(Chip("Archived projects", _without(query, "archived")))
    return found


def value_links(query: QueryDict, column: str, values: list[tuple[str, int]]) -> list[ValueLink]:
    """For each value of a column the address of the list narrowed down to it."""
    now = query.getlist("filter")
    return [
        ValueLink(
            value_label(column, value),
            count,
            _with(query, "filter", [*now, filter_key(column, value)]),
        )
        for value, count in values
    ]


def money_choices(totals: list[YearTotal], wanted: Wanted) -> list[MoneyChoice]:
    return [
        MoneyChoice(money_key(*pair), _money_label(*pair), wanted.money == pair)
        for pair in possible_money(totals)
    ]


def _money_label(year: int, basis: str) -> str:
    return f"{financial_year(year) if year else 'All years,'} {basis}"


def sort_links(query: QueryDict, wanted: Wanted) -> list[SortLink]:
    columns = (
        ("name", "Project"),
        ("provider", "Provider"),
        ("directorate", "Directorate"),
        ("amount", "Amount"),
    )
    return [_sort_link(query, wanted.sort, name, label) for name, label in columns]


def _sort_link(query: QueryDict, sort: str, name: str, label: str) -> SortLink:
    state = {name: "ascending", f"-{name}": "descending"}.get(sort, "none")
    first = "-amount" if name == "amount" else name
    other = name if name == "amount" else f"-{name}"
    return SortLink(
        label, state, _with(query, "sort", [other if sort == first else first]), name == "amount"
    )


def _without(query: QueryDict, name: str) -> str:
    return _with(query, name, [])


def _with(query: QueryDict, name: str, values: list[str]) -> str:
    """The address with other values of one parameter, from the first page on."""
    changed = query.copy()
    for passing in ("page", "column"):
        changed.pop(passing, None)
    changed.setlist(name, values)
    return f"?{changed.urlencode()}"
