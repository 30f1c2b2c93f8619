"""The second step: which sheet, which row holds the headings, what the amounts are."""

from typing import Any

from django import forms

from projects.domain.financial_year import FinancialYear
from projects.domain.money import Unit
from projects.models import Basis
from projects.queries.import_steps import SheetSaid
from projects.spreadsheets.delimited import DELIMITERS

CURRENCIES = [("GBP", "Pounds sterling"), ("EUR", "Euros"), ("USD", "US dollars")]
ENCODINGS = [
    ("utf-8-sig", "UTF-8 with a byte order mark"),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows, Western European (cp1252)"),
    ("iso-8859-15", "Western European (ISO 8859-15)"),
    ("utf-16", "UTF-16"),
    ("mac-roman", "Old Macintosh"),
]


class SheetForm(forms.Form):
    header_row = forms.IntegerField(
        min_value=1,
        error_messages={"required": "Choose the row that holds the headings."},
    )
    unit = forms.ChoiceField(
        label="The amounts are in",
        choices=[
            (unit.value, "pounds" if unit is Unit.POUNDS else f"{unit.value} of pounds")
            for unit in Unit
        ],
        widget=forms.RadioSelect,
    )
    currency = forms.ChoiceField(label="Currency", choices=CURRENCIES)
    default_year = forms.CharField(
        label="Financial year",
        required=False,
        max_length=9,
        help_text="Such as 2025/26.",
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    basis = forms.ChoiceField(
        label="The amounts are",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        help_text="Used for rows that do not say it themselves.",
    )

    def __init__(self, *args: Any, needs_year: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_year = needs_year
        found = self.initial.get("currency", "GBP")
        if found not in dict(CURRENCIES):
            self.fields["currency"].choices = [*CURRENCIES, (found, found)]  # type: ignore[attr-defined]

    def clean_default_year(self) -> int | None:
        text = self.cleaned_data["default_year"].strip()
        if not text and self.needs_year:
            raise forms.ValidationError("Enter the financial year of the amounts, such as 2025/26.")
        if not text:
            return None
        year = FinancialYear.find(text) or FinancialYear.from_plain_year(text)
        if year is None:
            raise forms.ValidationError(f"“{text}” is not a financial year: write it as 2025/26.")
        return year.starting_year

    def said(self, sheet: str) -> SheetSaid:
        given = self.cleaned_data
        return SheetSaid(
            sheet=sheet,
            header_row=given["header_row"],
            unit=Unit(given["unit"]),
            currency=given["currency"],
            default_year=given["default_year"],
            basis=given["basis"],
        )


class ReadingForm(forms.Form):
    """How a text file is read: found by itself, changeable here."""

    encoding = forms.ChoiceField(label="Encoding", choices=ENCODINGS)
    delimiter = forms.ChoiceField(
        label="Columns are parted by", choices=[(name, name) for name in DELIMITERS]
    )
