"""The numbers of a plan as boxes, for the planner and for a workshop that exists; the running order."""

from decimal import Decimal
from typing import Any

from django import forms

from bucketing.domain.plan import GROUPINGS, Plan, PlanError
from bucketing.forms.levers import PlanField
from bucketing.models import Stage

GROUP_LABELS = {
    "": "Mixed, largest first",
    "theme": "By theme",
    "provider": "By provider",
    "directorate": "By directorate",
}
MOST_PEOPLE = 200


def minutes_errors(label: str, *, least: int) -> dict[str, str]:
    """Errors that name the stage, as they also stand in a list away from its box."""
    whole = f"{label}: enter the minutes as a whole number from {least} to 480."
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), whole)
    if least:
        errors["min_value"] = f"{label} needs at least 1 minute."
    return errors


def pounds_field(label: str, help_text: str = "") -> forms.DecimalField:
    kinds = ("invalid", "min_value", "max_decimal_places")
    return forms.DecimalField(
        label=label,
        min_value=0,
        decimal_places=2,
        required=False,
        help_text=help_text,
        error_messages=dict.fromkeys(kinds, f"{label}: enter pounds and pence, or nothing."),
    )


def people_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Assessors expected",
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=10,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Enter how many assessors you expect, from 1 to {MOST_PEOPLE}.",
        ),
    )


class PlanBoxes(forms.Form):
    """Which projects are rated how often, by amount."""

    second_above = pounds_field("A second rating for projects from", "Empty for none, 0 for all.")
    third_where_differ_above = pounds_field(
        "A third rating where so much is placed differently", "Empty for none."
    )
    leave_out_below = pounds_field(
        "Leave out projects below", "Their money stays in every total as a line of its own."
    )
    group_by = forms.ChoiceField(
        label="How projects are handed out",
        choices=[(value, GROUP_LABELS[value]) for value in GROUPINGS],
        required=False,
    )

    def read_plan(self, cleaned: dict[str, Any]) -> Plan:
        """The plan of the boxes; a third rating needs a second."""
        thirds: Decimal | None = cleaned.get("third_where_differ_above")
        try:
            return Plan(
                second_above=cleaned.get("second_above"),
                third_where_differ_above=(
                    thirds if cleaned.get("second_above") is not None else None
                ),
                leave_out_below=cleaned.get("leave_out_below"),
                group_by=cleaned.get("group_by") or "",
            )
        except PlanError as error:
            raise forms.ValidationError(str(error)) from error


class PlanNumbersForm(PlanBoxes):
    """Another plan for a workshop that exists."""

    seen_plan = PlanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["plan"] = self.read_plan(cleaned)
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


class ExpectedPeopleForm(forms.Form):
    people = people_field()


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
