"""What fits on two pages of A4: the same figures with fewer rows and short names."""

from dataclasses import dataclass
from functools import cached_property

from reports.presenters.breakdown_table import BreakdownTable, present_breakdown
from reports.presenters.project_line import ProjectLine, present_project
from reports.presenters.summary_page import SummaryPage

MOST_ROWS = 12
MOST_PROJECTS = 10


@dataclass(frozen=True)
class PaperSummary(SummaryPage):
    """Rows that do not fit are added up in one; the workbook holds every one."""

    @cached_property
    def breakdown(self) -> BreakdownTable | None:
        table = self.summary.breakdown
        return (
            present_breakdown(table, self.lens, self.names, self.totals, most=MOST_ROWS)
            if table
            else None
        )

    @cached_property
    def largest_projects(self) -> list[ProjectLine]:
        figures = sorted(self.summary.figures, key=lambda figure: -figure.pence)
        return [present_project(figure) for figure in figures[:MOST_PROJECTS]]

    @cached_property
    def filters_text(self) -> str:
        return "; ".join(f"{chip.label}: {chip.value}" for chip in self.filters)
