"""How an organisation mapped these headings last time."""

from collections.abc import Sequence
from dataclasses import replace

from projects.domain.headings import Field
from projects.domain.interpretation import Choices
from projects.domain.money import Unit
from projects.domain.proposal import Proposal, headings_digest
from projects.models import ColumnMapping
from projects.spreadsheets.interpret import propose_sheet
from projects.spreadsheets.reader import Sheet, Spreadsheet


def recalled_choices(organisation_id: int, headings: Sequence[str]) -> Choices | None:
    """What was chosen for a sheet with these headings, or None for headings never seen."""
    found = ColumnMapping.objects.filter(
        organisation_id=organisation_id, headings_digest=headings_digest(headings)
    ).first()
    if found is None:
        return None
    return Choices(
        remembered={Field(name): heading for name, heading in found.mapping["mapping"].items()},
        group_by=tuple(found.mapping["group_by"]),
        where=tuple((heading, value) for heading, value in found.mapping["where"]),
        left_out=tuple(found.mapping["left_out"]),
        unit=Unit(found.mapping["unit"]),
    )


def propose_with_memory(
    spreadsheet: Spreadsheet,
    sheet: Sheet,
    organisation_id: int,
    *,
    header_row: int | None = None,
    file_name: str = "",
) -> tuple[Proposal, bool]:
    """A proposal, and whether an earlier import of the organisation had a say in it.

    Contents are checked again: a remembered column that no longer holds such values is not taken.
    """
    fresh = propose_sheet(spreadsheet, sheet, Choices(header_row=header_row), file_name=file_name)
    recalled = recalled_choices(organisation_id, fresh.header.headings)
    if recalled is None:
        return fresh, False
    recalled = replace(recalled, header_row=header_row)
    proposal = propose_sheet(spreadsheet, sheet, recalled, file_name=file_name)
    return _as_remembered(proposal, recalled), True


def _as_remembered(proposal: Proposal, recalled: Choices) -> Proposal:
    """A column that a person used for nothing last time is not put to use unasked."""
    how = proposal.interpretation
    known = {*recalled.remembered, Field.AMOUNT}
    columns = {name: index for name, index in how.columns.items() if name in known}
    return replace(proposal, interpretation=replace(how, columns=columns))
