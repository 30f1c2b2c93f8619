"""Everything that goes into a workbook."""

from datetime import datetime

from bucketing.models import Allocation, Workshop
from bucketing.queries.settled import load_judgements
from reports.domain.lens import Lens
from reports.domain.summary import summarise
from reports.queries.method import load_method
from reports.workbook.source import Words, WorkbookSource


def load_workbook_source(workshop: Workshop, lens: Lens, now: datetime) -> WorkbookSource:
    """The summary as on the screen, with the long texts and notes. Who may have it is asked before."""
    judgements = load_judgements(workshop)
    words = workshop.projects.values_list("id", "description", "problem", "people_served")
    notes = Allocation.objects.filter(round__workshop=workshop).exclude(note="")
    return WorkbookSource(
        summary=summarise(judgements, lens),
        judgements=judgements,
        method=load_method(workshop),
        words={row[0]: Words(*row[1:]) for row in words},
        notes=dict(notes.values_list("id", "note")),
        made_at=now,
    )
