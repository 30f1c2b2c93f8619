"""Answers to polls: they carry the server's time, and are never kept by a browser or proxy."""

from datetime import datetime

from django.http import HttpResponse


def unchanged(now: datetime) -> HttpResponse:
    """204: the only answer that leaves the page as it is."""
    return live(HttpResponse(status=204), now)


def live(response: HttpResponse, now: datetime) -> HttpResponse:
    response.headers["X-Server-Now"] = f"{now.timestamp():.3f}"
    response.headers["Cache-Control"] = "no-store"
    return response
