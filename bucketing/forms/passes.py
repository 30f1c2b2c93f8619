"""Answering on the spot, and splitting a line into parts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bucketing.actions.passes import Part

ROWS = 6


class ClarificationForm(forms.Form):
    text = forms.CharField(
        label="Your answer",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands beside the project for whoever gets it next.",
        error_messages={"required": "Write what the person needs to know."},
    )


class SplitForm(forms.Form):
    """Rows of a name and an amount; a last part without an amount takes what is left."""

    def __init__(self, *args: Any, whole: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = whole
        for number in range(1, ROWS + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Part {number}", max_length=500, required=False
            )
            self.fields[f"amount_{number}"] = forms.DecimalField(
                label=f"Amount of part {number}",
                min_value=Decimal("0.01"),
                decimal_places=2,
                required=False,
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name_{n}"], self[f"amount_{n}"]) for n in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = [
            (cleaned.get(f"name_{n}") or "", cleaned.get(f"amount_{n}"))
            for n in range(1, ROWS + 1)
            if cleaned.get(f"name_{n}") or cleaned.get(f"amount_{n}")
        ]
        without = [name for name, amount in given if amount is None]
        if len(without) > 1:
            raise ValidationError("Only one part may be left without an amount; it gets the rest.")
        rest = self.whole - sum((amount for _, amount in given if amount), Decimal(0))
        cleaned["parts"] = [
            Part(name=name, amount=amount if amount is not None else rest) for name, amount in given
        ]
        return cleaned

    @property
    def parts(self) -> list[Part]:
        return list(self.cleaned_data["parts"])
