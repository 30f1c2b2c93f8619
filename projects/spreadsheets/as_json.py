"""An import's outcome for programs, as the import command prints it."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any

from projects.domain.cells import cell_text
from projects.domain.financial_year import FinancialYear
from projects.domain.parsed import ImportResult
from projects.spreadsheets.interpret import Reading
from projects.spreadsheets.reader import Spreadsheet

_SAMPLE_ROWS = 5
_SAMPLE_COLUMNS = 50


def reading_as_json(spreadsheet: Spreadsheet, reading: Reading) -> dict[str, Any]:
    """Money is a number of pounds with two decimals at most."""
    result, how = reading.result, reading.proposal.interpretation
    return _empty(spreadsheet) | {
        "sheet": reading.sheet.name or None,
        "header_row": how.header_row,
        "mapping": how.mapping(),
        "unit": how.unit.value,
        "currency": how.currency,
        "date_order": how.date_order.value,
        "rows_read": result.rows_read,
        "rows_accepted": result.rows_accepted,
        "rows_rejected": result.rows_rejected,
        "rows_filtered": result.rows_filtered,
        "projects": len(result.projects),
        "total": _pounds(result.total),
        "control_total": None if result.control_total is None else _pounds(result.control_total),
        "totals": _totals(result),
        "amount_candidates": [column.heading for column in reading.proposal.candidates],
        "errors": [
            {"sheet": e.sheet, "row": e.row, "column": e.column, "value": e.value, "message": e.message}
            for e in result.errors
        ],
        "warnings": [
            {
                "kind": w.kind.value,
                "count": w.count,
                "message": f"{w.message} {w.hint}".strip(),
                "rows": w.rows,
            }
            for w in result.warnings
        ],
        "set_aside": [{"row": row.row, "reason": row.reason} for row in result.set_aside],
    }  # fmt: skip


def _totals(result: ImportResult) -> list[dict[str, Any]]:
    return [
        {
            "financial_year": None if year is None else str(FinancialYear(year)),
            "basis": basis,
            "total": _pounds(total),
        }
        for (year, basis), total in sorted(result.totals_by_year().items(), key=str)
    ]


def refusal_as_json(refusal: str, spreadsheet: Spreadsheet | None) -> dict[str, Any]:
    return _empty(spreadsheet) | {"refused": refusal}


def _empty(spreadsheet: Spreadsheet | None) -> dict[str, Any]:
    """Every key is there whatever happened."""
    return {
        "refused": None,
        "kind": spreadsheet.kind.value if spreadsheet else None,
        "sheet": None,
        "header_row": None,
        "encoding": spreadsheet.encoding if spreadsheet else None,
        "delimiter": spreadsheet.delimiter if spreadsheet else None,
        "mapping": {},
        "unit": None,
        "rows_read": 0,
        "rows_accepted": 0,
        "rows_rejected": 0,
        "projects": 0,
        "total": 0,
        "control_total": None,
        "errors": [],
        "warnings": [],
        "skipped_sheets": list(spreadsheet.hidden_sheets) if spreadsheet else [],
        "set_aside": [],
        "sheets": _sheets(spreadsheet) if spreadsheet else [],
    }


def _sheets(spreadsheet: Spreadsheet) -> list[dict[str, Any]]:
    """The visible sheets with their first rows, as a person would see them."""
    return [
        {
            "name": sheet.name or None,
            "rows": sheet.row_count,
            "columns": sheet.column_count,
            "sample": [
                [row.number, *(cell_text(cell) for cell in row.cells[:_SAMPLE_COLUMNS])]
                for row in islice(sheet.rows, _SAMPLE_ROWS)
            ],
        }
        for sheet in spreadsheet.sheets
    ]


def _pounds(amount: Decimal) -> float:
    """Exact to the penny up to 90 million million pounds: a shorter text than the penny's is no loss."""
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))
