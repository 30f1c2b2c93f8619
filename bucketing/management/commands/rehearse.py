"""Fill a live workshop with scripted assessors, so that a facilitator can rehearse alone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bucketing.rehearsal import Rehearsal
from bucketing.rehearsal.assessor import CannotJoin


class Command(BaseCommand):
    help = "Bring scripted assessors into a live workshop through its pages, as people would come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the join code on the big screen")
        parser.add_argument("--assessors", type=int, default=9, help="how many (9)")
        parser.add_argument(
            "--speed", type=float, default=1.0, help="1 is human pace, 10 ten times that (1)"
        )
        parser.add_argument(
            "--url", default="http://127.0.0.1:8000", help="where the site is served"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["speed"] <= 0:
            raise CommandError("The speed is a number above 0.")
        try:
            rehearsal = Rehearsal(
                code=options["code"],
                url=options["url"],
                assessors=options["assessors"],
                speed=options["speed"],
                tell=self._tell,
            )
            rehearsal.run()
        except (CannotJoin, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            self._tell("Stopped. The scripted assessors' answers stay in the workshop.")

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
