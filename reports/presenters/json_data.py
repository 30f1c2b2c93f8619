"""A summary as plain data for other programs. No single answer is in it."""

from collections.abc import Sequence
from typing import Any, overload

from bucketing.domain.tiers import TIERS, HeadlineMeaning
from projects.templatetags.money import financial_year
from reports.domain.breakdown import Row
from reports.domain.summary import PortfolioSummary
from reports.domain.totals import Totals
from reports.presenters import words
from reports.presenters.project_table import ProjectRow, facet_columns, project_rows
from reports.queries.method import Method

Data = dict[str, Any]


def summary_data(summary: PortfolioSummary, method: Method) -> Data:
    """Money in pounds with at most two decimals, shares as fractions of 1, null where not defined."""
    return {**headline_data(summary, method), "projects": list(ProjectList(summary, method))}


def headline_data(summary: PortfolioSummary, method: Method) -> Data:
    """Everything but the single projects."""
    return {
        "workshop": workshop_data(method),
        "filters": {key: list(values) for key, values in summary.lens.where.items()},
        "headlines": {meaning.value: _headline(summary, meaning) for meaning in HeadlineMeaning},
        **totals_data(summary.totals),
        "left_out": [
            {"reason": line.reason, "projects": line.count, "amount": pounds(line.pence)}
            for line in summary.left_out
        ],
        "agreement": {
            "same_tiers": summary.agreement.same_tiers,
            "alpha_ordered": summary.agreement.alpha.value,
            "alpha_which_tier": summary.agreement.alpha_which_tier.value,
        },
        "whole_list": {
            "projects": summary.whole_list.count,
            "amount": pounds(summary.whole_list.pence),
        },
        "breakdown": _breakdown(summary),
        "caution": words.NO_EVIDENCE,
    }


def workshop_data(method: Method) -> Data:
    workshop = method.workshop
    return {
        "id": workshop.pk,
        "name": workshop.name,
        "organisation": method.organisation,
        "portfolio": method.portfolio,
        "financial_year": financial_year(workshop.financial_year),
        "basis": workshop.basis,
        "criteria": {"name": method.criteria_name, "version": method.criteria_version},
        "rule": workshop.consensus_rule,
        "held_at": method.held_at.isoformat(),
    }


def totals_data(totals: Totals) -> Data:
    """The four tiers and what was rated."""
    return {
        "tiers": {tier.value: pounds(totals.tiers[n]) for n, tier in enumerate(TIERS)},
        "tier_shares": {
            tier.value: None if share is None else float(share)
            for tier, share in zip(TIERS, totals.tier_shares, strict=True)
        },
        "coverage": {
            "projects": totals.count,
            "amount": pounds(totals.pence),
            "rated_projects": totals.rated_count,
            "rated_amount": pounds(totals.rated_pence),
            "rated_once_projects": totals.once_count,
            "rated_once_amount": pounds(totals.once_pence),
            "unrated_projects": totals.unrated_count,
            "unrated_amount": pounds(totals.unrated_pence),
        },
    }


class ProjectList(Sequence[Data]):
    """Every project, put into words only when it is looked at: a page of a long list is short."""

    def __init__(self, summary: PortfolioSummary, method: Method) -> None:
        self._rows = list(project_rows(summary, method))
        self._facets = facet_columns(summary)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Data: ...
    @overload
    def __getitem__(self, place: slice) -> list[Data]: ...
    def __getitem__(self, place: int | slice) -> Data | list[Data]:
        if isinstance(place, slice):
            return [self._data(row) for row in self._rows[place]]
        return self._data(self._rows[place])

    def _data(self, row: ProjectRow) -> Data:
        return project_data(row, {facet.key: facet.read(row.judged) for facet in self._facets})


def project_data(row: ProjectRow, attributes: dict[str, str]) -> Data:
    project = row.judged.project
    tiers = row.tiers
    return {
        "id": project.id,
        "reference": project.reference,
        "name": project.name,
        "attributes": attributes,
        "amount": pounds(project.pence),
        "status": row.status,
        "tiers": {t.value: pounds(tiers[n]) for n, t in enumerate(TIERS)} if tiers else None,
        "settled": row.settled,
        "ratings": len(row.judged.ratings),
        "disagreement": row.disagreement,
        "money_at_stake": None if row.stake is None else pounds(row.stake),
    }


def pounds(pence: int) -> float:
    """A number that prints with its pennies: 0.1 is ten pence."""
    return pence / 100


def _headline(summary: PortfolioSummary, meaning: HeadlineMeaning) -> Data:
    share = summary.totals.early_share(meaning)
    interval = summary.ranges[meaning]
    return {
        "meaning": words.MEANINGS[meaning],
        "amount": pounds(summary.totals.early_pence(meaning)),
        "share": None if share is None else float(share),
        "lowest": interval.low,
        "highest": interval.high,
    }


def _breakdown(summary: PortfolioSummary) -> Data | None:
    table = summary.breakdown
    if table is None:
        return None
    return {
        "by": table.facet.key,
        "label": table.facet.label,
        "rows": [_row(r) for r in table.rows],
    }


def _row(row: Row) -> Data:
    return {"value": row.value, "label": row.label, **totals_data(row.totals)}
