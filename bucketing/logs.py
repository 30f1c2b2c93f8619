"""Log lines as JSON, one a line, that name no person and no secret address."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

request_id: ContextVar[str] = ContextVar("request_id", default="")


def route_of(request: HttpRequest) -> str:
    """The pattern of an address (`/join/<code>/<token>/`); its values may be secrets."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(no route)"


class HidePaths(logging.Filter):
    """Django names the whole path in its warnings; we name the route instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            paths = {request.path, request.path_info, request.get_full_path()}
            # Django writes what is not plain letters as \\x…; it is the same path.
            hidden = paths | {path.encode("unicode_escape").decode("ascii") for path in paths}
            route = route_of(request)
            record.args = tuple(route if value in hidden else value for value in record.args)
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            line["request_id"] = current
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def logging_settings(*, level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"hide_paths": {"()": HidePaths}},
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["hide_paths"],
                "formatter": "json",
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers would say everything twice.
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # Scanners knock with made-up host names all day; they are answered with 400.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }
