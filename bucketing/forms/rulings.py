"""Writing a ruling of the room down."""

from django import forms


class RulingForm(forms.Form):
    text = forms.CharField(
        label="The room’s ruling, in a sentence",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Write the ruling in a sentence.",
            "max_length": "Write the ruling in at most 500 characters.",
        },
    )
