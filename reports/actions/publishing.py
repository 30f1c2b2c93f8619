"""Publishing a summary, and taking it back."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.actions.events import log_event
from bucketing.models import Workshop
from reports.models import PublishedSummary

if TYPE_CHECKING:
    from assessors.models import User


@transaction.atomic
def publish_summary(
    *, workshop: Workshop, payload: dict[str, Any], criteria: str, by: "User", now: datetime
) -> PublishedSummary:
    """Freeze a summary as the workshop's next version; earlier versions stay as they are."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if workshop.closed_at is None:
        raise Refused("Close the workshop first: until then its figures can still change.")
    latest = workshop.published_summaries.order_by("-version").first()
    if latest and latest.withdrawn_at is None and latest.payload == payload:
        raise Refused(f"Nothing has changed since version {latest.version} was published.")
    published = PublishedSummary.objects.create(
        workshop=workshop,
        version=latest.version + 1 if latest else 1,
        payload=payload,
        criteria=criteria,
        published_by=by,
        published_at=now,
    )
    log_event(workshop, "summary_published", by=by, now=now, version=published.version)
    return published


@transaction.atomic
def withdraw_summary(*, published: PublishedSummary, by: "User", now: datetime) -> PublishedSummary:
    """Close the public address for good. Publishing again makes a new version and a new address."""
    standing = PublishedSummary.objects.standing().filter(pk=published.pk)
    if not standing.update(withdrawn_at=now, withdrawn_by=by):
        raise Refused("This version has been withdrawn already.")
    log_event(published.workshop, "summary_withdrawn", by=by, now=now, version=published.version)
    published.refresh_from_db()
    return published
