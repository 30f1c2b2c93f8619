"""Two workshops compared, in words, figures that tie, and bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse

from bucketing.domain.change import Change, sum_of
from bucketing.domain.shares import in_pounds
from bucketing.models import Workshop
from projects.templatetags.money import financial_year, pounds_exact
from reports.domain.compare_lens import MONEY, CompareLens
from reports.domain.comparison import Compared, Comparison
from reports.domain.facets import Facet
from reports.domain.lens import HEADLINES, TIER_NAMES
from reports.presenters import words
from reports.presenters.summary_page import Chip

MINUS = "\N{MINUS SIGN}"
COLUMNS = ("earlier", "money moved", "re-labelled", "added", "gone", "this one")
KIND_WORDS = {
    "": "every project",
    "changed": "only what changed",
    "moved": "only where money moved",
    "relabelled": "only what was re-labelled",
    "added": "only what was added",
    "gone": "only what is gone",
}


@dataclass(frozen=True, slots=True)
class ChangeBar:
    """One part of a change. Positions are per cents of the drawing's width; its middle is nought."""

    label: str
    amount: str
    says: str
    left: str
    width: str
    is_more: bool


class Cell(NamedTuple):
    """`is_nought` says that a part is none, which a small screen leaves away."""

    column: str
    text: str
    is_nought: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Before, the four parts and after; each row adds up to the penny."""

    label: str
    cells: list[Cell]
    link: str = ""
    reference: str = ""


@dataclass(frozen=True)
class ComparisonPage:
    """`earlier` is the workshop chosen, `later` the one whose summary it is."""

    earlier: Workshop
    later: Workshop
    whole: Comparison
    lens: CompareLens
    names: Mapping[str, str]

    @cached_property
    def comparison(self) -> Comparison:
        return self.lens.filtered(self.whole)

    @cached_property
    def explained(self) -> Change:
        return self.comparison.change(self.lens.places)

    @property
    def money_choices(self) -> list[tuple[str, str]]:
        early = {key: f"Early action, {m.tier_count} tiers" for key, m in HEADLINES.items()}
        return [(key, early.get(key) or self.names[key]) for key in MONEY]

    @property
    def columns(self) -> tuple[str, ...]:
        return COLUMNS

    @property
    def kind_choices(self) -> list[tuple[str, str]]:
        return list(KIND_WORDS.items())

    @property
    def facets(self) -> list[Facet]:
        return list(self.whole.facets.values())

    @cached_property
    def facet(self) -> Facet | None:
        return self.lens.facet(self.whole)

    @property
    def kept_query(self) -> list[tuple[str, str]]:
        """What the form of filters must not lose."""
        return self.lens.pairs(without=("with", "money", "kind", "by"))

    @property
    def kept_by_kind(self) -> list[tuple[str, str]]:
        return self.lens.pairs(without=("kind",))

    @property
    def filters(self) -> list[Chip]:
        chips = []
        for key, values in self.lens.lens.where.items():
            facet = self.whole.facets.get(key)
            for value in values:
                link = self.lens.where(self.lens.lens.without(key, value))
                chips.append(Chip(facet.label if facet else key, value or "Not given", link))
        return chips

    @property
    def query(self) -> str:
        return self.lens.query()

    @property
    def counted(self) -> str:
        """Early action, counting three tiers of prevention; Upstream."""
        return self._counted(self.lens.money)

    def _counted(self, key: str) -> str:
        if key in HEADLINES:
            return f"Early action, {words.MEANINGS[HEADLINES[key]]}"
        return self.names[key]

    @property
    def shares(self) -> tuple[str, str]:
        """Of the rated money, before and after."""
        before, after = self.comparison.shares(self.lens.places)
        return words.share(before), words.share(after)

    @cached_property
    def sentence(self) -> str:
        explained = self.explained
        before, after = words.money(explained.before), words.money(explained.after)
        money = "Early action money" if self.lens.money in HEADLINES else f"{self.counted} money"
        if explained.whole == 0:
            return f"{money} is {after} in both."
        more = "more" if explained.whole > 0 else "less"
        change = words.money(abs(explained.whole))
        return f"{money} went from {before} to {after}: {change} {more}."

    @cached_property
    def parts(self) -> list[tuple[str, int, str]]:
        """Label, pence and what it means; they add to the change."""
        explained, counts = self.explained, self.comparison.counts
        both = words.plural(counts.both, "project")
        new, left = (words.plural(count, "project") for count in (counts.added, counts.gone))
        return [
            ("Money moved", explained.moved, f"amounts changed, of {both} in both"),
            ("Re-labelled", explained.reclassified, f"splits changed, of the same {both}"),
            (
                "Added",
                explained.added,
                f"{new} rated only in this workshop{_waiting(counts.unrated_before)}",
            ),
            (
                "Gone",
                explained.gone,
                f"{left} rated only in the earlier one{_waiting(counts.unrated_after)}",
            ),
        ]

    @cached_property
    def bars(self) -> list[ChangeBar]:
        """The parts and the whole change on one scale, nought in the middle."""
        lines = [*self.parts, ("Change", self.explained.whole, "all of it together")]
        largest = max(abs(pence) for _, pence, _ in lines) or 1
        return [_bar(label, pence, says, largest) for label, pence, says in lines]

    @cached_property
    def rows(self) -> list[ChangeRow]:
        """Every tier and both meanings, whatever is looked at."""
        tiers = [(self.names[name], MONEY[name]) for name in TIER_NAMES]
        early = [(f"Early action, {m.tier_count} tiers", MONEY[k]) for k, m in HEADLINES.items()]
        return [_row(label, self.comparison.change(places)) for label, places in tiers + early]

    @cached_property
    def grouped(self) -> list[tuple[str, Change]]:
        """The values of what it is broken down by, those with the largest changes first."""
        if self.facet is None:
            return []
        groups = self.comparison.grouped(self.facet).items()
        found = [(value, each.change(self.lens.places)) for value, each in groups]
        return sorted(found, key=lambda each: (-_size(each[1]), each[0].casefold()))

    @property
    def groups(self) -> list[ChangeRow]:
        if self.facet is None:
            return []
        facet, lens = self.facet, self.lens
        return [
            _row(facet.show(value), change, lens.where(lens.lens.only(facet.key, value)))
            for value, change in self.grouped
        ]

    @property
    def total(self) -> ChangeRow:
        return _row("All", self.explained)

    @cached_property
    def projects(self) -> list[Compared]:
        return shown_projects(self.comparison, self.lens)

    def present(self, project: Compared) -> ChangeRow:
        """With the way to its page in the workshop that has one."""
        judged = project.judged.project
        workshop = self.later if project.is_in_later else self.earlier
        link = reverse("summary-project", args=[workshop.pk, judged.id])
        return _row(judged.name, project.change(self.lens.places), link, judged.reference)

    @property
    def list_total(self) -> ChangeRow:
        """Of the projects in the list, on all its pages."""
        label = "All of these" if self.lens.kind else "All"
        return _row(label, sum_of(each.change(self.lens.places) for each in self.projects))

    @cached_property
    def warnings(self) -> list[str]:
        """What makes the two less than comparable."""
        found = []
        if self.earlier.basis != self.later.basis:
            found.append(
                f"The earlier workshop judged {self.earlier.basis} money, this one {self.later.basis} "
                "money. A difference between the two kinds shows here as money moved."
            )
        if self.earlier.criteria_set_id != self.later.criteria_set_id:
            found.append(
                "The two judged by different criteria. Re-labelled money holds what the wording "
                "changed, with no change in what is done."
            )
        if self.earlier.portfolio_id != self.later.portfolio_id:
            found.append(
                "They are of different portfolios, so projects are matched by their reference."
            )
        unrated = [side.unrated for side in self.comparison.sides]
        if any(unrated):
            before, after = map(words.money, unrated)
            found.append(
                f"Not rated, and so not compared: {before} in the earlier workshop, {after} in this one."
            )
        return found

    @property
    def beside(self) -> str:
        return f"The earlier one is {_named(self.earlier)}; this one is {_named(self.later)}."


def shown_projects(comparison: Comparison, lens: CompareLens) -> list[Compared]:
    """Those of the kind that was asked for, the largest change first."""
    found = [(each.change(lens.places), each) for each in comparison.projects]
    kept = [pair for pair in found if lens.shows(pair[0])]
    kept.sort(key=lambda pair: -_size(pair[0]))
    return [each for _, each in kept]


def _waiting(count: int) -> str:
    return f"; {count:,} of them stood in the other list unrated" if count else ""


def _size(change: Change) -> int:
    """How much happened, also where it comes to nothing in the end."""
    return sum(abs(part) for part in change[1:5])


def _named(workshop: Workshop) -> str:
    return f"{workshop.name} ({financial_year(workshop.financial_year)}, {workshop.basis})"


def signed(pence: int) -> str:
    """+£1.00, −£1.00, £0.00."""
    sign = "+" if pence > 0 else MINUS if pence < 0 else ""
    return sign + pounds_exact(in_pounds(abs(pence)))


def _bar(label: str, pence: int, says: str, largest: int) -> ChangeBar:
    width = abs(pence) / largest * 50
    left = 50 if pence >= 0 else 50 - width
    return ChangeBar(label, signed(pence), says, f"{left:.4g}%", f"{width:.4g}%", pence >= 0)


def _row(label: str, change: Change, link: str = "", reference: str = "") -> ChangeRow:
    before, *parts, after = change
    ends = [pounds_exact(in_pounds(pence)) for pence in (before, after)]
    texts = [ends[0], *map(signed, parts), ends[1]]
    noughts = [False, *(not part for part in parts), False]
    cells = map(Cell, COLUMNS, texts, noughts)
    return ChangeRow(label, list(cells), link, reference)
