"""New versions of the wording that a room judges by. A version is never changed."""

from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from bucketing.actions.errors import Refused
from bucketing.models import CriteriaSet

if TYPE_CHECKING:
    from assessors.models import Organisation, User


@transaction.atomic
def save_criteria_version(
    *,
    organisation: "Organisation",
    name: str,
    content: dict[str, Any],
    by: "User",
    now: datetime,
) -> CriteriaSet:
    """Keep the wording as the next version of this name. Workshops keep the one they froze."""
    name = " ".join(name.split())[:120]
    if not name:
        raise Refused("Give the criteria a name.")
    # Two who save at once take turns at the organisation's row.
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    before = CriteriaSet.objects.filter(organisation=organisation, name=name)
    latest = before.aggregate(latest=Max("version"))["latest"] or 0
    return CriteriaSet.objects.create(
        organisation=organisation,
        name=name,
        version=latest + 1,
        content=deepcopy(content),
        created_by=by,
        created_at=now,
    )
