"""The summary as the page shows it: words, links and figures, ready for the template."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from heapq import nlargest

from bucketing.domain.shares import in_pounds
from bucketing.domain.tiers import TIERS
from projects.templatetags.money import pounds_exact
from reports.domain.facets import SETTLED_BY, Facet
from reports.domain.lens import HEADLINES, Lens
from reports.domain.summary import ListMoney, PortfolioSummary
from reports.domain.totals import Totals
from reports.presenters import method_words, words
from reports.presenters.breakdown_table import BreakdownTable, present_breakdown
from reports.presenters.crossing_table import CrossingTable, present_crossing
from reports.presenters.drawing import drawable, fold
from reports.presenters.project_line import ProjectLine, present_project
from reports.queries.method import LEFT_OUT_LABELS, Method, Passed

TOP = 3
MOST_MOVES = 8


@dataclass(frozen=True, slots=True)
class Headline:
    """The large figure. `other_link` switches to the other meaning."""

    figure: str
    meaning: str
    counted: str
    amount: str
    range: str
    problem: str
    other_figure: str
    other_meaning: str
    other_link: str


@dataclass(frozen=True, slots=True)
class TierRow:
    """One tier in the table beside the bar; the two shares side by side."""

    code: str
    name: str
    other_name: str
    amount: Decimal
    share_of_money: str
    share_of_projects: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the coverage table."""

    label: str
    count: int
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    value: str
    link: str


@dataclass(frozen=True, slots=True)
class TierTop:
    """The projects with the most money in one tier."""

    code: str
    name: str
    projects: list[ProjectLine]


