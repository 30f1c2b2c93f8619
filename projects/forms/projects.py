"""Forms about one project or several."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from projects.actions.project_changes import BULK_FIELDS
from projects.actions.split_project import Part
from projects.forms.amounts import AmountField
from projects.models import DESCRIBED_FIELDS, Duty, Project, SpendLine
from projects.presenters.words import FIELD_LABELS
from projects.templatetags.money import financial_year

_LONG = ("description", "problem", "people_served")
FEWEST_PARTS, MOST_PARTS = 2, 12


class ProjectForm(forms.ModelForm[Project]):
    class Meta:
        model = Project
        fields = [name for name in DESCRIBED_FIELDS if name != "attributes"]
        labels = FIELD_LABELS
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in _LONG}
        error_messages = {
            "name": {"required": "Enter the name of the project."},
            "reference": {"required": "Enter a reference for the project."},
        }


def line_label(line: SpendLine) -> str:
    words = [financial_year(line.financial_year), line.basis, line.nature, line.funding_source]
    row = f"row {line.source_row}" if line.source_row else ""
    return ", ".join(word for word in (*words, row) if word)


class AmountsForm(forms.Form):
    """One amount for each spend line, named `line-17`."""

    def __init__(self, *args: Any, lines: Sequence[SpendLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line-{line.pk}"] = amount_field(line_label(line), initial=line.amount)

    def amounts(self) -> dict[int, Decimal]:
        return {line.pk: self.cleaned_data[f"line-{line.pk}"] for line in self.lines}


def amount_field(label: str, **options: Any) -> AmountField:
    return AmountField(
        label=label,
        max_digits=15,
        decimal_places=2,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short-amount"}),
        error_messages={
            "required": "Enter an amount, 0 if there is none.",
            "invalid": "Enter an amount such as 1,250.50.",
        },
        **options,
    )


class SplitForm(forms.Form):
    """Names and amounts of the parts: `name-1`, `description-1`, `amount-1-17` for spend line 17."""

    def __init__(self, *args: Any, lines: Sequence[SpendLine], parts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.numbers = lines, range(1, parts + 1)
        for number in self.numbers:
            self._add_part(number)

    def _add_part(self, number: int) -> None:
        self.fields[f"name-{number}"] = forms.CharField(
            label=f"Name of part {number}",
            max_length=500,
            error_messages={"required": f"Enter the name of part {number}."},
        )
        self.fields[f"description-{number}"] = forms.CharField(
            label="What it does",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="If empty, the words of the whole are taken.",
        )
        for line in self.lines:
            field = amount_field(f"Amount of {line_label(line)}")
            field.error_messages["required"] = (
                f"Enter the amount of part {number} in {line_label(line)}."
            )
            self.fields[f"amount-{number}-{line.pk}"] = field

    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each part."""
        return [
            (number, [self[name] for name in self.fields if name.split("-")[1] == str(number)])
            for number in self.numbers
        ]

    def parts(self) -> list[Part]:
        given = self.cleaned_data
        return [
            Part(
                name=given[f"name-{number}"],
                description=given[f"description-{number}"],
                amounts={line.pk: given[f"amount-{number}-{line.pk}"] for line in self.lines},
            )
            for number in self.numbers
        ]


class BulkEditForm(forms.Form):
    field = forms.ChoiceField(
        label="Field", choices=[(name, FIELD_LABELS[name]) for name in BULK_FIELDS]
    )
    value = forms.CharField(
        label="New value", required=False, max_length=300, help_text="Empty takes the value away."
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("field") == "duty":
            cleaned["value"] = cleaned.get("value", "").strip().lower()
            if cleaned["value"] not in ("", *Duty.values):
                self.add_error("value", "Write statutory or discretionary, or nothing.")
        return cleaned
