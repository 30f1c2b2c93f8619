"""A summary frozen for publication, as plain data, and the page that is drawn from it.

Only words, counts and whole pence are kept, so that nothing of the page changes when the product
does. No answer and nobody's name or code is in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.timezone import localtime

from bucketing.domain.shares import in_pounds
from reports.domain.breakdown import Breakdown, Row, break_down
from reports.domain.lens import HEADLINES
from reports.models import PublishedSummary
from reports.presenters import words
from reports.presenters.csv_file import BYTE_ORDER_MARK, line_of, pounds, safe
from reports.presenters.drawing import drawable
from reports.presenters.project_table import TIER_HEADINGS, project_rows
from reports.presenters.summary_page import Line, SummaryPage, TierRow

FORMAT = 1
MOST_VALUES = 60
LEFT_TO_MEMBERS = ("settled",)
Data = dict[str, Any]


def freeze(page: SummaryPage) -> Data:
    """Everything that the public page shows, both headlines and every short break-down."""
    return {
        "format": FORMAT,
        "workshop": page.method.workshop.name,
        "organisation": page.organisation,
        "subject": page.subject,
        "filters": words.filters_sentence(page.summary),
        "headlines": {key: _headline(page, key) for key in HEADLINES},
        "coverage": [_line(line) for line in [*page.coverage, page.coverage_total]],
        "settled": [_line(line) for line in page.settled],
        "tiers": [_tier(row, page) for row in page.tiers],
        "story": _story(page),
        "who": page.who,
        "breakdowns": [_breakdown(each) for each in _breakdowns(page)],
        "projects": _projects(page),
        "made": page.made,
        "method": page.method_sentences,
        "caution": page.no_evidence,
        "criteria": dict(page.method.criteria),
    }


def _headline(page: SummaryPage, key: str) -> Data:
    meaning, totals = HEADLINES[key], page.totals
    return {
        "figure": words.headline_share(totals, meaning),
        "meaning": words.MEANINGS[meaning],
        "counted": words.COUNTED[meaning],
        "range": words.range_sentence(page.summary.ranges[meaning]),
        "problem": words.why_no_share(totals),
        "pence": totals.early_pence(meaning),
    }


def _story(page: SummaryPage) -> str:
    rated = f"the room rated {page.rated} ({page.totals.rated_count})."
    parts = [f"Of {page.whole_amount} in {page.project_count}, {rated}"]
    return " ".join(part for part in [*parts, page.unrated, page.once, page.agreement] if part)


def _line(line: Line) -> Data:
    return {"label": line.label, "count": line.count, "pence": int(line.amount * 100)}


def _tier(row: TierRow, page: SummaryPage) -> Data:
    return {
        "code": row.code,
        "name": row.name,
        "other_name": row.other_name,
        "pence": int(row.amount * 100),
        "share_of_money": row.share_of_money,
        "share_of_projects": row.share_of_projects,
    }


def _breakdowns(page: SummaryPage) -> list[Breakdown]:
    summary = page.summary
    facets = [facet for key, facet in summary.facets.items() if key not in LEFT_TO_MEMBERS]
    made = [break_down(summary.figures, facet, summary.lens) for facet in facets]
    return [each for each in made if 1 < len(each.rows) <= MOST_VALUES]


def _breakdown(table: Breakdown) -> Data:
    return {"label": table.facet.label, "rows": [_row(row) for row in table.rows]}


def _row(row: Row) -> Data:
    totals = row.totals
    return {
        "label": row.label,
        "count": totals.count,
        "rated": totals.rated_pence,
        "unrated": totals.unrated_pence,
        "tiers": list(totals.tiers),
        "early": {k: words.share(totals.early_share(m), 0) for k, m in HEADLINES.items()},
    }


def _projects(page: SummaryPage) -> list[Data]:
    return [
        {
            "reference": row.judged.project.reference,
            "name": row.judged.project.name,
            "pence": row.judged.project.pence,
            "tiers": list(row.tiers) if row.tiers else None,
            "settled": row.settled,
        }
        for row in project_rows(page.summary, page.method)
    ]


class FrozenRow(NamedTuple):
    """A row of a published break-down, or a published project."""

    label: str
    projects: int
    rated: Decimal
    unrated: Decimal
    amounts: list[Decimal] | None
    early: str
    reference: str = ""
    settled: str = ""


@dataclass(frozen=True)
class FrozenPage:
    """The public page. `headline` is "three" or "two"."""

    payload: Mapping[str, Any]
    headline_key: str

    @cached_property
    def headline(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.payload["headlines"][self.headline_key]
        return {**found, "amount": words.money(found["pence"])}

    @cached_property
    def other(self) -> Mapping[str, Any]:
        key = "two" if self.headline_key == "three" else "three"
        return {**self.payload["headlines"][key], "key": key}

    @cached_property
    def tiers(self) -> list[TierRow]:
        return [
            TierRow(
                code=tier["code"],
                name=tier["name"],
                other_name=tier["other_name"],
                amount=in_pounds(tier["pence"]),
                share_of_money=tier["share_of_money"],
                share_of_projects=tier["share_of_projects"],
            )
            for tier in self.payload["tiers"]
        ]

    @cached_property
    def tier_amounts(self) -> list[Decimal] | None:
        return drawable(tuple(tier["pence"] for tier in self.payload["tiers"]))

    @cached_property
    def names(self) -> dict[str, str]:
        return {tier["code"]: tier["name"] for tier in self.payload["tiers"]}

    @cached_property
    def coverage(self) -> list[Line]:
        return [
            Line(line["label"], line["count"], in_pounds(line["pence"]))
            for line in self.payload["coverage"]
        ]

    @cached_property
    def breakdowns(self) -> list[tuple[str, list[FrozenRow]]]:
        return [
            (table["label"], [self._row(row) for row in table["rows"]])
            for table in self.payload["breakdowns"]
        ]

    def _row(self, row: Mapping[str, Any]) -> FrozenRow:
        return FrozenRow(
            label=row["label"],
            projects=row["count"],
            rated=in_pounds(row["rated"]),
            unrated=in_pounds(row["unrated"]),
            amounts=drawable(tuple(row["tiers"])),
            early=row["early"][self.headline_key],
        )

    def projects(self, rows: list[Mapping[str, Any]]) -> list[FrozenRow]:
        """The rows of one page of the list, ready to be drawn."""
        return [
            FrozenRow(
                label=row["name"],
                projects=1,
                rated=in_pounds(row["pence"]),
                unrated=in_pounds(0),
                amounts=drawable(tuple(row["tiers"])) if row["tiers"] else None,
                early="",
                reference=row["reference"],
                settled=row["settled"],
            )
            for row in rows
        ]


FILE_HEADINGS = ("Reference", "Name", "Amount", *(f"{t} £" for t in TIER_HEADINGS), "How settled")


def frozen_csv(payload: Mapping[str, Any]) -> Iterator[str]:
    """The published projects, a line each."""
    yield BYTE_ORDER_MARK + line_of(FILE_HEADINGS)
    for each in payload["projects"]:
        tiers = each["tiers"] or [None] * len(TIER_HEADINGS)
        money = [pounds(pence) for pence in (each["pence"], *tiers)]
        yield line_of([safe(each["reference"]), safe(each["name"]), *money, each["settled"]])


def frozen_data(published: PublishedSummary) -> Data:
    """What was frozen, as it was frozen."""
    return {
        "version": published.version,
        "published_at": published.published_at.isoformat(),
        "money_in": "whole pence",
        "criteria_version": published.criteria,
        **published.payload,
    }


def published_words(published: PublishedSummary) -> str:
    when = localtime(published.published_at)
    return f"Published {when.day} {when:%B %Y}, version {published.version}. {published.criteria}."
