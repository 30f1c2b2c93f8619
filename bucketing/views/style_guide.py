"""Every component on one page, for whoever builds pages; served where DEBUG is on."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As colleagues know it.")
    amount = forms.DecimalField(label="Amount", widget=forms.NumberInput(attrs={"class": "medium"}))
    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        choices=[("planned", "Planned"), ("committed", "Committed"), ("actual", "Actual")],
    )
    agreed = forms.BooleanField(label="The room agreed", help_text="Somebody must have asked.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    due_at = timezone.now() + timedelta(minutes=31, seconds=40)
    context = {
        "form": SampleForm({"amount": "many"}),
        "page_obj": Paginator(range(600), 25).get_page(request.GET.get("page", 4)),
        "due": int(due_at.timestamp() * 1000),
        "steps": ["File", "Columns", "Check", "Confirm"],
        "rows": [
            ("Public health", Decimal("6100000"), [4100, 3800, 1500, 600]),
            ("Children and families", Decimal("14900000"), [900, 2700, 2200, 4200]),
            ("Adult social care", Decimal("21300000"), [500, 1400, 3300, 4800]),
            ("Housing", Decimal("4700000"), [1100, 2200, 2800, 3900]),
        ],
        "amounts": [
            Decimal(5_800_000),
            Decimal(10_200_000),
            Decimal(12_600_000),
            Decimal(18_400_000),
        ],
    }
    screen = request.GET.get("screen", "")
    template = {"room": "room", "projector": "projector"}.get(screen, "components")
    return render(request, f"bucketing/style_guide_{template}.html", context)
