"""The plan and the running order as boxes, for a workshop that exists."""

from typing import Any

from django import forms

from bucketing.domain.plan import GROUPINGS, Plan, PlanError
from bucketing.forms.levers import PlanField
from bucketing.forms.planner import GROUP_LABELS, minutes_errors, own_plan
from bucketing.models import Stage


class PlanNumbersForm(forms.Form):
    second_above = forms.DecimalField(
        label="A second rating for projects from",
        min_value=0,
        decimal_places=2,
        required=False,
        help_text="Empty for none, 0 for all.",
    )
    third_where_differ_above = forms.DecimalField(
        label="A third rating where so much is placed differently",
        min_value=0,
        decimal_places=2,
        required=False,
        help_text="Empty for none.",
    )
    leave_out_below = forms.DecimalField(
        label="Leave out projects below",
        min_value=0,
        decimal_places=2,
        required=False,
        help_text="Their money stays in every total as a line of its own.",
    )
    group_by = forms.ChoiceField(
        label="How projects are handed out",
        choices=[(value, GROUP_LABELS[value]) for value in GROUPINGS],
        required=False,
    )

    seen_plan = PlanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            cleaned["plan"] = own_plan(cleaned)
        except PlanError as error:
            raise forms.ValidationError(str(error)) from error
        return cleaned

    @staticmethod
    def numbers_of(plan: Plan) -> dict[str, Any]:
        """What the boxes show for a plan."""
        return {
            "second_above": plan.second_above,
            "third_where_differ_above": plan.third_where_differ_above,
            "leave_out_below": plan.leave_out_below,
            "group_by": plan.group_by,
        }


class RunningOrderForm(forms.Form):
    """Minutes of every stage that is not over."""

    def __init__(self, *args: Any, stages: list[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in stages:
            if stage.closed_at is None:
                self.fields[f"stage_{stage.position}"] = forms.IntegerField(
                    label=stage.get_kind_display(),
                    min_value=1,
                    max_value=480,
                    initial=stage.minutes,
                    error_messages=minutes_errors(str(stage.get_kind_display()), least=1),
                )

    @property
    def minutes(self) -> dict[int, int]:
        """By position."""
        return {
            int(name.removeprefix("stage_")): value for name, value in self.cleaned_data.items()
        }
