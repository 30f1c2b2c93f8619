"""What a program may list in an organisation."""

from django.db.models import QuerySet

from assessors.models import Membership
from bucketing.models import Workshop
from projects.models import Portfolio


def portfolios_of(membership: Membership) -> QuerySet[Portfolio]:
    mine = Portfolio.objects.readable_by(membership.user)
    return mine.filter(organisation=membership.organisation_id, archived_at=None)


def workshops_of(membership: Membership) -> QuerySet[Workshop]:
    """Rehearsals are nobody's figures."""
    mine = Workshop.objects.readable_by(membership.user)
    return mine.filter(
        portfolio__organisation=membership.organisation_id, rehearsal_of=None
    ).select_related("portfolio__organisation", "criteria_set")
