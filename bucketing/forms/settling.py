"""What a facilitator types while settling."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from bucketing.domain.consensus import ConsensusRule
from bucketing.domain.shares import Shares, SharesError
from bucketing.domain.tiers import TIERS
from bucketing.models import Precedent

if TYPE_CHECKING:
    from django.db.models import QuerySet

NO_REASON = "Give the reason, so that anybody can later see why."


class ChairForm(forms.Form):
    """The chair's split in whole per cents, with the reason: a new one, or an earlier ruling."""

    precedent = forms.ModelChoiceField(
        Precedent.objects.none(),
        required=False,
        label="Follow an earlier ruling",
        empty_label="None",
        help_text="Without words of your own below, the ruling is the reason.",
    )
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Reason",
        help_text="One sentence that a reader of the report will understand.",
        error_messages={"required": NO_REASON},
    )
    save_ruling = forms.BooleanField(
        required=False, label="Save the reason as a ruling of this room"
    )

    def __init__(
        self, *args: Any, rulings: "QuerySet[Precedent] | None" = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if rulings is None:
            del self.fields["precedent"]
        else:
            self.fields["precedent"].queryset = rulings  # type: ignore[attr-defined]
            self.fields["reason"].required = not rulings.exists()
        for tier in TIERS:
            self.fields[tier] = forms.IntegerField(
                label=tier.capitalize(),
                min_value=0,
                max_value=100,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={"invalid": f"Enter a whole number for {tier}, such as 25."},
            )
        self.order_fields([*TIERS, "precedent", "reason", "save_ruling"])

    @property
    def tier_fields(self) -> list[forms.BoundField]:
        return [self[tier] for tier in TIERS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        ruling = cleaned.get("precedent")
        cleaned["reason"] = cleaned.get("reason") or (ruling.text if ruling else "")
        if not cleaned["reason"] and "reason" not in self.errors:
            self.add_error("reason", NO_REASON)
        if any(tier in self.errors for tier in TIERS):
            return cleaned
        try:
            cleaned["shares"] = Shares.from_percentages([cleaned.get(tier) or 0 for tier in TIERS])
        except SharesError as error:
            self.add_error(TIERS[0], str(error))
        return cleaned


class SettlingRuleForm(forms.Form):
    """How answers combine, and how far apart they may lie to settle without discussion."""

    tolerance = forms.IntegerField(
        min_value=0,
        max_value=100,
        label="Settle without discussion up to",
        help_text="Points apart: of every £100, how much two people put in different tiers.",
        error_messages={
            "required": "Enter the points apart, from 0 to 100.",
            "min_value": "The points apart cannot be below 0.",
            "max_value": "The points apart cannot be above 100.",
        },
    )
    rule = forms.ChoiceField(
        choices=[(ConsensusRule.MEAN, "mean"), (ConsensusRule.MEDIAN, "median, re-closed to 100")],
        label="Combine answers by their",
    )


class ReVoteForm(forms.Form):
    minutes = forms.IntegerField(
        min_value=1, max_value=15, initial=2, label="Minutes for the re-vote"
    )


class RulingForm(forms.Form):
    text = forms.CharField(
        max_length=500,
        label="Ruling",
        help_text="It stands beside the criteria from now on.",
        error_messages={"required": "Write the ruling in a sentence."},
    )


def first_error(form: forms.Form) -> str:
    """The sentence to show where a form has one field and no page of its own."""
    errors: Mapping[str, Any] = form.errors
    return str(next(iter(errors.values()))[0])
