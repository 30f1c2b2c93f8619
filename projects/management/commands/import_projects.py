"""Brings a spreadsheet of projects into a portfolio, or only says what it would bring in."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from projects.actions.errors import Refused
from projects.actions.import_projects import commit_import
from projects.actions.spend_imports import record_upload
from projects.domain.faults import most_frequent_first
from projects.domain.financial_year import FinancialYear
from projects.domain.headings import Field
from projects.domain.interpretation import Choices
from projects.domain.money import Unit, format_pounds
from projects.domain.parsed import ImportResult
from projects.models import Portfolio
from projects.spreadsheets.as_json import reading_as_json, refusal_as_json
from projects.spreadsheets.interpret import Reading, control_difference, interpret
from projects.spreadsheets.reader import Spreadsheet, opened
from projects.spreadsheets.refusal import SpreadsheetRefused

ALL_READ, ROWS_REJECTED, FILE_REFUSED = 0, 1, 2
_ROWS_NAMED = 10
_FIELDS = ", ".join(field.value for field in Field)


class Command(BaseCommand):
    help = (
        "Reads projects and what is spent on them from a spreadsheet (xlsx, xlsm, xls, ods, csv, tsv). "
        "Ends with 0 if every row was read, 1 if rows were rejected, 2 if the file was refused."
    )
    requires_system_checks: list[str] = []  # checking a file needs no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--portfolio", type=int, metavar="ID", help="the portfolio to bring the projects into"
        )
        parser.add_argument(
            "--check", action="store_true", help="write nothing; needs no portfolio and no database"
        )
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
        parser.add_argument(
            "--sheet", help="the sheet to read; by default the largest that holds a table"
        )
        parser.add_argument(
            "--header-row",
            type=int,
            metavar="N",
            help="the row of the headings, as numbered in the file",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar='FIELD="Column"',
            help=f"the column of a field: {_FIELDS}",
        )
        parser.add_argument(
            "--group-by",
            action="append",
            default=[],
            metavar="COLUMN",
            help="rows that share these columns are one project",
        )
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            metavar='"Column=Value"',
            help="only rows in which the column holds the value",
        )
        parser.add_argument(
            "--unit", choices=[unit.value for unit in Unit], help="the unit of the amounts"
        )
        parser.add_argument(
            "--financial-year", metavar="2025/26", help="the year of rows that name none"
        )
        parser.add_argument(
            "--basis",
            choices=["planned", "committed", "actual"],
            help="what the amounts are, where no column says so",
        )
        parser.add_argument(
            "--hidden-rows",
            choices=["keep", "leave"],
            default="keep",
            help="count rows that are hidden in the sheet, or leave them out",
        )
        parser.add_argument("--encoding", help="the encoding of a text file, such as cp1252")
        parser.add_argument("--delimiter", help="the delimiter of a text file, such as ;")
        parser.add_argument(
            "--on-error",
            choices=["skip", "refuse"],
            default="skip",
            help="leave rejected rows out, or bring in nothing if there are any",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(self.run_import(options))

    def run_import(self, options: dict[str, Any]) -> int:
        try:
            choices = _choices(options)
            with opened(
                _existing(options["file"]),
                encoding=options["encoding"],
                delimiter=_delimiter(options["delimiter"]),
            ) as spreadsheet:
                return self.run_opened(spreadsheet, choices, options)
        except SpreadsheetRefused as refusal:
            return self.refuse(_with_hint(refusal), None, as_json=options["json"])

    def run_opened(
        self, spreadsheet: Spreadsheet, choices: Choices, options: dict[str, Any]
    ) -> int:
        outcome = None
        try:
            reading = interpret(
                spreadsheet, choices, sheet=options["sheet"], file_name=options["file"].name
            )
            outcome = reading_as_json(spreadsheet, reading)
            self.commit(reading, options)
        except SpreadsheetRefused as refusal:
            return self.refuse(_with_hint(refusal), spreadsheet, outcome, as_json=options["json"])
        self.report(reading, outcome, as_json=options["json"])
        return ROWS_REJECTED if reading.result.rows_rejected else ALL_READ

    def commit(self, reading: Reading, options: dict[str, Any]) -> None:
        if options["on_error"] == "refuse" and reading.result.rows_rejected:
            raise SpreadsheetRefused(
                f"{reading.result.rows_rejected:,} rows cannot be read, so nothing was brought in: "
                "mend them, or use --on-error skip."
            )
        if options["check"]:
            return
        if options["portfolio"] is None:
            raise SpreadsheetRefused(
                "Say which portfolio to bring the projects into with --portfolio, "
                "or only look with --check."
            )
        _bring_in(reading, options["file"], options["portfolio"])

    def report(self, reading: Reading, outcome: dict[str, Any], *, as_json: bool) -> None:
        result = reading.result
        if as_json:
            self.print_json(outcome)
        else:
            self.stdout.write("\n".join(_lines(result)))
        if result.rows_rejected:
            self.stderr.write(
                f"{result.rows_rejected:,} of {result.rows_read:,} rows cannot be read."
            )

    def refuse(
        self,
        sentence: str,
        spreadsheet: Spreadsheet | None,
        outcome: dict[str, Any] | None = None,
        *,
        as_json: bool,
    ) -> int:
        if as_json:
            outcome = outcome or refusal_as_json(sentence, spreadsheet)
            self.print_json(outcome | {"refused": sentence})
        self.stderr.write(sentence)
        return FILE_REFUSED

    def print_json(self, outcome: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=2))


def _lines(result: ImportResult) -> Iterator[str]:
    """The outcome for a person, the most frequent fault first."""
    yield (
        f"{result.rows_accepted:,} of {result.rows_read:,} rows read: "
        f"{len(result.projects):,} projects, {format_pounds(result.total)}."
    )
    if result.control_total is not None:
        difference = format_pounds(control_difference(result))
        total = format_pounds(result.control_total)
        yield f"The file's own total is {total}, a difference of {difference}."
    for warning in result.warnings:
        yield f"Note: {warning.message} {warning.hint}".rstrip()
    for column, message, errors in most_frequent_first(result.errors):
        rows = ", ".join(str(error.row) for error in errors[:_ROWS_NAMED])
        more = " …" if len(errors) > _ROWS_NAMED else ""
        yield f"{len(errors):,} × “{column}”: {message} Row {rows}{more}."


def _with_hint(refusal: SpreadsheetRefused) -> str:
    return f"{refusal} {refusal.hint}".strip()


def _bring_in(reading: Reading, path: Path, portfolio_id: int) -> None:
    portfolio = Portfolio.objects.filter(pk=portfolio_id).first()
    if portfolio is None:
        raise SpreadsheetRefused(f"There is no portfolio {portfolio_id}.")
    if reading.result.lacks_year:
        raise SpreadsheetRefused(
            "The file does not say which financial year its amounts are for: "
            "add --financial-year, such as --financial-year 2025/26."
        )
    now = timezone.now()
    try:
        with transaction.atomic(), path.open("rb") as file:
            spend_import = record_upload(
                portfolio=portfolio, file=file, file_name=path.name, by=None, now=now
            )
            commit_import(
                portfolio=portfolio,
                result=reading.result,
                spend_import=spend_import,
                by=None,
                now=now,
            )
    except Refused as refusal:
        raise SpreadsheetRefused(str(refusal)) from refusal


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise SpreadsheetRefused(f"There is no file {path}.")
    return path


def _delimiter(text: str | None) -> str | None:
    return (
        {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(text, text)
        if text
        else None
    )


def _choices(options: dict[str, Any]) -> Choices:
    return Choices(
        header_row=options["header_row"],
        mapping=dict(_mapped(entry) for entry in options["map"]),
        group_by=tuple(options["group_by"]),
        where=tuple(_parted(entry, "--where") for entry in options["where"]),
        unit=Unit(options["unit"]) if options["unit"] else None,
        default_year=_year(options["financial_year"]),
        basis=options["basis"],
        leaves_hidden=options["hidden_rows"] == "leave",
    )


def _mapped(entry: str) -> tuple[Field, str]:
    name, heading = _parted(entry, "--map")
    try:
        return Field(name.lower().replace(" ", "_")), heading
    except ValueError as error:
        raise SpreadsheetRefused(
            f"There is no field “{name}” to map: the fields are {_FIELDS}."
        ) from error


def _parted(entry: str, option: str) -> tuple[str, str]:
    name, found, value = entry.partition("=")
    if not found or not name.strip():
        raise SpreadsheetRefused(
            f'{option} {entry}: write it with an equals sign, such as {option} "Column=Value".'
        )
    return name.strip(), value.strip().strip('"')


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    year = FinancialYear.find(text) or FinancialYear.from_plain_year(text.strip())
    if year is None:
        raise SpreadsheetRefused(f"“{text}” is not a financial year: write it as 2025/26.")
    return year.starting_year
