"""The planner's questions. Every number may change; the answer follows at once."""

from typing import Any

from django import forms
from django.urls import reverse

from bucketing.domain.running_order import DEFAULT_RUNNING_ORDER, PlannedStage
from bucketing.forms.plan import PlanBoxes, minutes_errors, people_field
from bucketing.models import CriteriaSet
from bucketing.queries.criteria import criteria_for
from bucketing.queries.judgeable import Judgeable
from projects.templatetags.money import financial_year

OWN_PLAN = "own"
PLAN_CHOICES = (
    ("", "The one that fits"),
    ("once", "Once"),
    ("the largest twice", "The largest twice"),
    ("all twice", "All twice"),
    ("all three times", "All three times"),
    (OWN_PLAN, "My own"),
)
STAGE_LABELS = {
    "welcome": "Welcome and criteria",
    "calibration": "Calibration",
    "rating": "Silent rating",
    "reconciling": "Reconciling",
    "close": "Close",
}


class PlannerForm(PlanBoxes):
    """Bound to what the page sends; unset numbers take the usual ones."""

    spend = forms.ChoiceField(label="What is judged")
    name = forms.CharField(label="Name of the workshop", max_length=200, required=False)
    people = people_field()
    criteria_set = forms.ModelChoiceField(queryset=CriteriaSet.objects.none(), required=False)
    plan = forms.ChoiceField(choices=PLAN_CHOICES, required=False)

    def __init__(self, *args: Any, choices: list[Judgeable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.judgeable = {each.key: each for each in choices}
        self.fields["spend"] = forms.ChoiceField(
            label="What is judged", choices=[(each.key, _spend_label(each)) for each in choices]
        )
        for stage in DEFAULT_RUNNING_ORDER:
            self.fields[f"minutes_{stage.kind}"] = forms.IntegerField(
                label=STAGE_LABELS[stage.kind],
                min_value=1 if stage.kind == "rating" else 0,
                max_value=480,
                initial=stage.minutes,
                error_messages=minutes_errors(
                    STAGE_LABELS[stage.kind], least=1 if stage.kind == "rating" else 0
                ),
            )
        chosen = self.judgeable.get(self._raw("spend")) or next(iter(choices), None)
        if chosen:
            self.fields["criteria_set"] = forms.ModelChoiceField(
                label="Criteria",
                queryset=criteria_for(chosen.portfolio.organisation).exclude(organisation=None),
                required=False,
                empty_label="The built-in criteria",
            )
        self.criteria_link = (
            reverse("criteria-list", args=[chosen.portfolio.organisation.slug]) if chosen else ""
        )
        self.order_of_minutes = [self[f"minutes_{stage.kind}"] for stage in DEFAULT_RUNNING_ORDER]

    def _raw(self, name: str) -> str:
        return str(self.data.get(name, "")) if self.is_bound else ""

    @property
    def chosen(self) -> Judgeable:
        return self.judgeable[self.cleaned_data["spend"]]

    @property
    def running_order(self) -> tuple[PlannedStage, ...]:
        """Without the stages that are given no time."""
        stages = (
            PlannedStage(stage.kind, self.cleaned_data[f"minutes_{stage.kind}"])
            for stage in DEFAULT_RUNNING_ORDER
        )
        return tuple(stage for stage in stages if stage.minutes)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("plan") == OWN_PLAN:
            cleaned["own_plan"] = self.read_plan(cleaned)
        return cleaned


def _spend_label(each: Judgeable) -> str:
    """The year first: a narrow box cuts the end."""
    year = financial_year(each.financial_year)
    return f"{year} {each.basis_name}, {each.portfolio.name}"
