"""What an assessor sends of one project."""

from typing import Any
from uuid import UUID

from django import forms

from bucketing.domain.shares import Shares, SharesError
from bucketing.domain.tiers import TIERS, Tier
from bucketing.models import Confidence, PassReason


class AboutProjectForm(forms.Form):
    """Which project and round the page was about when the person chose, and how long ago."""

    round = forms.IntegerField()
    project = forms.IntegerField()
    seat = forms.CharField(max_length=12)
    version = forms.CharField(max_length=16)
    key = forms.UUIDField()
    age = forms.IntegerField(required=False, min_value=0)
    note = forms.CharField(required=False, max_length=500)

    @property
    def idempotency_key(self) -> UUID:
        key: UUID = self.cleaned_data["key"]
        return key


class AnswerForm(AboutProjectForm):
    """A whole tier (`tier`), or four whole per cents that add to 100; boxes left empty are 0."""

    tier = forms.ChoiceField(choices=[(tier, tier) for tier in TIERS], required=False)
    upstream = forms.IntegerField(required=False, min_value=0, max_value=100)
    midstream = forms.IntegerField(required=False, min_value=0, max_value=100)
    downstream = forms.IntegerField(required=False, min_value=0, max_value=100)
    acute = forms.IntegerField(required=False, min_value=0, max_value=100)
    confidence = forms.ChoiceField(choices=[("", ""), *Confidence.choices], required=False)
    seconds = forms.IntegerField(required=False, min_value=0, max_value=24 * 60 * 60)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                cleaned["shares"] = _shares(cleaned)
            except SharesError as error:
                self.add_error(None, forms.ValidationError(f"{error} Change the boxes."))
        return cleaned


class PassForm(AboutProjectForm):
    """Why the project cannot be judged; an interest may reach further than the one project."""

    reason = forms.ChoiceField(
        choices=PassReason, error_messages={"required": "Say why you cannot judge this project."}
    )
    reach = forms.ChoiceField(
        choices=[(each, each) for each in ("project", "provider", "directorate")], required=False
    )


def _shares(cleaned: dict[str, Any]) -> Shares:
    if cleaned["tier"]:
        return Shares.whole(Tier(cleaned["tier"]))
    return Shares.from_percentages([cleaned[tier] or 0 for tier in TIERS])
