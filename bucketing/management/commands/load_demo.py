"""Fill an empty database with the demo and print how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from assessors.actions.accounts import is_empty_installation
from assessors.models import User
from bucketing.demo import load_demo
from bucketing.demo.people import PASSWORD, SIGN_INS
from bucketing.domain.join_codes import shown_join_code


class Command(BaseCommand):
    help = "Load a made-up council, portfolio and two workshops into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_empty_installation():
            demo = load_demo(now=timezone.localtime())
            self.stdout.write(
                f"Loaded {demo.portfolio.projects.count()} made-up projects, a finished workshop "
                f"and one in its lobby: code {shown_join_code(demo.waiting.join_code)}."
            )
        elif not self._has_demo_people():
            self.stdout.write("This database has accounts already, so the demo was not loaded.")
            return
        self._print_sign_ins()

    def _has_demo_people(self) -> bool:
        return User.objects.filter(email=SIGN_INS[0][0]).exists()

    def _print_sign_ins(self) -> None:
        self.stdout.write(f"\nDemo sign-ins, all with the password {PASSWORD}")
        for email, _, role in SIGN_INS:
            self.stdout.write(f"  {email:26} {role}")
        if not settings.DEMO:
            self.stdout.write(
                "Anybody who reads this project's source knows that password: "
                "change it before this installation can be reached."
            )
