"""Replace names whose time is over, and forget old invitations."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from assessors.actions.auditing import forget_sources
from assessors.actions.erasing import forget_old_invitations
from bucketing.actions.door import forget_knocks
from bucketing.actions.personal_data import tidy_names

KNOCKS_ARE_KEPT = timedelta(days=1)


class Command(BaseCommand):
    help = "Replace assessors' names by codes and delete invitations after NAMES_KEPT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        forget_knocks(before=now - KNOCKS_ARE_KEPT)
        if not settings.NAMES_KEPT_DAYS:
            self.stdout.write("NAMES_KEPT_DAYS is 0: names are kept.")
            return
        before = now - timedelta(days=settings.NAMES_KEPT_DAYS)
        names = tidy_names(before=before, now=now)
        invitations = forget_old_invitations(before=before)
        addresses = forget_sources(before=before)
        self.stdout.write(
            f"{names} names replaced, {invitations} invitations deleted, "
            f"{addresses} addresses forgotten."
        )
