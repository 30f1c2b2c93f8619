"""Print the code that the first-run page asks for."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessors.actions.accounts import is_empty_installation, set_up_code


class Command(BaseCommand):
    help = "Print the code that the set-up page of an empty installation asks for."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty_installation():
            raise CommandError("This installation is set up already; nobody needs the code.")
        self.stdout.write(set_up_code())
