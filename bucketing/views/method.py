"""What every figure means, for whoever has to answer for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Open to everybody: readers of a published figure come here without an account."""
    return render(request, "bucketing/method.html")
