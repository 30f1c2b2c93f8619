"""The columns of the Projects sheet, and ranges of it for the formulas of other sheets."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reports.domain.facets import Facet
from reports.domain.summary import PortfolioSummary
from reports.presenters.project_table import TIER_HEADINGS, facet_columns
from reports.workbook.safe_text import headings
from reports.workbook.sheets import Sheet


class Column(NamedTuple):
    """`key` names the column for formulas; facets go by their own key."""

    key: str
    heading: str
    facet: Facet | None = None


@dataclass(frozen=True)
class ProjectsLayout:
    """Known before a row is written, so that formulas anywhere can point at it."""

    sheet: Sheet
    columns: tuple[Column, ...]
    last_row: int

    FIRST_ROW = 2

    @classmethod
    def of(cls, sheet: Sheet, summary: PortfolioSummary) -> "ProjectsLayout":
        columns = [
            Column("reference", "Reference"),
            Column("name", "Name"),
            Column("description", "Description"),
            *(Column(facet.key, facet.label, facet) for facet in facet_columns(summary)),
            Column("amount", "Amount"),
            Column("status", "Status"),
            *(Column(f"share{n}", f"{name} %") for n, name in enumerate(TIER_HEADINGS)),
            *(Column(f"money{n}", f"{name} £") for n, name in enumerate(TIER_HEADINGS)),
            Column("size", "Size band"),
            Column("settled", "How settled"),
            Column("role", "Settled by"),
            Column("ratings", "Ratings"),
            Column("disagreement", "Disagreement (0 to 1)"),
            Column("stake", "Money at stake"),
        ]
        rows = len(summary.figures) + len(summary.left_out_projects)
        return cls(sheet, tuple(columns), cls.FIRST_ROW + max(rows, 1) - 1)

    @cached_property
    def headings(self) -> list[str]:
        return headings(column.heading for column in self.columns)

    @cached_property
    def places(self) -> dict[str, int]:
        return {column.key: place for place, column in enumerate(self.columns, start=1)}

    def range(self, key: str) -> str:
        return self.sheet.reference(self.places[key], self.FIRST_ROW, self.last_row)

    def total(self, key: str) -> str:
        """The sum of a column, without an equals sign."""
        return f"SUM({self.range(key)})"

    def total_of_status(self, key: str, status: str) -> str:
        return f'SUMIFS({self.range(key)},{self.range("status")},"{status}")'

    def count_of_status(self, status: str) -> str:
        return f'COUNTIF({self.range("status")},"{status}")'
