"""Play the scripted assessors of a rehearsal until it is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bucketing.models import Workshop
from bucketing.rehearsal.inside import RehearsalRoom
from bucketing.rehearsal.starting import SLICE_SECONDS


class Command(BaseCommand):
    help = "Play the scripted assessors of a rehearsal until it is closed, at most half an hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workshop", type=int, help="the number in the rehearsal's address")

    def handle(self, *args: Any, **options: Any) -> None:
        workshop = Workshop.objects.filter(
            pk=options["workshop"], rehearsal_of__isnull=False
        ).first()
        if workshop is None:
            raise CommandError("There is no rehearsal of this number.")
        room = RehearsalRoom(workshop)
        while room.play(SLICE_SECONDS):
            pass
