"""Reading settings from the environment, with errors that name the variable."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "0", "true", "false", "yes", "no"}:
        return value in {"1", "true", "yes"} if value else default
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def text(name: str, *, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def choice(name: str, *, default: str, among: tuple[str, ...]) -> str:
    value = text(name, default=default).upper()
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {value!r}.")
    return value


def words(name: str, *, default: str = "") -> list[str]:
    """A list written with commas, spaces or both."""
    return text(name, default=default).replace(",", " ").split()


def secret_key(*, keep_in: Path | None) -> str:
    """SECRET_KEY from the environment; a demo makes one and keeps it in a file."""
    if key := text("SECRET_KEY"):
        return key
    if keep_in is None:
        raise ImproperlyConfigured(
            "Set SECRET_KEY to a long random text, or DEMO=1 to try things out on this machine."
        )
    return _kept_secret(keep_in)


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
