"""What projects tell, written into the record that assessors keep; the two never meet."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from assessors.actions.auditing import write_audit
from assessors.models import AuditKind
from projects import signals as projects

if TYPE_CHECKING:
    from assessors.models import User
    from projects.models import SpendImport


def connect() -> None:
    projects.import_confirmed.connect(_write_confirmed, dispatch_uid="audit-import-confirmed")
    projects.import_undone.connect(_write_undone, dispatch_uid="audit-import-undone")


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
