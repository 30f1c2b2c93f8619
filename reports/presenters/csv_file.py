"""The projects of a summary as CSV that any spreadsheet program opens as it is meant."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from reports.domain.summary import PortfolioSummary
from reports.presenters.project_table import (
    TIER_HEADINGS,
    ProjectRow,
    facet_columns,
    project_rows,
)
from reports.queries.method import Method

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the machine's own code page."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that hands back what is written to it, so that lines can be streamed."""

    def write(self, text: str) -> str:
        return text


def line_of(values: Iterable[object]) -> str:
    writer: Any = csv.writer(_Echo())
    line: str = writer.writerow(values)
    return line


def csv_lines(summary: PortfolioSummary, method: Method) -> Iterator[str]:
    facets = facet_columns(summary)
    yield BYTE_ORDER_MARK + line_of(safe(heading) for heading in _headings(summary))
    for row in project_rows(summary, method):
        told = [safe(facet.read(row.judged)) for facet in facets]
        yield line_of([*_named(row), *told, *_figures(row)])


def safe(text: str) -> str:
    """An apostrophe in front of what a spreadsheet program would take for a formula."""
    clean = text.replace("\x00", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(_STARTS_A_FORMULA) else clean


def pounds(pence: int | None) -> str:
    if pence is None:
        return ""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}"


def _headings(summary: PortfolioSummary) -> list[str]:
    return [
        "Reference",
        "Name",
        *(facet.label for facet in facet_columns(summary)),
        "Amount",
        "Status",
        *(f"{tier} %" for tier in TIER_HEADINGS),
        *(f"{tier} £" for tier in TIER_HEADINGS),
        "Size band",
        "How settled",
        "Settled by",
        "Ratings",
        "Disagreement (0 to 1)",
        "Money at stake",
    ]


def _named(row: ProjectRow) -> list[str]:
    return [safe(row.judged.project.reference), safe(row.judged.project.name)]


def _figures(row: ProjectRow) -> list[str | int]:
    return [
        pounds(row.judged.project.pence),
        row.status,
        *(f"{share * 100:.4f}" for share in row.shares or ()),
        *([""] * (0 if row.shares else 4)),
        *(pounds(pence) for pence in row.tiers or [None] * 4),
        row.size,
        row.settled,
        row.role,
        len(row.judged.ratings),
        "" if row.disagreement is None else f"{row.disagreement:.4f}",
        pounds(row.stake),
    ]
