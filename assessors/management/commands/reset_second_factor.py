"""Let somebody in again who lost their phone, their passkeys and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessors.actions.accounts import reset_second_factor
from assessors.actions.errors import PeopleError


class Command(BaseCommand):
    help = "Take away every second factor of an account. Make sure who asks before you do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = reset_second_factor(email=options["email"])
        except PeopleError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email} has no second factor now and can set one up anew.")
