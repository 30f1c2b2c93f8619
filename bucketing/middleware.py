"""What every answer carries: a request id, a log line, security headers, a size limit."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from bucketing.logs import request_id, route_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]

logger = logging.getLogger("bucketing.requests")

NUL = "\x00"
LARGEST_NUMBER = 2**63 - 1

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)


class RequestLogMiddleware:
    """Give each request an id and write one line about it: no path, person or address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        token = request_id.set(_id_for(request))
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            _log_answer(request, response, seconds=perf_counter() - started)
        finally:
            request_id.reset(token)
        return response


def _id_for(request: HttpRequest) -> str:
    """The proxy's id where it sent a plain one, so that its log and ours can be joined."""
    given = request.headers.get("X-Request-ID", "")
    return given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else uuid4().hex


def _log_answer(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    facts = {
        "method": request.method,
        "route": route_of(request),
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }
    logger.info("answered", extra={"facts": facts})


class SecurityHeadersMiddleware:
    """A strict Content-Security-Policy and its companions on every answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": content_security_policy(),
            "Permissions-Policy": PERMISSIONS_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if "cookie" in response.headers.get("Vary", "").lower():
            # What was made for one person stays in nobody's cache, not even their own browser's.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def content_security_policy() -> str:
    """Nothing inline and nothing from elsewhere; pictures may also be `data:`."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


class RequestSizeMiddleware:
    """Refuse a body that no form here could want, before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_MAX_BYTES:
            return _too_large()
        return self.get_response(request)


class StorableValuesMiddleware:
    """What no database can hold is refused at the door, not in the middle of a page.

    A number in an address that is too large, or a word with a NUL in it, names nothing: 404. A NUL
    in a query or a form field comes from no browser: 400.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, named: dict[str, Any]
    ) -> None:
        if not all(map(_can_name_something, named.values())):
            raise Http404
        # The check for forged forms reads the fields anyway, so looking here costs nothing more.
        for fields in (request.GET, request.POST):
            if any(NUL in value for _, values in fields.lists() for value in values):
                raise BadRequest("A field holds a character that cannot be stored.")


def _can_name_something(value: object) -> bool:
    if isinstance(value, int):
        return value <= LARGEST_NUMBER
    return not (isinstance(value, str) and NUL in value)


def _too_large() -> HttpResponse:
    megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
    return HttpResponse(
        f"This file is larger than {megabytes} MB. "
        "Remove sheets you do not need, or split it, and send it again.",
        status=413,
        content_type="text/plain; charset=utf-8",
    )
