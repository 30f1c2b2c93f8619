"""Where a request came from, for the record of what was done. Nothing else keeps addresses."""

from collections.abc import Callable
from contextvars import ContextVar

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_current: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


class SourceMiddleware:
    """Hold the request while it is answered, so that no action has to hand addresses about."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        held = _current.set(request)
        try:
            return self.get_response(request)
        finally:
            _current.reset(held)


def source_address() -> str:
    """The caller's address, as far as the settings trust the proxy; empty outside a request."""
    request = _current.get()
    if request is None:
        return ""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # a socket of the machine itself has none
        return ""
