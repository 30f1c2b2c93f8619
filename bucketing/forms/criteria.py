"""The wording of criteria as boxes: four tiers, the ladder, the rules."""

from copy import deepcopy
from typing import Any

from django import forms

TIER_FIELDS = (
    ("label", "Name", 1),
    ("other_name", "Other name", 1),
    ("test", "In one line", 1),
    ("question", "Test question", 2),
    ("reached", "Who is reached", 1),
    ("elsewhere", "Put it elsewhere if", 2),
    ("examples", "Examples", 2),
)
OPTIONAL = ("elsewhere", "examples", "other_name", "reached")


class CriteriaForm(forms.Form):
    """Starts from an earlier version; what has no box here is carried over from it."""

    name = forms.CharField(label="Name of these criteria", max_length=120)
    rules = forms.CharField(
        label="Rules, one a line",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, start: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start = start
        self.fields["rules"].initial = "\n".join(start.get("rules", []))
        for tier in start["tiers"]:
            for key, label, rows in TIER_FIELDS:
                self.fields[f"{tier['code']}_{key}"] = forms.CharField(
                    label=label,
                    max_length=600,
                    required=key not in OPTIONAL,
                    initial=tier.get(key, ""),
                    widget=forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput(),
                )
        for number, rung in enumerate(start.get("ladder", [])):
            self.fields[f"ladder_{number}"] = forms.CharField(
                label=f"Question {number + 1}"
                + (f", yes means {rung['tier']}" if rung.get("tier") else ""),
                max_length=300,
                initial=rung["question"],
            )

    @property
    def tiers(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (tier["code"], [self[f"{tier['code']}_{key}"] for key, _, _ in TIER_FIELDS])
            for tier in self.start["tiers"]
        ]

    @property
    def ladder(self) -> list[forms.BoundField]:
        return [self[f"ladder_{number}"] for number in range(len(self.start.get("ladder", [])))]

    @property
    def content(self) -> dict[str, Any]:
        """The whole wording in the shape of the built-in criteria."""
        content = deepcopy(self.start)
        for tier in content["tiers"]:
            for key, _, _ in TIER_FIELDS:
                tier[key] = self.cleaned_data[f"{tier['code']}_{key}"]
        for number, rung in enumerate(content.get("ladder", [])):
            rung["question"] = self.cleaned_data[f"ladder_{number}"]
        lines = self.cleaned_data["rules"].splitlines()
        content["rules"] = [line.strip() for line in lines if line.strip()]
        return content
