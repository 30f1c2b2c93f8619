"""Where a press of the bar's levers leads: back to the page on which it was made."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

WITH_A_BAR = frozenset(
    {
        "summary",
        "workshop-agreement",
        "workshop-calibration",
        "workshop-calibration-choose",
        "workshop-invitation",
        "workshop-log",
        "workshop-passes",
        "workshop-people",
        "workshop-plan",
        "workshop-projects",
        "workshop-reconcile",
        "workshop-reconcile-all",
        "workshop-seat",
        "workshop-split",
    }
)
"""Pages that can be asked for again; a page that answered a press cannot."""


def way_back(request: HttpRequest, pk: int) -> str:
    """The page of this workshop that the browser names as where it came from, else the board."""
    board = reverse("workshop-board", args=[pk])
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return board
    parts = urlsplit(came_from)
    try:
        page = resolve(parts.path)
    except Resolver404:
        return board
    if page.url_name not in WITH_A_BAR or page.kwargs.get("pk") != pk:
        return board
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
