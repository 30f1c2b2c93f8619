"""The way back: look at all of it first, then put it in place, then count again."""

import shutil
import tarfile
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assessors.models import User
from bucketing.backups import postgresql, sqlite
from bucketing.backups.errors import BackupRefused
from bucketing.backups.manifest import Manifest, read_manifest


def restore_backup(path: Path, *, replace: bool, now: datetime) -> Manifest:
    """Bring back a backup. Refuses, unless told to replace, where people's data would go."""
    if not replace and _holds_people():
        raise BackupRefused(
            "This database is in use. Make a backup of it, then restore with --replace."
        )
    with TemporaryDirectory(dir=path.parent, prefix="restoring-") as scratch:
        content = Path(scratch)
        _unpack(path, content)
        manifest = read_manifest(content)
        _refuse_what_does_not_fit(manifest)
        _restore_database(manifest, content / "database")
        _restore_files(content / "files", now=now)
    return manifest


def _holds_people() -> bool:
    table = User._meta.db_table
    return table in connection.introspection.table_names() and User.objects.exists()


def _unpack(path: Path, folder: Path) -> None:
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                _unpack_member(archive, member, folder)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BackupRefused(f"{path} cannot be unpacked: {error}.") from error


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One file or folder, never a link, a device or a path that leads elsewhere.

    Early releases of Python 3.11, Debian's among them, lack tarfile's own filter for this.
    """
    target = (folder / member.name).resolve()
    if not target.is_relative_to(folder.resolve()) or not (member.isfile() or member.isdir()):
        raise tarfile.TarError(f"it holds {member.name!r}, which leads elsewhere")
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    if content is not None:
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupRefused(
            f"This backup is of {manifest.database}, and DATABASE_URL names {connection.vendor}."
        )
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    if unknown := [each for each in manifest.migrations if each not in known]:
        raise BackupRefused(
            f"This backup was made by a newer version (it has {'.'.join(unknown[0])}). "
            "Install that version, or a later one, then restore."
        )


def _restore_database(manifest: Manifest, folder: Path) -> None:
    if connection.vendor == "sqlite":
        sqlite.load(folder, figures=manifest.figures, prepare=_migrate)
    else:
        prepare = partial(_migrate_to, manifest.migrations)
        postgresql.load(folder, columns=manifest.columns, figures=manifest.figures, prepare=prepare)
        _migrate()
    call_command("createcachetable", verbosity=0)


def _migrate_to(migrations: list[tuple[str, str]]) -> None:
    """The tables as they were when the backup was made, so that its rows fit."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    then = set(migrations)
    followed = {
        parent.key
        for key in then
        for parent in graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    executor.migrate(sorted(then - followed))


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _restore_files(folder: Path, *, now: datetime) -> None:
    """Put the uploaded files in place. What was there is set aside, never deleted."""
    target: Path = settings.MEDIA_ROOT
    if target.is_dir() and any(target.iterdir()):
        target.rename(target.with_name(f"{target.name}-before-{now:%Y-%m-%dT%H%M%SZ}"))
    if folder.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(folder, target)


def _copy(folder: Path, target: Path) -> None:
    for path in sorted(folder.rglob("*")):
        place = target / path.relative_to(folder)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
        place.chmod(settings.FILE_UPLOAD_PERMISSIONS)
