"""Who took figures away, and as what: on record, since a file can be passed on."""

from datetime import datetime
from typing import TYPE_CHECKING

from assessors.actions.auditing import write_audit
from assessors.models import AuditEntry, AuditKind
from bucketing.models import Workshop

if TYPE_CHECKING:
    from assessors.models import Membership


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
