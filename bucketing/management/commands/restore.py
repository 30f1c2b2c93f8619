"""Bring everything back from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bucketing.backups.errors import BackupRefused
from bucketing.backups.restoring import restore_backup


class Command(BaseCommand):
    help = "Bring back a backup, and check that every count and sum of money is as it was."
    # The database may be empty, or damaged; that is why somebody is here.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="Also where it replaces people's data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(
                options["backup"], replace=options["replace"], now=timezone.now()
            )
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored {manifest.row_count} rows of {manifest.made_at}. "
            "Every count and sum of money agrees with the backup."
        )
