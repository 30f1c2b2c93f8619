"""Our own empty list to fill in, and what each of its columns is for."""

from dataclasses import dataclass
from typing import BinaryIO

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from projects.domain.headings import Field


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    heading: str
    field: Field
    explanation: str


COLUMNS = (
    TemplateColumn("Reference", Field.REFERENCE, "Your own code for it, the same every year."),
    TemplateColumn("Project name", Field.NAME, "What people call it. Needed."),
    TemplateColumn("Description", Field.DESCRIPTION, "What it does, in a sentence or two: assessors judge by this."),
    TemplateColumn("Problem addressed", Field.PROBLEM, "What would be worse without it."),
    TemplateColumn("People served", Field.PEOPLE_SERVED, "Who it is for, and how many."),
    TemplateColumn("Provider", Field.PROVIDER, "Who runs it."),
    TemplateColumn("Directorate", Field.DIRECTORATE, "Which part of the organisation answers for it."),
    TemplateColumn("Theme", Field.THEME, "A word to group projects by."),
    TemplateColumn("Place", Field.PLACE, "The area it serves."),
    TemplateColumn("Funder", Field.FUNDER, "Who pays."),
    TemplateColumn("Beneficiary group", Field.BENEFICIARY, "The group of people who benefit."),
    TemplateColumn("Statutory or discretionary", Field.DUTY, "“statutory” or “discretionary”."),
    TemplateColumn("Financial year", Field.FINANCIAL_YEAR, "1 April to 31 March, such as 2025/26."),
    TemplateColumn("Basis", Field.BASIS, "“planned”, “committed” or “actual”."),
    TemplateColumn("Amount", Field.AMOUNT, "Pounds and pence in that year. Needed."),
    TemplateColumn("Revenue or capital", Field.NATURE, "“revenue” or “capital”."),
    TemplateColumn("Funding source", Field.FUNDING_SOURCE, "Where the money comes from, such as a named grant."),
    TemplateColumn("Funding route", Field.FUNDING_ROUTE, "How it reaches the provider, such as a contract or a grant."),
)  # fmt: skip
_WIDTH = 22


def write_template(to: BinaryIO) -> None:
    """A workbook with the headings, and a second sheet that explains them."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet("Projects")
    sheet.append([column.heading for column in COLUMNS])
    sheet.freeze_panes = "A2"
    for index, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTH
    _explain(workbook.create_sheet("What goes where"))
    workbook.save(to)


def _explain(sheet: Worksheet) -> None:
    sheet.append(["Column", "What goes there"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in COLUMNS:
        sheet.append([column.heading, column.explanation])
        sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 80
