"""Two workshops side by side: what changed because money moved, and what because it was judged anew."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from bucketing.domain.change import ChangeExplained, YearLine, explain_change
from bucketing.domain.shares import in_pounds
from bucketing.domain.tiers import TIERS, HeadlineMeaning, Tier
from reports.domain.figures import Figure, Pence
from reports.domain.totals import Totals, total


class Matched(NamedTuple):
    """A rated project, its parts taken together."""

    name: str
    pence: int
    tiers: Pence

    @property
    def line(self) -> tuple[Fraction, ...]:
        return tuple(Fraction(tier, self.pence) for tier in self.tiers)


class Mover(NamedTuple):
    """A project in both whose counted money changed, in pence."""

    name: str
    change: int
    moved: Fraction
    reclassified: Fraction


@dataclass(frozen=True)
class Comparison:
    """`by_tier` and `by_headline` take the change of each apart; `movers` are of the headline asked for."""

    before: Totals
    after: Totals
    by_tier: Mapping[Tier, ChangeExplained]
    by_headline: Mapping[HeadlineMeaning, ChangeExplained]
    movers: tuple[Mover, ...]


def compare(
    before: Iterable[Figure],
    after: Iterable[Figure],
    meaning: HeadlineMeaning,
    *,
    is_one_portfolio: bool,
) -> Comparison:
    """Projects of one portfolio are matched by being the same project, of two by their reference."""
    earlier, later = list(before), list(after)
    old, new = (
        _matched(figures, is_one_portfolio=is_one_portfolio) for figures in (earlier, later)
    )
    old_lines, new_lines = _lines(old), _lines(new)
    return Comparison(
        before=total(earlier),
        after=total(later),
        by_tier={tier: explain_change(old_lines, new_lines, [tier]) for tier in TIERS},
        by_headline={m: explain_change(old_lines, new_lines, m.tiers) for m in HeadlineMeaning},
        movers=tuple(_movers(old, new, meaning)),
    )


def _matched(figures: Iterable[Figure], *, is_one_portfolio: bool) -> dict[Hashable, Matched]:
    """Parts of one project together. Where that would come to nothing, each part stands alone."""
    groups: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        if figure.tiers is not None and figure.pence != 0:
            groups.setdefault(_key(figure, is_one_portfolio=is_one_portfolio), []).append(figure)
    found: dict[Hashable, Matched] = {}
    for key, group in groups.items():
        if sum(figure.pence for figure in group) != 0:
            found[key] = _together(group)
        else:
            found |= {(key, figure.project.reference): _together([figure]) for figure in group}
    return found


def _key(figure: Figure, *, is_one_portfolio: bool) -> Hashable:
    project = figure.project
    if is_one_portfolio and project.project_id is not None:
        return project.project_id
    return project.reference.casefold()


def _together(group: list[Figure]) -> Matched:
    totals = total(group)
    return Matched(group[0].project.name, totals.rated_pence, totals.tiers)


def _lines(projects: Mapping[Hashable, Matched]) -> list[YearLine]:
    """In pounds, with splits as exact as the pence on the page, so that everything ties to it."""
    return [
        YearLine(key, in_pounds(each.pence), (split[0], split[1], split[2], split[3]))
        for key, each in projects.items()
        for split in [each.line]
    ]


def _movers(
    old: Mapping[Hashable, Matched], new: Mapping[Hashable, Matched], meaning: HeadlineMeaning
) -> list[Mover]:
    found = []
    for key in old.keys() & new.keys():
        was, now = old[key], new[key]
        p, q = (sum(each.line[: meaning.tier_count], Fraction()) for each in (was, now))
        moved = (now.pence - was.pence) * (p + q) / 2
        reclassified = (was.pence + now.pence) * (q - p) / 2
        if moved or reclassified:
            found.append(Mover(now.name, int(moved + reclassified), moved, reclassified))
    return sorted(found, key=lambda each: (-abs(each.moved) - abs(each.reclassified), each.name))
