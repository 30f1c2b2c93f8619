"""What a workbook is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bucketing.domain.judgements import Judgements
from reports.domain.summary import PortfolioSummary
from reports.queries.method import Method


class Words(NamedTuple):
    """The long texts of a project, which only the workbook needs."""

    description: str
    problem: str
    people_served: str


@dataclass(frozen=True)
class WorkbookSource:
    """One moment of one workshop. `words` go by project, `notes` by the rating they belong to."""

    summary: PortfolioSummary
    judgements: Judgements
    method: Method
    words: Mapping[int, Words]
    notes: Mapping[int, str]
    made_at: datetime

    @property
    def row_count(self) -> int:
        """Rows of the two long sheets, for a bar."""
        summary = self.summary
        ratings = sum(len(figure.judged.ratings) for figure in summary.figures)
        return len(summary.figures) + len(summary.left_out_projects) + ratings
