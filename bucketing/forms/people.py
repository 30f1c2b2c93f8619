"""What a facilitator enters about the people of a room."""

from typing import Any

from django import forms

from bucketing.models import InterestKind, SeatRole, Workshop

MOST_AT_ONCE = 60


class SeatNameForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Enter a name."}
    )


class PersonalLinksForm(forms.Form):
    """Names, one a line, for whom seats are kept."""

    names = forms.CharField(
        label="Names, one a line",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write at least one name."},
    )
    role = forms.ChoiceField(
        label="They come as",
        choices=[
            (SeatRole.ASSESSOR, "Assessors, to judge"),
            (SeatRole.OBSERVER, "Observers, to watch"),
        ],
        initial=SeatRole.ASSESSOR,
    )

    def clean_names(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Enter at most {MOST_AT_ONCE} names at a time.")
        return names


class InterestForm(forms.Form):
    """What a person must not judge: everything of a provider or directorate, or one project."""

    of = forms.ChoiceField(label="Provider or directorate", required=False)
    reference = forms.CharField(label="Or one project, by its reference", required=False)

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        self.fields["of"] = forms.ChoiceField(
            label="Provider or directorate", required=False, choices=_interest_choices(workshop)
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, _, value = (cleaned.get("of") or "").partition(":")
        reference = (cleaned.get("reference") or "").strip()
        project = self.workshop.projects.filter(reference=reference).first() if reference else None
        if reference and project is None:
            self.add_error("reference", "There is no project with this reference here.")
        elif not kind and project is None:
            raise forms.ValidationError("Choose a provider or directorate, or name a project.")
        cleaned["interest"] = (
            {"kind": InterestKind.PROJECT, "workshop_project": project}
            if project
            else {"kind": kind, "value": value}
        )
        return cleaned


def _interest_choices(workshop: Workshop) -> list[tuple[str, Any]]:
    choices: list[tuple[str, Any]] = [("", "Choose")]
    for kind, heading in (("directorate", "Directorates"), ("provider", "Providers")):
        values = workshop.projects.exclude(**{kind: ""}).values_list(kind, flat=True)
        names = sorted(set(values))
        choices.append((heading, [(f"{kind}:{name}", name) for name in names]))
    return choices
