"""What a portfolio's last workshop set aside by hand."""

from bucketing.models import LeftOut
from projects.models import Portfolio

LASTING = (LeftOut.OVERHEADS, LeftOut.NEEDS_SPLITTING)
"""Reasons that lie in the project and hold the next time too."""


def set_aside_last_time(portfolio: Portfolio) -> dict[int, str]:
    """Reasons by project, of overheads and of lines that were too broad to judge."""
    latest = portfolio.workshops.filter(rehearsal_of=None, verifies=None).first()
    if latest is None:
        return {}
    aside = latest.projects.filter(left_out__in=LASTING, project__isnull=False)
    return dict(aside.values_list("project", "left_out"))
