"""Make an admin from the command line: the first one, or one more where all have left."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from assessors.actions.accounts import make_owner


class Command(BaseCommand):
    help = "Make an account an admin of an organisation; makes either where it does not exist."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--organisation", required=True, help="Name of the organisation")
        parser.add_argument(
            "--no-password", action="store_true", help="Sign in with mailed codes only"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            password = None if options["no_password"] else self._ask_password()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        membership = make_owner(
            email=options["email"],
            name=options["name"],
            password=password,
            organisation_name=options["organisation"],
        )
        self.stdout.write(f"{membership.user.email} is an admin of {membership.organisation}.")

    def _ask_password(self) -> str | None:
        password = getpass("Password (empty: mailed codes only, or leave an existing one): ")
        if not password:
            return None
        validate_password(password)
        return password
