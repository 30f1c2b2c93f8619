"""Two workshops side by side: what changed because money moved, and what because it was judged anew."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from bucketing.domain.change import Change, Held, explain_changes, sum_of
from bucketing.domain.judgements import Judged
from reports.domain.facets import ALWAYS, Facet, facets_of
from reports.domain.figures import Figure, Pence
from reports.domain.totals import NO_MONEY

Places = tuple[int, ...]
"""Some tiers, by their places."""


class Side(NamedTuple):
    """A project in one of the two, its parts taken together: rated pence, their tiers, the rest."""

    rated: int = 0
    tiers: Pence = NO_MONEY
    unrated: int = 0


class Compared(NamedTuple):
    """One project. `judged` is as the later workshop has it, where it has it at all."""

    judged: Judged
    is_in_later: bool
    before: Side
    after: Side
    tiers: tuple[Change, ...]

    def change(self, places: Places) -> Change:
        """Of the money in some tiers."""
        return sum_of(self.tiers[place] for place in places)


class Counts(NamedTuple):
    """Rated projects. Of those added or gone, some are in the other list too, where nobody rated them."""

    both: int
    added: int
    gone: int
    unrated_before: int
    unrated_after: int


@dataclass(frozen=True)
class Comparison:
    """Everything in whole pence: projects add to groups, tiers and totals alike."""

    projects: tuple[Compared, ...]

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        """What the projects can be grouped by; how one was settled differs between the two."""
        found = facets_of(each.judged for each in self.projects)
        return {key: facet for key, facet in found.items() if key not in ALWAYS}

    def only(self, lets_through: Callable[[Iterable[Judged]], Iterable[Judged]]) -> "Comparison":
        """The same pence of fewer projects."""
        kept = {id(judged) for judged in lets_through(each.judged for each in self.projects)}
        return replace(self, projects=tuple(p for p in self.projects if id(p.judged) in kept))

    def change(self, places: Places) -> Change:
        return sum_of(each.change(places) for each in self.projects)

    def grouped(self, facet: Facet) -> dict[str, "Comparison"]:
        groups: dict[str, list[Compared]] = {}
        for each in self.projects:
            groups.setdefault(facet.read(each.judged), []).append(each)
        return {value: replace(self, projects=tuple(group)) for value, group in groups.items()}

    @cached_property
    def counts(self) -> Counts:
        there = [(bool(p.before.rated), bool(p.after.rated)) for p in self.projects]
        unrated = [(bool(p.before.unrated), bool(p.after.unrated)) for p in self.projects]
        waiting = list(zip(there, unrated, strict=True))
        return Counts(
            both=there.count((True, True)),
            added=there.count((False, True)),
            gone=there.count((True, False)),
            unrated_before=waiting.count(((False, True), (True, False))),
            unrated_after=waiting.count(((True, False), (False, True))),
        )

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        return _sum([p.before for p in self.projects]), _sum([p.after for p in self.projects])

    def shares(self, places: Places) -> tuple[Fraction | None, Fraction | None]:
        """Of the rated money before and after; None where there is none, or less than none."""
        before, after = (_share(side, places) for side in self.sides)
        return before, after


def compare(
    before: Iterable[Figure], after: Iterable[Figure], *, is_one_portfolio: bool
) -> Comparison:
    """Projects of one portfolio are matched by being the same project, of two by their reference.

    In the order of the later list; what is only in the earlier one comes after it.
    """
    old = _by_project(before, is_one_portfolio=is_one_portfolio)
    new = _by_project(after, is_one_portfolio=is_one_portfolio)
    keys = list(new | old)
    pairs = [(_side(old.get(key, ())), _side(new.get(key, ()))) for key in keys]
    tiers = [
        explain_changes((_held(was, place), _held(now, place)) for was, now in pairs)
        for place in range(len(NO_MONEY))
    ]
    return Comparison(
        tuple(
            Compared((new.get(key) or old[key])[0].judged, key in new, was, now, changes)
            for key, (was, now), changes in zip(keys, pairs, zip(*tiers, strict=True), strict=True)
        )
    )


def _by_project(
    figures: Iterable[Figure], *, is_one_portfolio: bool
) -> dict[Hashable, list[Figure]]:
    groups: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(_key(figure, is_one_portfolio=is_one_portfolio), []).append(figure)
    return groups


def _key(figure: Figure, *, is_one_portfolio: bool) -> Hashable:
    project = figure.project
    if is_one_portfolio and project.project_id is not None:
        return project.project_id
    return project.reference.casefold()


def _side(figures: Iterable[Figure]) -> Side:
    return _sum(
        Side(0, NO_MONEY, figure.pence)
        if figure.tiers is None
        else Side(figure.pence, figure.tiers, 0)
        for figure in figures
    )


def _held(side: Side, place: int) -> Held:
    return Held(side.rated, side.tiers[place])


def _sum(sides: Iterable[Side]) -> Side:
    rated, unrated = 0, 0
    upstream, midstream, downstream, acute = NO_MONEY
    for each in sides:
        rated, unrated = rated + each.rated, unrated + each.unrated
        upstream, midstream = upstream + each.tiers[0], midstream + each.tiers[1]
        downstream, acute = downstream + each.tiers[2], acute + each.tiers[3]
    return Side(rated, (upstream, midstream, downstream, acute), unrated)


def _share(side: Side, places: Places) -> Fraction | None:
    counted = sum(side.tiers[place] for place in places)
    return Fraction(counted, side.rated) if side.rated > 0 else None
