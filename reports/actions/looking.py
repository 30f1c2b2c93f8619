"""Looking at running figures before the rating is over: possible, deliberate, and on record."""

from datetime import datetime
from typing import TYPE_CHECKING

from bucketing.actions.events import log_event
from bucketing.models import Workshop, WorkshopEvent

if TYPE_CHECKING:
    from assessors.models import User

LOOK = "summary_looked_at"


def look_early(*, workshop: Workshop, by: "User", now: datetime) -> WorkshopEvent:
    """Put on record that a facilitator looked; the summary then opens for them for a while."""
    return log_event(workshop, LOOK, by=by, now=now)
