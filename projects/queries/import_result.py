"""What a file holds by all that was said about it, and what it would change."""

from dataclasses import dataclass

from projects.domain.parsed import ImportResult
from projects.models import Portfolio, SpendImport
from projects.queries.import_changes import ImportChanges, import_changes
from projects.queries.import_steps import interpretation_of
from projects.queries.preview_stamp import preview_stamp
from projects.spreadsheets.interpret import read_as_said
from projects.spreadsheets.reader import Spreadsheet


@dataclass(frozen=True, slots=True)
class Preview:
    """`stamp` says which state of file and portfolio it shows."""

    result: ImportResult
    changes: ImportChanges
    stamp: str
    split: frozenset[int] = frozenset()
    """Keys of changed projects that were split: their parts stay as they are."""


def result_of(spend_import: SpendImport, spreadsheet: Spreadsheet) -> ImportResult:
    how = interpretation_of(spend_import)
    return read_as_said(spreadsheet, how, file_name=spend_import.file_name)


def preview_of(
    portfolio: Portfolio, spend_import: SpendImport, spreadsheet: Spreadsheet
) -> Preview:
    stamp = preview_stamp(spend_import)
    result = result_of(spend_import, spreadsheet)
    changes = import_changes(portfolio, result)
    changed = {change.project_id for change in changes.changed}
    wholes = portfolio.projects.exclude(parts=None).values_list("pk", flat=True)
    return Preview(result, changes, stamp, frozenset(changed.intersection(wholes)))
