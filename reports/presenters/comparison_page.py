"""Two workshops compared, in words, figures that tie, and bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from bucketing.domain.change import ChangeExplained
from bucketing.domain.shares import in_pounds
from bucketing.models import Workshop
from projects.templatetags.money import financial_year, pounds_exact, pounds_short
from reports.domain.comparison import Comparison, Mover
from reports.domain.lens import HEADLINES, Lens
from reports.presenters import words

MOST_MOVERS = 10
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class ChangeBar:
    """One part of a change. Positions are per cents of the drawing's width; its middle is nought."""

    label: str
    amount: str
    says: str
    left: str
    width: str
    is_more: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Before, the four parts and after; each row adds up to the penny."""

    label: str
    cells: list[str]


@dataclass(frozen=True)
class ComparisonPage:
    """`earlier` is the workshop chosen, `later` the one whose summary it is."""

    earlier: Workshop
    later: Workshop
    comparison: Comparison
    lens: Lens
    names: Mapping[str, str]

    @cached_property
    def explained(self) -> ChangeExplained:
        return self.comparison.by_headline[self.lens.meaning]

    @property
    def meaning(self) -> str:
        return words.MEANINGS[self.lens.meaning]

    @property
    def other_link(self) -> str:
        other = "two" if self.lens.headline == "three" else "three"
        return f"?with={self.earlier.pk}&headline={other}"

    @property
    def other_meaning(self) -> str:
        other = "two" if self.lens.headline == "three" else "three"
        return words.MEANINGS[HEADLINES[other]]

    @property
    def shares(self) -> tuple[str, str]:
        """The headline before and after."""
        before, after = self.comparison.before, self.comparison.after
        return (
            words.headline_share(before, self.lens.meaning),
            words.headline_share(after, self.lens.meaning),
        )

    @cached_property
    def sentence(self) -> str:
        explained = self.explained
        before, after = _pounds(explained.before), _pounds(explained.after)
        if explained.change == 0:
            return f"Early action money is {_short(after)} in both."
        more = "more" if explained.change > 0 else "less"
        change = _short(abs(_pounds(explained.change)))
        return f"Early action money went from {_short(before)} to {_short(after)}: {change} {more}."

    @cached_property
    def parts(self) -> list[tuple[str, Decimal, str]]:
        """Label, pounds and what it means; they add to the change."""
        moved, reclassified, added, gone = self.explained.parts_in_pounds
        both = words.plural(self.explained.both_count, "project")
        new = words.plural(self.explained.entrant_count, "project")
        left = words.plural(self.explained.leaver_count, "project")
        return [
            ("Money moved", moved, f"amounts changed, of {both} in both"),
            ("Re-labelled", reclassified, f"splits changed, of the same {both}"),
            ("Added", added, f"{new} rated only in this workshop"),
            ("Gone", gone, f"{left} rated only in the earlier one"),
        ]

    @cached_property
    def bars(self) -> list[ChangeBar]:
        """The parts and the whole change on one scale, nought in the middle."""
        whole = ("Change", _pounds(self.explained.change), "all of it together")
        lines = [*self.parts, whole]
        largest = max(abs(amount) for _, amount, _ in lines) or Decimal(1)
        return [_bar(label, amount, says, largest) for label, amount, says in lines]

    @cached_property
    def rows(self) -> list[ChangeRow]:
        by_tier = self.comparison.by_tier.items()
        rows = [_row(self.names[tier.value], explained) for tier, explained in by_tier]
        headlines = self.comparison.by_headline.items()
        return rows + [_row(f"Early action, {m.tier_count} tiers", each) for m, each in headlines]

    @property
    def movers(self) -> list[tuple[str, str, str]]:
        return [_mover(each) for each in self.comparison.movers[:MOST_MOVERS]]

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
        unrated = [t.unrated_pence for t in (self.comparison.before, self.comparison.after)]
        if any(unrated):
            before, after = (words.money(pence) for pence in unrated)
            found.append(
                f"Not rated, and so not compared: {before} in the earlier workshop, {after} in this one."
            )
        return found

    @property
    def beside(self) -> str:
        return f"The earlier one is {_named(self.earlier)}; this one is {_named(self.later)}."


def _named(workshop: Workshop) -> str:
    return f"{workshop.name} ({financial_year(workshop.financial_year)}, {workshop.basis})"


def _pounds(exact: Fraction) -> Decimal:
    """Counted money is in whole pence, so nothing is lost."""
    return in_pounds(int(exact * 100))


def _short(amount: Decimal) -> str:
    return pounds_short(amount)


def signed(amount: Decimal) -> str:
    """+£1.00, −£1.00, £0.00."""
    sign = "+" if amount > 0 else MINUS if amount < 0 else ""
    return sign + pounds_exact(abs(amount))


def _bar(label: str, amount: Decimal, says: str, largest: Decimal) -> ChangeBar:
    width = abs(amount) / largest * 50
    left = 50 if amount >= 0 else 50 - width
    return ChangeBar(label, signed(amount), says, f"{left:.4g}%", f"{width:.4g}%", amount >= 0)


def _row(label: str, explained: ChangeExplained) -> ChangeRow:
    parts = [signed(amount) for amount in explained.parts_in_pounds]
    ends = (pounds_exact(_pounds(explained.before)), pounds_exact(_pounds(explained.after)))
    return ChangeRow(label, [ends[0], *parts, ends[1]])


def _mover(each: Mover) -> tuple[str, str, str]:
    moved, reclassified = round(each.moved), round(each.reclassified)
    return each.name, signed(in_pounds(moved)), signed(in_pounds(reclassified))
