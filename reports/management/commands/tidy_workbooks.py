"""Delete long workbooks whose day is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.actions.workbook_builds import forget_old_builds


class Command(BaseCommand):
    help = "Delete long workbooks that were made more than a day ago."

    def handle(self, **options: Any) -> None:
        count = forget_old_builds(now=timezone.now())
        self.stdout.write(f"{count:,} old workbook{'' if count == 1 else 's'} deleted.")
