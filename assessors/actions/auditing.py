"""Writing into the record of what was done. The apps above write here too."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from assessors.models import AuditEntry, AuditSource, User
from assessors.queries.audit import KEPT_WITH_SOURCE
from assessors.sources import source_address


def write_audit(
    *,
    organisation: int | None,
    kind: str,
    by: int | None,
    now: datetime | None = None,
    subject: int | None = None,
    about: str = "",
    **detail: Any,
) -> AuditEntry:
    """Add one entry, within the transaction of what it tells. People and organisation by number.

    `detail` holds figures and words of the product: never a name, an address or an answer.
    """
    entry = AuditEntry.objects.create(
        organisation_id=organisation,
        kind=kind,
        actor_id=by,
        subject_id=subject,
        about=about[:200],
        detail=detail,
        happened_at=now or timezone.now(),
    )
    if kind in KEPT_WITH_SOURCE and (address := source_address()):
        AuditSource.objects.create(entry=entry, address=address, recorded_at=entry.happened_at)
    return entry


def forget_sources(*, before: datetime) -> int:
    """Forget from where things were done before this moment. The entries stay as they are."""
    count, _ = AuditSource.objects.filter(recorded_at__lt=before).delete()
    return count


def write_audit_of_person(*, user: User, kind: str, **detail: Any) -> list[AuditEntry]:
    """Something about a person's own account: into the record of each organisation of theirs."""
    organisations: list[int | None] = [*user.memberships.values_list("organisation_id", flat=True)]
    return [
        write_audit(organisation=each, kind=kind, by=user.pk, **detail)
        for each in organisations or [None]
    ]
