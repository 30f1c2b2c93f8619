"""Who took figures away, and as what: on record, since a file can be passed on."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assessors.actions.auditing import write_audit
from assessors.models import AuditEntry, AuditKind
from bucketing.models import Workshop
from reports.models import ApiToken

if TYPE_CHECKING:
    from assessors.models import Membership

FETCHES_TOGETHER = timedelta(hours=1)


def record_export(
    *, workshop: Workshop, file_type: str, by: "Membership", now: datetime
) -> AuditEntry:
    return write_audit(
        organisation=by.organisation_id,
        kind=AuditKind.SUMMARY_EXPORTED,
        by=by.user_id,
        now=now,
        about=workshop.name,
        workshop=workshop.pk,
        file=file_type,
    )


def record_fetch(*, workshop: Workshop, token: ApiToken, now: datetime) -> AuditEntry | None:
    """That a program fetched figures with somebody's token; not again for each page and refresh.

    None where the same token fetched of the same workshop within the last hour already.
    """
    recent = AuditEntry.objects.filter(
        organisation=token.organisation_id,
        kind=AuditKind.SUMMARY_FETCHED,
        actor=token.user_id,
        happened_at__gt=now - FETCHES_TOGETHER,
        detail__workshop=workshop.pk,
        detail__token=token.pk,
    )
    if recent.exists():
        return None
    return write_audit(
        organisation=token.organisation_id,
        kind=AuditKind.SUMMARY_FETCHED,
        by=token.user_id,
        now=now,
        about=workshop.name,
        workshop=workshop.pk,
        token=token.pk,
    )
