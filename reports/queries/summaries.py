"""The summary of a workshop as it stands."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from bucketing.models import Workshop
from reports.domain.lens import Lens
from reports.domain.summary import PortfolioSummary, summarise_measured
from reports.queries.measured import load_measured


def load_summary(workshop: Workshop, lens: Lens) -> PortfolioSummary:
    """Who may see it, and when, is asked before (`reports.access`).

    The seed is the workshop's key, as on the page of agreement, so that ranges are the same on both.
    """
    with no_collecting():
        return summarise_measured(load_measured(workshop), lens, seed=workshop.pk)


@contextmanager
def no_collecting() -> Iterator[None]:
    """Spare the garbage collector.

    Hundreds of thousands of small tuples live until the page is drawn; the collector would walk them
    over and over, for a third of the time of a large summary.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
