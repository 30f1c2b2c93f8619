"""Looking something up in the record of what was done."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from assessors.models import User


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": f"{label}: enter a day like 2026-03-31."},
    )


class AuditFilterForm(forms.Form):
    group = forms.ChoiceField(label="What", required=False)
    person = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Anybody")
    since = _day("From")
    until = _day("Until")

    def __init__(
        self, *args: Any, groups: dict[str, str], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        group, person = self.fields["group"], self.fields["person"]
        assert isinstance(group, forms.ChoiceField)
        assert isinstance(person, forms.ModelChoiceField)
        group.choices = [("", "Everything"), *groups.items()]
        person.queryset = people

    def filters(self) -> dict[str, Any]:
        """What to look for; all of it where nothing, or nothing sensible, was asked."""
        if not self.is_valid():
            return {}
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if person := asked.pop("person", None):
            asked["person"] = person.pk
        return asked
