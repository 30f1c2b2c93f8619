"""Write everything into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bucketing.backups.errors import BackupRefused
from bucketing.backups.making import make_backup, remove_old_backups


class Command(BaseCommand):
    help = "Write database and uploaded files into one file; people go on working meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, help="The folder")
        parser.add_argument("--keep", type=int, help="Remove all but this many of the latest")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("Keep at least one backup.")
        try:
            path, manifest = make_backup(options["to"], now=timezone.now())
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {manifest.row_count} rows, {len(manifest.digests)} files.")
        if options["keep"]:
            for old in remove_old_backups(options["to"], keep=options["keep"]):
                self.stdout.write(f"Removed {old.name}.")
