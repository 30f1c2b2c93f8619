"""Coming in: a code, a name, and what one should not judge."""

from typing import Any

from django import forms

from bucketing.domain.join_codes import clean_join_code
from bucketing.models import Workshop
from bucketing.queries.interests import distinct_values

LISTED_AT_THE_DOOR = 60


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Workshop code",
        max_length=20,
        help_text="Seven letters and digits, for example KFD 7QXW",
        error_messages={"required": "Enter the code that is on the big screen."},
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        return clean_join_code(self.cleaned_data["code"])


class KnockForm(forms.Form):
    """A name for the facilitator. The page says nothing of the workshop, so neither does this."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        help_text="As the others in the room know you. The facilitator sees it.",
        error_messages={"required": "Enter your name, as the others in the room know you."},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )


class NameForm(KnockForm):
    """A name is enough. What one owns, runs or gains from can be said at once or later."""

    directorates = forms.MultipleChoiceField(
        label="Directorates", required=False, widget=forms.CheckboxSelectMultiple
    )
    providers = forms.MultipleChoiceField(
        label="Providers", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, column in (("directorates", "directorate"), ("providers", "provider")):
            values = distinct_values(workshop, column)
            if len(values) <= LISTED_AT_THE_DOOR:
                self.fields[field].choices = [(value, value) for value in values]  # type: ignore[attr-defined]

    @property
    def lists_interests(self) -> bool:
        return any(self.fields[name].choices for name in ("directorates", "providers"))  # type: ignore[attr-defined]
