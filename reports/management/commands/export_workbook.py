"""The workbook of a workshop from the command line."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bucketing.access import workshop_by_code
from reports.domain.lens import Lens
from reports.queries.workbook import load_workbook_source
from reports.workbook.build import write_workbook


class Command(BaseCommand):
    help = "Write the workbook of a workshop: the same file that its summary page offers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="WORKSHOP_CODE", help="The workshop's join code.")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--by", default="", help="An attribute to break down by, such as theme."
        )

    def handle(self, *, code: str, output: Path, by: str, **options: Any) -> None:
        workshop = workshop_by_code(code)
        if workshop is None:
            raise CommandError(f"There is no workshop with the code {code}.")
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent} to write {output.name} into.")
        source = load_workbook_source(workshop, Lens(by=by), timezone.now())
        try:
            with output.open("wb") as file:
                write_workbook(source, file)
        except OSError as error:
            raise CommandError(f"{output} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{len(source.summary.figures):,} projects written to {output}.")
