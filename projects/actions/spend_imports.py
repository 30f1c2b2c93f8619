"""Taking in the file itself, before anybody says how it is to be read."""

import hashlib
from datetime import datetime
from typing import BinaryIO

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import File

from projects.models import Portfolio, SpendImport


def record_upload(
    *,
    portfolio: Portfolio,
    file: BinaryIO,
    file_name: str,
    by: AbstractBaseUser | None,
    now: datetime,
) -> SpendImport:
    """Keeps the original file and its sha256. The file is stored under its digest, not its own name."""
    digest = _sha256(file)
    spend_import = SpendImport(
        portfolio=portfolio,
        file_name=file_name[-255:],
        sha256=digest,
        uploaded_at=now,
        uploaded_by_id=by.pk if by else None,
    )
    spend_import.file.save(digest[:32], File(file), save=False)
    spend_import.save()
    return spend_import


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
