"""Still the third step: which rows make a project, and which rows count."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from projects.domain.headings import Field
from projects.domain.interpretation import Interpretation, RowFilter

EACH_ROW, SAME_REFERENCE, SAME_COLUMNS = "each", "reference", "columns"
MOST_FILTERS = 20


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A column with few values, and how many rows hold each."""

    index: int
    heading: str
    values: Mapping[str, int]
    suggested: str = ""


class RowsForm(forms.Form):
    rows = forms.ChoiceField(
        label="How do rows become projects?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how rows become projects."},
    )

    def __init__(
        self,
        *args: Any,
        how: Interpretation,
        repeated: int,
        filters: list[FilterChoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.how, self.repeated, self.filters = how, repeated, filters
        self.fields["rows"].choices = _answers(how, repeated)  # type: ignore[attr-defined]
        headings = [("", "No column"), *((str(i), h) for i, h in enumerate(how.headings))]
        for number, label in enumerate(("Rows with the same", "and the same", "and the same"), 1):
            self.fields[f"group_{number}"] = forms.ChoiceField(
                choices=headings, label=label, required=False
            )
        for choice in filters:
            self.fields[f"filter-{choice.index}"] = self._filter_field(choice)

    def _filter_field(self, choice: FilterChoice) -> forms.ChoiceField:
        values = [(value, f"{value} ({count:,})") for value, count in sorted(choice.values.items())]
        return forms.ChoiceField(
            choices=[("", "All rows"), *values], label=choice.heading, required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("rows") == SAME_COLUMNS and not self._group(cleaned):
            self.add_error("group_1", "Choose a column whose value the rows of a project share.")
        return cleaned

    def _group(self, cleaned: Mapping[str, Any]) -> tuple[int, ...]:
        if cleaned.get("rows") != SAME_COLUMNS:
            return ()
        chosen = (cleaned.get(f"group_{number}") for number in (1, 2, 3))
        return tuple(dict.fromkeys(int(index) for index in chosen if index))

    def interpretation(self) -> Interpretation:
        given = self.cleaned_data
        columns = dict(self.how.columns)
        if given["rows"] == EACH_ROW and self.repeated:
            del columns[Field.REFERENCE]  # it repeats, so it names no single project
        filters = ((c.index, given[f"filter-{c.index}"]) for c in self.filters)
        return replace(
            self.how,
            columns=columns,
            group_by=self._group(given),
            where=tuple(RowFilter(index, value) for index, value in filters if value),
        )

    @property
    def group_fields(self) -> list[forms.BoundField]:
        return [self[f"group_{number}"] for number in (1, 2, 3)]

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        return [self[f"filter-{choice.index}"] for choice in self.filters]


def _answers(how: Interpretation, repeated: int) -> list[tuple[str, str]]:
    """Instalments are asked about wherever a reference comes more than once."""
    same_columns = (
        SAME_COLUMNS,
        "Rows that share the columns chosen below are one project, and their amounts add up",
    )
    if not repeated:
        return [(EACH_ROW, "Each row is a project"), same_columns]
    heading = how.heading(how.columns[Field.REFERENCE])
    return [
        (
            SAME_REFERENCE,
            f"Rows with the same “{heading}” are instalments of one project, and their amounts add up",
        ),
        (EACH_ROW, f"Each row is a project of its own; “{heading}” is kept to filter by"),
        same_columns,
    ]
