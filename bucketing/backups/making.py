"""One file with everything: database, uploaded files, and a manifest that both must agree with."""

import shutil
import tarfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from bucketing.backups import postgresql, sqlite
from bucketing.backups.errors import BackupRefused
from bucketing.backups.manifest import Manifest, digests_of, write_manifest
from bucketing.backups.tie_out import money_columns

# Whoever finds a backup must not find open sign-ins in it; people sign in again.
LEFT_OUT = ("django_session", "usersessions_usersession", "reports_workbookbuild")
PATTERN = "bucketing-*.tar.gz"


def make_backup(folder: Path, *, now: datetime) -> tuple[Path, Manifest]:
    """Write a backup into `folder`. It has its name only once it is whole."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"bucketing-{now:%Y-%m-%dT%H%M%SZ}.tar.gz"
    if path.exists():
        raise BackupRefused(f"{path} is there already. Wait a second and try again.")
    with TemporaryDirectory(dir=folder, prefix="partial-") as scratch:
        content = Path(scratch) / "content"
        manifest = _collect(content, now=now)
        packed = Path(scratch) / path.name
        packed.touch(mode=0o600)
        with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
            archive.add(content, arcname=".")
        packed.rename(path)
    return path, manifest


def remove_old_backups(folder: Path, *, keep: int) -> list[Path]:
    """Keep the latest `keep`; the names sort by time."""
    old = sorted(folder.glob(PATTERN), reverse=True)[keep:]
    for path in old:
        path.unlink()
    return old


def _collect(content: Path, *, now: datetime) -> Manifest:
    database = content / "database"
    database.mkdir(parents=True)
    money = _tables()
    engine = sqlite if connection.vendor == "sqlite" else postgresql
    # The database first: a file that it names was written before the row that names it.
    figures, columns = engine.dump(database, money=money, emptied=LEFT_OUT)
    if settings.MEDIA_ROOT.is_dir():
        shutil.copytree(settings.MEDIA_ROOT, content / "files")
    manifest = Manifest(
        made_at=now.isoformat(),
        database=connection.vendor,
        migrations=sorted(MigrationRecorder(connection).applied_migrations()),
        figures=figures,
        columns=columns,
        digests=digests_of(content),
    )
    write_manifest(manifest, content)
    return manifest


def _tables() -> dict[str, list[str]]:
    """Every table of the product with its columns of money."""
    money = money_columns()
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return {table: money.get(table, []) for table in sorted(names)}
