"""What columns and fields are called on the page."""

from projects.queries.project_list import ATTRIBUTE

FIELD_LABELS = {
    "reference": "Reference",
    "name": "Name",
    "description": "Description",
    "problem": "Problem addressed",
    "people_served": "People served",
    "provider": "Provider",
    "directorate": "Directorate",
    "theme": "Theme",
    "place": "Place",
    "funder": "Funder",
    "beneficiary": "Beneficiary group",
    "duty": "Statutory or discretionary",
    "amount": "Amount",
    "financial_year": "Financial year",
    "date": "Date",
    "basis": "Planned, committed or actual",
    "nature": "Revenue or capital",
    "funding_source": "Funding source",
    "funding_route": "Funding route",
    "currency": "Currency",
    "measure": "What the amount counts",
    "attributes": "Other columns",
    "parts": "Parts",
    "archived": "Archived",
}


def column_label(column: str) -> str:
    """A field by its label, an attribute by its own heading."""
    if column.startswith(ATTRIBUTE):
        return column.removeprefix(ATTRIBUTE)
    return FIELD_LABELS.get(column, column)


def value_label(column: str, value: str) -> str:
    if not value:
        return "not given"
    return value.capitalize() if column in ("duty", "nature", "basis") else value
