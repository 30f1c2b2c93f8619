"""Everything that goes into a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bucketing.domain.judgements import Judgements
from bucketing.models import Allocation, Workshop
from bucketing.queries.settled import load_judgements
from reports.domain.lens import Lens
from reports.domain.summary import PortfolioSummary, summarise
from reports.queries.method import Method, load_method

LONG_FROM_ROWS = 8_000
"""Projects and answers together; so many take about two seconds to write."""


def is_long(workshop: Workshop) -> bool:
    """Whether its workbook takes too long to be made while the person waits."""
    answers = Allocation.objects.filter(round__workshop=workshop)
    return workshop.projects.count() + answers.count() >= LONG_FROM_ROWS


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


def load_workbook_source(workshop: Workshop, lens: Lens, now: datetime) -> WorkbookSource:
    """The summary as on the screen, with the long texts and notes. Who may have it is asked before."""
    judgements = load_judgements(workshop, with_times=True)
    words = workshop.projects.values_list("id", "description", "problem", "people_served")
    notes = Allocation.objects.filter(round__workshop=workshop).exclude(note="")
    return WorkbookSource(
        summary=summarise(judgements, lens, seed=workshop.pk),
        judgements=judgements,
        method=load_method(workshop),
        words={row[0]: Words(*row[1:]) for row in words},
        notes=dict(notes.values_list("id", "note")),
        made_at=now,
    )
