"""One DATABASE_URL, turned into the connection settings Django wants."""

from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

POSTGRESQL_SCHEMES = {"postgres", "postgresql"}

# Django's defaults lose writes when several people save at once: IMMEDIATE waits its
# turn instead of failing half way, WAL lets readers go on, NORMAL is safe under WAL.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# Planning the look-ups behind an answer takes longer than answering them, so that a connection keeps
# the plans of what it was asked twice. A pooler that cannot pass these on: `?prepare_threshold=none`.
POSTGRESQL_OPTIONS = {"server_side_binding": True, "prepare_threshold": 2}

# A pool that goes on trying waits longer each time, up to minutes. One that gives up after seconds
# begins anew with the next request, so that pages come back as soon as the database does.
POOL_OPTIONS = {"min_size": 1, "timeout": 10, "reconnect_timeout": 5}


def connection_settings(url: str, *, base_dir: Path, pool_size: int) -> dict[str, Any]:
    """`sqlite:///file` (relative to `base_dir`), `sqlite:////file`, or `postgresql://…`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return sqlite_settings(base_dir / unquote(parts.path[1:]))
    if parts.scheme in POSTGRESQL_SCHEMES and parts.path.strip("/"):
        return postgresql_settings(parts, pool_size=pool_size)
    raise ImproperlyConfigured(
        "DATABASE_URL must look like sqlite:///var/bucketing.sqlite3 "
        "or postgresql://user:password@host:5432/name."
    )


def sqlite_settings(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
    }


def postgresql_settings(parts: ParseResult, *, pool_size: int) -> dict[str, Any]:
    """A pool in each web process; what follows `?` goes to the driver (`host`, `sslmode`)."""
    query: dict[str, Any] = dict(parse_qsl(parts.query))
    if threshold := query.get("prepare_threshold"):
        query["prepare_threshold"] = int(threshold) if threshold.isdecimal() else None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        # A connection that died with a restart of the database is not handed to anyone.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **POSTGRESQL_OPTIONS,
            **query,
            "pool": {"min_size": 1, "max_size": pool_size, "timeout": 10},
        },
    }
