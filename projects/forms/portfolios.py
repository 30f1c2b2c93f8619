"""Forms about a portfolio as a whole."""

from django import forms


class PortfolioForm(forms.Form):
    name = forms.CharField(
        label="Name of the portfolio",
        max_length=200,
        help_text="What the list is, such as “Prevention and early help 2025/26”.",
        error_messages={"required": "Enter a name for the portfolio."},
    )
