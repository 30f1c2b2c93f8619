"""Which wording of the criteria an organisation can choose from."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from bucketing.models import CriteriaSet

if TYPE_CHECKING:
    from assessors.models import Organisation


def criteria_for(organisation: "Organisation") -> "QuerySet[CriteriaSet]":
    """Its own versions, the newest first, and the ones that ship with the product."""
    return CriteriaSet.objects.filter(Q(organisation=organisation) | Q(organisation=None)).order_by(
        "-organisation", "-created_at", "-id"
    )
