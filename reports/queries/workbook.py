"""Everything that goes into a workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Value
from django.db.models.functions import Coalesce

from bucketing.domain.judgements import Judgements
from bucketing.models import Allocation, Reconciliation, Workshop
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


class SettlingRecord(NamedTuple):
    """One line of how a project was settled or reopened; no shares where it was reopened."""

    id: int
    project_id: int
    method: str
    reason: str
    ratings_count: int
    decided_by_id: int | None
    decided_at: datetime
    precedent: str
    upstream: int | None
    midstream: int | None
    downstream: int | None
    acute: int | None

    @property
    def shares(self) -> tuple[int | None, ...]:
        return self.upstream, self.midstream, self.downstream, self.acute


@dataclass(frozen=True)
class WorkbookSource:
    """One moment of one workshop. `words` go by project, `notes` by the rating they belong to.

    `history` holds every record of settling, in the order in which they were made.
    """

    summary: PortfolioSummary
    judgements: Judgements
    method: Method
    words: Mapping[int, Words]
    notes: Mapping[int, str]
    history: tuple[SettlingRecord, ...]
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
        history=tuple(_history(workshop)),
        made_at=now,
    )


def _history(workshop: Workshop) -> Iterator[SettlingRecord]:
    records = Reconciliation.objects.filter(workshop_project__workshop=workshop).order_by("id")
    columns = [
        Coalesce("precedent__text", Value("")) if name == "precedent"
        else "workshop_project_id" if name == "project_id"
        else name
        for name in SettlingRecord._fields
    ]  # fmt: skip
    return map(SettlingRecord._make, records.values_list(*columns))
