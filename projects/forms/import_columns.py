"""The third step: what each column is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from projects.domain.columns import Column
from projects.domain.dates import DateOrder
from projects.domain.headings import Field
from projects.domain.interpretation import Interpretation, YearColumn

KEEP, LEAVE_OUT, YEAR = "keep", "leave", "year"
YEARS = "years"
"""The answer to “which column is the amount?” where each year has its own."""


class ColumnsForm(forms.Form):
    """One select for each column, named `use-3` for the fourth, and one question for the amount."""

    amount = forms.ChoiceField(
        label="Which column is the amount?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the column that holds the amounts.",
            "invalid_choice": "Choose one of the columns that hold amounts.",
        },
    )
    date_order = forms.ChoiceField(
        label="Dates are written",
        choices=[
            (DateOrder.DAY_FIRST.value, "day first, 31/12/2025"),
            (DateOrder.MONTH_FIRST.value, "month first, 12/31/2025"),
        ],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        columns: tuple[Column, ...],
        years: tuple[YearColumn, ...],
        amounts: list[tuple[str, str]],
        labels: Mapping[str, str],
        has_dates: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.years, self.labels = columns, years, labels
        self.fields["date_order"].required = has_dates
        amount = self.fields["amount"]
        amount.choices = amounts  # type: ignore[attr-defined]
        if len(amounts) > 10:
            amount.widget = forms.Select(choices=[("", "Choose a column"), *amounts])
        year_columns = {column.index for column in years}
        for column in columns:
            uses = self._uses(is_year=column.index in year_columns)
            label = f"Use of the column {column.heading}"
            self.fields[use_name(column.index)] = forms.ChoiceField(
                choices=uses, label=label, required=False
            )

    def _uses(self, *, is_year: bool) -> list[Any]:
        roles = [
            (field.value, self.labels[field.value]) for field in Field if field is not Field.AMOUNT
        ]
        start = [(YEAR, "Amount of its year")] if is_year else []
        return [*start, (KEEP, "Keep, to filter by"), (LEAVE_OUT, "Leave out"), ("Use as", roles)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        used: dict[str, Column] = {}
        for column in self.columns:
            use = cleaned.get(use_name(column.index), "")
            if use in (KEEP, LEAVE_OUT, YEAR, "") or cleaned.get("amount") == str(column.index):
                continue
            self._refuse_twice(use, used.setdefault(use, column), column)
        if cleaned.get("amount") == YEARS and not self._year_columns(cleaned):
            self.add_error(
                "amount", "Choose the amount: no column is used as the amount of a year."
            )
        return cleaned

    def _refuse_twice(self, use: str, earlier: Column, column: Column) -> None:
        if earlier is not column:
            message = f"“{earlier.heading}” and “{column.heading}” cannot both be the {self.labels[use].lower()}."
            self.add_error(use_name(column.index), message)

    def _year_columns(self, cleaned: Mapping[str, Any]) -> tuple[YearColumn, ...]:
        if cleaned.get("amount") != YEARS:
            return ()
        return tuple(c for c in self.years if cleaned.get(use_name(c.index)) == YEAR)

    def interpretation(self, proposed: Interpretation) -> Interpretation:
        """The proposal with what the person said in its place."""
        given = self.cleaned_data
        years = self._year_columns(given)
        money = {column.index for column in years} if years else {int(given["amount"])}
        uses = {
            c.index: given[use_name(c.index)] or KEEP for c in self.columns if c.index not in money
        }
        fields = {
            Field(use): index for index, use in uses.items() if use not in (KEEP, LEAVE_OUT, YEAR)
        }
        if not years:
            fields[Field.AMOUNT] = int(given["amount"])
        return replace(
            proposed,
            columns=fields,
            year_columns=years,
            left_out=frozenset(index for index, use in uses.items() if use == LEAVE_OUT),
            decimal_comma=any(c.decimal_comma for c in self.columns if c.index in money),
            date_order=DateOrder(given["date_order"] or proposed.date_order),
        )


def use_name(index: int) -> str:
    return f"use-{index}"


def uses_of(how: Interpretation) -> dict[str, str]:
    """What the form says before the person changes it."""
    said = {use_name(index): KEEP for index in range(len(how.headings))}
    said |= {use_name(index): LEAVE_OUT for index in how.left_out}
    said |= {use_name(column.index): YEAR for column in how.year_columns}
    said |= {
        use_name(index): field.value
        for field, index in how.columns.items()
        if field is not Field.AMOUNT
    }
    return said | {"date_order": how.date_order.value}
