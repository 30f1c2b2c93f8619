"""What a backup says of itself: when, from what, which files with which digests, which figures."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bucketing.backups.errors import BackupRefused
from bucketing.backups.tie_out import Figures

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str
    database: str
    """`sqlite` or `postgresql`: a backup goes back into what it came from."""
    migrations: list[tuple[str, str]]
    figures: Figures
    columns: dict[str, list[str]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    """The sha256 of every file, by its path in the backup."""
    format: int = FORMAT

    @property
    def row_count(self) -> int:
        return sum(each["rows"] for each in self.figures.values())


def write_manifest(manifest: Manifest, folder: Path) -> None:
    (folder / NAME).write_text(json.dumps(asdict(manifest), indent=1))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an unpacked backup, after every file was held against its digest."""
    try:
        content = json.loads((folder / NAME).read_text())
    except (OSError, ValueError):
        raise BackupRefused("This file is not a backup of this product.") from None
    if content.get("format") != FORMAT:
        raise BackupRefused("This backup was made by a newer version. Update first.")
    content["migrations"] = [(app, name) for app, name in content["migrations"]]
    manifest = Manifest(**content)
    if digests_of(folder) != manifest.digests:
        raise BackupRefused("This backup is damaged: its files are not those it lists.")
    return manifest


def digests_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): digest_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME
    }


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
