"""The list of projects in the order that a reader asks for."""

from collections.abc import Callable, Sequence

from reports.domain.figures import Figure
from reports.domain.lens import TIER_NAMES

LIST_ORDER = "-amount"
"""That of the workshop's list already."""


def in_order(figures: Sequence[Figure], order: str) -> tuple[Figure, ...]:
    """Sorted by a name of `lens.ORDERS`, with a minus from the largest; unrated ones last by tier.

    Equal ones stay in the order of the list.
    """
    if order == LIST_ORDER:
        return tuple(figures)
    name, reverse = order.removeprefix("-"), order.startswith("-")
    if name not in TIER_NAMES:
        return tuple(sorted(figures, key=_KEYS[name], reverse=reverse))
    place = TIER_NAMES.index(name)
    rated = [(figure.tiers[place], figure) for figure in figures if figure.tiers is not None]
    rated.sort(key=lambda pair: pair[0], reverse=reverse)
    return *(figure for _, figure in rated), *(f for f in figures if f.tiers is None)


_KEYS: dict[str, Callable[[Figure], int | str]] = {
    "amount": lambda figure: figure.pence,
    "name": lambda figure: figure.project.name.casefold(),
    "answers": lambda figure: len(figure.judged.ratings),
    "settled": lambda figure: figure.judged.settled_by,
}
