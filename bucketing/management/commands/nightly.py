"""What has to be done once a day, one after another; a failure of one does not keep the others."""

import logging
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

logger = logging.getLogger(__name__)

# The backup first: what the others remove is then still in it.
CHORES = (
    "backup",
    "tidy_personal_data",
    "tidy_workbooks",
    "clearsessions",
    "prune_db_task_results",
)


class Command(BaseCommand):
    help = "Back up, then tidy up. With --at HH:MM it stays and does so every day at that time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=time_of_day.fromisoformat, help="Local time, as 02:00")
        parser.add_argument("--keep", type=int, default=14, help="Backups to keep")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["at"] is None:
            if failed := do_chores(keep=options["keep"]):
                raise CommandError(f"Failed: {', '.join(failed)}.")
            return
        while True:
            time.sleep(seconds_until(options["at"], now=timezone.localtime()))
            do_chores(keep=options["keep"])


def do_chores(*, keep: int) -> list[str]:
    """Each chore once. The names of those that failed; why is in the log."""
    return [name for name in CHORES if not _is_done(name, keep=keep)]


def _is_done(name: str, *, keep: int) -> bool:
    if name == "prune_db_task_results" and settings.TASKS_BACKEND.endswith("ImmediateBackend"):
        return True
    close_old_connections()
    options: dict[str, Any] = {"keep": keep} if name == "backup" else {}
    try:
        call_command(name, **options)
    except Exception:  # one more night without the others would be worse
        logger.exception("A nightly chore failed: %s", name)
        return False
    return True


def seconds_until(at: time_of_day, *, now: datetime) -> float:
    """From `now` to the next time that the clock on the wall says `at`."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    following = today if today > now else today + timedelta(days=1)
    return following.timestamp() - now.timestamp()
