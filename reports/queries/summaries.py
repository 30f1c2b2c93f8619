"""The summary of a workshop as it stands."""

from bucketing.models import Workshop
from bucketing.queries.settled import load_judgements
from reports.domain.lens import Lens
from reports.domain.summary import PortfolioSummary, summarise


def load_summary(workshop: Workshop, lens: Lens) -> PortfolioSummary:
    """Who may see it, and when, is asked before (`reports.access`)."""
    return summarise(load_judgements(workshop), lens)
