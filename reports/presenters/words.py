"""Sentences and labels that the page, the print view and the workbook share."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from bucketing.domain.intervals import Interval
from bucketing.domain.shares import in_pounds
from bucketing.domain.tiers import HeadlineMeaning
from projects.templatetags.money import financial_year, percent, pounds_short
from reports.domain.lens import TIER_NAMES
from reports.domain.summary import PortfolioSummary
from reports.domain.totals import Totals
from reports.queries.method import Method

NO_BREAK_SPACE = "\u00a0"

MEANINGS = {
    HeadlineMeaning.THREE_TIERS: "counting three tiers of prevention",
    HeadlineMeaning.TWO_TIERS: "counting two tiers of prevention",
}
COUNTED = {
    HeadlineMeaning.THREE_TIERS: "upstream, midstream and downstream, as the National Audit Office counts",
    HeadlineMeaning.TWO_TIERS: "upstream and midstream only, as Demos counts to limit gaming",
}
BASES = {"planned": "planned", "committed": "committed", "actual": "actual"}
NOTHING_RATED = "Nothing has been rated yet, so there is no share to show."
NOBODY_JUDGED = "Nobody has judged these projects yet."
NOBODY_ANSWERED = "Nobody gave an answer on these projects that counts; they were settled without."
NO_PROJECT = "There is no project here, so there is no share to show."
NO_POSITIVE_TOTAL = (
    "The rated money adds to nothing or less, so no share of it can be given. "
    "The amounts below still add up."
)
NO_EVIDENCE = (
    "A tier share, or a change in one, is not evidence of effect. "
    "Other criteria would give other figures with no change in spending."
)

ORDERS = {
    "-amount": "largest first",
    "amount": "smallest first",
    "name": "by name",
    "-name": "by name, Z to A",
    "-answers": "most answers first",
    "answers": "fewest answers first",
    "settled": "by how they were settled",
    "-settled": "by how they were settled, Z to A",
    **{f"-{tier}": f"most {tier} first" for tier in TIER_NAMES},
    **{tier: f"least {tier} first" for tier in TIER_NAMES},
}

RATED_ONLY = "Shares are of the rated money. They say nothing of money that nobody rated or that was left out."


def plural(count: int, one: str, many: str = "") -> str:
    """1 project, 2 projects, 1,200 projects."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def money(pence: int) -> str:
    return pounds_short(in_pounds(pence))


def share(fraction: Fraction | float | None, places: int = 1) -> str:
    """A per cent, or a dash where there is none."""
    return percent(fraction, places) if fraction is not None else "–"


def points(fraction: float) -> str:
    """58.7 from 0.587: a per cent without its sign."""
    exact = Decimal(repr(fraction * 100))
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def headline_share(totals: Totals, meaning: HeadlineMeaning) -> str:
    return share(totals.early_share(meaning))


def range_sentence(interval: Interval) -> str:
    """How the headline depends on who sat in the room."""
    if interval.low is None or interval.high is None:
        return interval.reason
    return (
        f"between {points(interval.low)} and {points(interval.high)}{NO_BREAK_SPACE}% "
        "depending on who judged"
    )


def range_short(interval: Interval | None) -> str:
    """58–63, or a dash."""
    if interval is None or interval.low is None or interval.high is None:
        return "–"
    low, high = (round(bound * 100) for bound in (interval.low, interval.high))
    return f"{low}–{high}"


def why_no_share(totals: Totals) -> str:
    if not totals.count:
        return NO_PROJECT
    if not totals.rated_count:
        return NOTHING_RATED
    return "" if totals.rated_pence > 0 else NO_POSITIVE_TOTAL


def agreement_sentence(summary: PortfolioSummary) -> str:
    """For a councillor: no coefficient, no jargon."""
    same = summary.agreement.same_tiers
    if len(summary.assessors) == 1:
        return "Only one person judged, so nobody can say how far others would agree."
    if same is None:
        return "No project was judged by two people, so nobody can say how far they would agree."
    return (
        f"Where two people judged the same project they put {round(same * 100)}{NO_BREAK_SPACE}% "
        "of its money in the same tiers."
    )


def unrated_sentence(totals: Totals) -> str:
    if not totals.count:
        return ""
    if not totals.unrated_count:
        return "Every project was rated."
    return (
        f"{money(totals.unrated_pence)} in {plural(totals.unrated_count, 'project')} "
        "was not rated and is not in these shares."
    )


def who_sentence(summary: PortfolioSummary) -> str:
    """People and answers; which answers were given in a re-vote, when the first ones had been seen."""
    answered = [each.judged.ratings for each in summary.figures if each.judged.ratings]
    if not answered:
        return NOBODY_ANSWERED if summary.totals.rated_count else NOBODY_JUDGED
    people = plural(len(summary.assessors), "assessor")
    answers = plural(sum(map(len, answered)), "answer")
    projects = plural(len(answered), "project")
    again = sum(rating.round_kind == "re_vote" for ratings in answered for rating in ratings)
    gave = f"{people} gave {answers} on {projects}"
    if not again:
        return f"{gave}, each alone before anybody saw another's."
    return (
        f"{gave}. Each was given alone before anybody saw another's, but for {again:,} in a re-vote "
        "after the first ones had been shown."
    )


def once_sentence(totals: Totals) -> str:
    if not totals.once_count:
        return ""
    return (
        f"{money(totals.once_pence)} in {plural(totals.once_count, 'project')} "
        "was judged by one person only."
    )


def subject(method: Method) -> str:
    """Northmere, 2025/26, planned spending; and that it is a sample, where it is one."""
    workshop = method.workshop
    whole = (
        f"{method.portfolio}, {financial_year(workshop.financial_year)}, {workshop.basis} spending"
    )
    return f"{whole}; {sample_words(workshop.sample)}" if workshop.sample else whole


def sample_words(sample: Mapping[str, Any]) -> str:
    """That a second panel judges a part of another workshop."""
    drawn = "of its money" if sample["by"] == "money" else "of its projects"
    return (
        f"a second look at {sample['of']:,} projects: about one in {sample['one_in']} {drawn}, "
        "drawn at random, not the whole list"
    )


def holds_sentence(summary: PortfolioSummary) -> str:
    """Which projects a download holds, and in which order."""
    shown, whole = summary.shown.count, summary.whole_list.count
    some = f"{shown:,} of the list's {plural(whole, 'project')}"
    which = some if summary.lens.is_filtered else f"all {plural(whole, 'project')} of the list"
    last = "; those left out come last" if summary.left_out else ""
    return f"{which}, {ORDERS[summary.lens.order]}{last}"


def filters_sentence(summary: PortfolioSummary) -> str:
    """Directorate: Children or Adults; Place: North. Empty where nothing is filtered."""
    parts = []
    for key, values in summary.lens.where.items():
        facet = summary.facets.get(key)
        label = facet.label if facet else key
        parts.append(f"{label}: {' or '.join(value or 'Not given' for value in values)}")
    return "; ".join(parts)


def tier_names(method: Method) -> Mapping[str, str]:
    defaults = {
        name: name.capitalize() for name in ("upstream", "midstream", "downstream", "acute")
    }
    return {**defaults, **method.tier_names}
