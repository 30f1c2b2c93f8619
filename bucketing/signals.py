"""What projects and assessors tell. The two never meet; here they do."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from assessors.actions.auditing import write_audit
from assessors.models import AuditKind
from assessors.signals import person_erased
from bucketing.actions.personal_data import replace_names
from bucketing.models import Seat
from projects import signals as projects

if TYPE_CHECKING:
    from assessors.models import User
    from projects.models import SpendImport


def connect() -> None:
    projects.import_confirmed.connect(_write_confirmed, dispatch_uid="audit-import-confirmed")
    projects.import_undone.connect(_write_undone, dispatch_uid="audit-import-undone")
    person_erased.connect(_erase_seats, dispatch_uid="erase-seats")


def _erase_seats(user: "User", **_: Any) -> None:
    replace_names(seats=Seat.objects.filter(user=user))


def _write_confirmed(
    spend_import: "SpendImport", by: "User | None", now: datetime, **_: Any
) -> None:
    figures = {"rows": spend_import.rows_accepted, "total": str(spend_import.total)}
    _write(AuditKind.IMPORT_CONFIRMED, spend_import, by, now, sha256=spend_import.sha256, **figures)


def _write_undone(spend_import: "SpendImport", by: "User | None", now: datetime, **_: Any) -> None:
    _write(AuditKind.IMPORT_UNDONE, spend_import, by, now, sha256=spend_import.sha256)


def _write(
    kind: str, spend_import: "SpendImport", by: "User | None", now: datetime, **detail: Any
) -> None:
    write_audit(
        organisation=spend_import.portfolio.organisation_id,
        kind=kind,
        by=by.pk if by else None,
        now=now,
        about=spend_import.file_name,
        portfolio=spend_import.portfolio_id,
        **detail,
    )
