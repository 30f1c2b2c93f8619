"""The last step: exactly what the person saw goes in, or nothing."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from projects.actions.errors import Refused
from projects.actions.import_projects import commit_import
from projects.domain.parsed import ImportResult
from projects.models import Portfolio, SpendImport
from projects.queries.preview_stamp import preview_stamp

if TYPE_CHECKING:
    from assessors.models import User

LOOK_AGAIN = "The list or the file's settings changed after you looked: here is the preview again."


@transaction.atomic
def confirm_import(
    *, spend_import: SpendImport, result: ImportResult, seen: str, by: "User", now: datetime
) -> SpendImport:
    """`seen` is the stamp of the preview that the person confirms."""
    portfolio = Portfolio.objects.select_for_update().get(pk=spend_import.portfolio_id)
    fresh = SpendImport.objects.select_for_update().get(pk=spend_import.pk)
    if fresh.status == SpendImport.Status.UPLOADED and seen != preview_stamp(fresh):
        raise Refused(LOOK_AGAIN)
    return commit_import(portfolio=portfolio, result=result, spend_import=fresh, by=by, now=now)
