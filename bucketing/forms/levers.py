"""Presses of a lever. What the page showed is sent along, so that a late press shows as late."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from bucketing.domain.plan import Plan, PlanError

STAGE_LEVERS = (
    "open-next",
    "pause",
    "resume",
    "extend",
    "end-softly",
    "go-back",
    "close",
    "reopen",
)


class SeenTimeField(forms.CharField):
    """A moment exactly as the page had it, to the microsecond."""

    def to_python(self, value: Any) -> datetime | None:  # type: ignore[override]
        if not value:
            return None
        try:
            moment = parse_datetime(str(value))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise forms.ValidationError("This is not a time.")
        return moment


class StageLeverForm(forms.Form):
    """`after`: position of the stage the page showed; `seen_due_at`: the end it showed."""

    lever = forms.ChoiceField(choices=[(name, name) for name in STAGE_LEVERS])
    after = forms.IntegerField(required=False, min_value=0)
    minutes = forms.IntegerField(required=False, min_value=-30, max_value=60)
    seen_due_at = SeenTimeField(required=False)


class PlanField(forms.CharField):
    """A plan as the page wrote it."""

    def to_python(self, value: Any) -> Plan | None:  # type: ignore[override]
        if not value:
            return None
        try:
            stored = json.loads(str(value))
            return Plan.from_json(stored if isinstance(stored, dict) else {})
        except (ValueError, PlanError) as error:
            raise forms.ValidationError(str(error)) from error


class PlanLeverForm(forms.Form):
    """A plan to put in force, and the one that the page showed."""

    plan = PlanField()
    seen_plan = PlanField(required=False)