@dataclass(frozen=True)
class SummaryPage:
    """`show_all_rows` lists every value of a long break-down."""

    summary: PortfolioSummary
    method: Method
    show_all_rows: bool = False

    @cached_property
    def lens(self) -> Lens:
        return self.summary.lens

    @cached_property
    def totals(self) -> Totals:
        return self.summary.totals

    @cached_property
    def names(self) -> Mapping[str, str]:
        return words.tier_names(self.method)

    @cached_property
    def organisation(self) -> str:
        return self.method.organisation

    @cached_property
    def subject(self) -> str:
        return words.subject(self.method)

    @cached_property
    def project_count(self) -> str:
        return words.plural(self.totals.count, "project")

    @cached_property
    def rated_exact(self) -> str:
        return pounds_exact(in_pounds(self.totals.rated_pence))

    @cached_property
    def unrated_exact(self) -> str:
        return pounds_exact(in_pounds(self.totals.unrated_pence))

    @cached_property
    def facets(self) -> list[Facet]:
        return list(self.summary.facets.values())

    @cached_property
    def kept_query(self) -> list[tuple[str, str]]:
        """What a form that chooses the break-down must not lose."""
        return self.lens.pairs(without=("by", "cross"))

    @cached_property
    def headline(self) -> Headline:
        meaning, other = self.lens.meaning, _other(self.lens.headline)
        totals = self.totals
        return Headline(
            figure=words.headline_share(totals, meaning),
            meaning=words.MEANINGS[meaning],
            counted=words.COUNTED[meaning],
            amount=words.money(totals.early_pence(meaning)),
            range=words.range_sentence(self.summary.ranges[meaning]),
            problem=words.why_no_share(totals),
            other_figure=words.headline_share(totals, HEADLINES[other]),
            other_meaning=words.MEANINGS[HEADLINES[other]],
            other_link=self.lens.query(headline=other),
        )

    @cached_property
    def agreement(self) -> str:
        return words.agreement_sentence(self.summary)

    @cached_property
    def unrated(self) -> str:
        return words.unrated_sentence(self.totals)

    @cached_property
    def once(self) -> str:
        return words.once_sentence(self.totals)

    @cached_property
    def rated(self) -> str:
        return words.money(self.totals.rated_pence)

    @cached_property
    def whole_amount(self) -> str:
        return words.money(self.totals.pence)

    @cached_property
    def tier_amounts(self) -> list[Decimal] | None:
        """For the bar; None where it cannot be drawn because an amount is below nothing."""
        return drawable(self.totals.tiers)

    @cached_property
    def tiers(self) -> list[TierRow]:
        return [
            TierRow(
                code=tier.value,
                name=self.names[tier.value],
                other_name=self.method.other_names.get(tier.value, ""),
                amount=in_pounds(self.totals.tiers[place]),
                share_of_money=words.share(self.totals.tier_shares[place]),
                share_of_projects=words.share(self.totals.mean_shares[place]),
            )
            for place, tier in enumerate(TIERS)
        ]

    @cached_property
    def folded(self) -> list[TierRow]:
        """The three tiers of the Asset-based Area guide; empty unless asked for."""
        if self.lens.fold != "three":
            return []
        upstream, midstream, downstream, acute = self.tiers
        pence = sum(self.totals.tiers[2:])
        means = [share for share in self.totals.mean_shares[2:] if share is not None]
        late = TierRow(
            code="acute",
            name=f"Downstream in the guide: {downstream.name.lower()} and {acute.name.lower()}",
            other_name="",
            amount=in_pounds(pence),
            share_of_money=words.share(self.totals.share_of(pence)),
            share_of_projects=words.share(sum(means) if means else None),
        )
        return [upstream, midstream, late]

    @cached_property
    def folded_amounts(self) -> list[Decimal] | None:
        return drawable(fold(self.totals.tiers))

    @cached_property
    def folded_names(self) -> Mapping[str, str]:
        return {**self.names, "acute": "Downstream in the guide"}

    @cached_property
    def fold_link(self) -> str:
        return self.lens.query(fold="four" if self.lens.fold == "three" else "three")

    @cached_property
    def coverage(self) -> list[Line]:
        """Every pound of the workshop: rated, unrated, left out; adding to its list."""
        totals = self.totals
        lines = [
            Line("Rated", totals.rated_count, in_pounds(totals.rated_pence)),
            Line("Not rated", totals.unrated_count, in_pounds(totals.unrated_pence)),
        ]
        lines += [
            Line(
                f"Left out: {LEFT_OUT_LABELS[line.reason].lower()}",
                line.count,
                in_pounds(line.pence),
            )
            for line in self.summary.left_out
        ]
        return lines

    @cached_property
    def coverage_total(self) -> Line:
        summary = self.summary
        label = "All that pass the filters" if self.lens.is_filtered else "All"
        return _line(label, summary.shown)

    @cached_property
    def coverage_beyond(self) -> list[Line]:
        """From what the filters let through to the workshop's whole list; empty without filters."""
        if not self.lens.is_filtered:
            return []
        summary = self.summary
        return [
            _line("Filtered out", summary.filtered_out),
            _line("The workshop's list", summary.whole_list),
        ]

    @cached_property
    def holds(self) -> str:
        return words.holds_sentence(self.summary)

    @cached_property
    def filters(self) -> list[Chip]:
        chips = []
        for key, values in self.lens.where.items():
            facet = self.summary.facets.get(key)
            for value in values:
                link = self.lens.without(key, value).query()
                chips.append(Chip(facet.label if facet else key, value or "Not given", link))
        return chips

    @cached_property
    def breakdown(self) -> BreakdownTable | None:
        table = self.summary.breakdown
        if table is None:
            return None
        return present_breakdown(
            table, self.lens, self.names, self.totals, show_all=self.show_all_rows
        )

    @cached_property
    def breakdown_count(self) -> int:
        return len(self.summary.breakdown.rows) if self.summary.breakdown else 0

    @cached_property
    def bar_names(self) -> Mapping[str, str]:
        return self.folded_names if self.lens.fold == "three" else self.names

    @cached_property
    def crossing(self) -> CrossingTable | None:
        table = self.summary.crossing
        return present_crossing(table, self.lens) if table else None

    @cached_property
    def largest(self) -> list[TierTop]:
        """The projects with most money in each tier."""
        rated = [figure for figure in self.summary.figures if figure.tiers is not None]
        return [
            TierTop(
                tier.value,
                self.names[tier.value],
                [
                    present_project(figure, words.money((figure.tiers or ())[place]))
                    for figure in nlargest(TOP, rated, key=lambda f: (f.tiers or ())[place])
                    if (figure.tiers or ())[place] > 0
                ],
            )
            for place, tier in enumerate(TIERS)
        ]

    @cached_property
    def moves(self) -> list[ProjectLine]:
        """Where re-votes and decisions moved most money to another tier."""
        moved = [(figure, pence) for figure in self.summary.figures if (pence := figure.moved)]
        most = nlargest(MOST_MOVES, moved, key=lambda each: each[1])
        return [present_project(figure, words.money(pence)) for figure, pence in most]

    @cached_property
    def settled(self) -> list[Line]:
        """How many projects each way of settling decided, and their money."""
        ways: dict[str, list[int]] = {code: [] for code in SETTLED_BY}
        for figure in self.summary.figures:
            ways[figure.judged.settled_by].append(figure.pence)
        return [
            Line(SETTLED_BY[code], len(pence), in_pounds(sum(pence)))
            for code, pence in ways.items()
            if pence
        ]

    @cached_property
    def who(self) -> str:
        """Who says so: people, answers, decisions."""
        return words.who_sentence(self.summary)

    @cached_property
    def passes(self) -> list[Passed]:
        passed = self.method.passes
        shown = {figure.project.id for figure in self.summary.figures} if passed else set()
        return [each for each in passed if each.project_id in shown]

    @cached_property
    def made(self) -> str:
        return method_words.short(self.summary, self.method)

    @cached_property
    def method_sentences(self) -> list[str]:
        return method_words.in_full(self.summary, self.method)

    @cached_property
    def no_evidence(self) -> str:
        return words.NO_EVIDENCE


def _line(label: str, money: ListMoney) -> Line:
    return Line(label, money.count, in_pounds(money.pence))


def _other(headline: str) -> str:
    return "two" if headline == "three" else "three"
