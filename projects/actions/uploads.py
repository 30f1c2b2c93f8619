"""Reading an uploaded file once, into a folder where every step finds its rows."""

import contextlib
import hashlib
import shutil
import tempfile
import time
from pathlib import Path

from django.conf import settings

from projects.models import SpendImport
from projects.spreadsheets.delimited import DELIMITERS
from projects.spreadsheets.reader import Spreadsheet, read_spreadsheet, stored_spreadsheet

_KEPT_SECONDS = 7 * 24 * 60 * 60


def spreadsheet_of(spend_import: SpendImport) -> Spreadsheet:
    """The rows as read before; read again where that folder is gone. Raises SpreadsheetRefused."""
    folder = _folder(spend_import)
    if (folder / "manifest.json").exists():
        return stored_spreadsheet(folder)
    return read_upload(spend_import)


def read_upload(spend_import: SpendImport) -> Spreadsheet:
    """Reads the file in a child process. Raises SpreadsheetRefused."""
    folder = _folder(spend_import)
    folder.parent.mkdir(parents=True, exist_ok=True)
    said = spend_import.choices
    fresh = Path(tempfile.mkdtemp(prefix="reading-", dir=folder.parent))
    try:
        read_spreadsheet(
            Path(spend_import.file.path),
            into=fresh,
            encoding=said.get("encoding"),
            delimiter=DELIMITERS.get(said.get("delimiter", "")),
        )
        _move(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return stored_spreadsheet(folder)


def forget_reading(spend_import: SpendImport) -> None:
    """The rows can be read from the original again at any time."""
    for folder in _readings().glob(f"{spend_import.pk}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def forget_old_readings() -> None:
    """Nobody has come back to these for a week; they can be made again."""
    for folder in _readings().glob("*"):
        if time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _move(fresh: Path, folder: Path) -> None:
    """Where two read the same file at once, the first one's rows stay."""
    with contextlib.suppress(OSError):
        fresh.rename(folder)


def _readings() -> Path:
    return Path(settings.MEDIA_ROOT) / "readings"


def _folder(spend_import: SpendImport) -> Path:
    """Another file, encoding or delimiter gives other rows."""
    said = spend_import.choices
    how = f"{spend_import.sha256} {said.get('encoding')} {said.get('delimiter')}"
    return _readings() / f"{spend_import.pk}-{hashlib.sha256(how.encode()).hexdigest()[:16]}"
