"""How a second look is drawn."""

from django import forms

from bucketing.domain.verification import SampleBy


class VerificationForm(forms.Form):
    """A tenth of what, and from which number."""

    sample_by = forms.ChoiceField(
        label="Draw a random tenth",
        choices=[(SampleBy.COUNT, "of the projects"), (SampleBy.MONEY, "of the money")],
        initial=SampleBy.COUNT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the tenth is a tenth of."},
    )
    seed = forms.IntegerField(
        label="Number to draw from",
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        help_text="The same number draws the same projects. Without one, a number is made up and kept.",
        widget=forms.NumberInput(attrs={"class": "medium", "autocomplete": "off"}),
    )
