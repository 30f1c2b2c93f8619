"""The workbook of a workshop from the command line."""

from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bucketing.access import workshop_by_code
from reports.domain.lens import Lens
from reports.queries.workbook import WorkbookSource, load_workbook_source
from reports.workbook.build import write_workbook


class Command(BaseCommand):
    help = "Write the workbook of a workshop: the same file that its summary page offers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="WORKSHOP_CODE", help="The workshop's join code.")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--by", default="", help="The break-down that comes first, such as theme."
        )
        parser.add_argument(
            "--sheet",
            action="append",
            metavar="ATTRIBUTE",
            help="A sheet by this attribute, instead of the usual ones; can be given again.",
        )
        parser.add_argument(
            "--cross",
            nargs=2,
            action="append",
            default=[],
            metavar=("DOWN", "ACROSS"),
            help="Two attributes crossed on a sheet; can be given again.",
        )
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="ATTRIBUTE=VALUE",
            help="Only the projects with this value; can be given again.",
        )

    def handle(self, *, code: str, output: Path, **options: Any) -> None:
        workshop = workshop_by_code(code)
        if workshop is None:
            raise CommandError(f"There is no workshop with the code {code}.")
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent} to write {output.name} into.")
        source = load_workbook_source(workshop, _lens(options), timezone.now())
        _refuse_unknown(options, source)
        try:
            with output.open("wb") as file:
                write_workbook(source, file)
        except OSError as error:
            raise CommandError(f"{output} could not be written: {error.strerror}.") from error
        self.stdout.write(f"{len(source.summary.figures):,} projects written to {output}.")


def _lens(options: dict[str, Any]) -> Lens:
    sheets = options["sheet"]
    lens = Lens(
        by=options["by"],
        sheets=None if sheets is None else tuple(dict.fromkeys(sheets)),
        crossings=tuple((down, across) for down, across in options["cross"]),
    )
    for choice in options["only"]:
        lens = lens.adding(choice)
    return lens


def _refuse_unknown(options: dict[str, Any], source: WorkbookSource) -> None:
    """A mistyped name must not quietly give another workbook."""
    asked = [options["by"], *(options["sheet"] or []), *chain.from_iterable(options["cross"])]
    asked += [choice.partition("=")[0] for choice in options["only"]]
    known = source.summary.facets
    unknown = [key for key in asked if key and key not in known]
    if unknown:
        raise CommandError(
            f"These projects have no attribute {unknown[0]}. They have: {', '.join(known)}."
        )
