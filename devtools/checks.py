"""`dev.py check`: what can be known without running the product."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from devtools.environment import ROOT, python_with, run

Command = tuple[str | Path, ...]

TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.settings"}

# Stands for a real installation, so that Django's own security checks look at one.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "bucketing.settings",
    "DEMO": "0",
    "SECRET_KEY": "a-stand-in-for-the-check-command-with-enough-different-letters-0123456789",
    "ALLOWED_HOSTS": "bucketing.example.org",
    "DATABASE_URL": "postgresql://bucketing@localhost/bucketing",
}


def tool(name: str, *arguments: str) -> Command:
    return (python_with("test").parent / name, *arguments)


def manage(*arguments: str) -> Command:
    return (python_with("test"), "manage.py", *arguments)


def templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html"))]


CHECKS: dict[str, tuple[Callable[[], Command], dict[str, str]]] = {
    "lint": (lambda: tool("ruff", "check", "."), {}),
    "format": (lambda: tool("ruff", "format", "--check", "."), {}),
    "types": (lambda: tool("mypy"), {}),
    "imports": (lambda: tool("lint-imports"), {}),
    "templates": (lambda: tool("djade", "--check", "--target-version=5.2", *templates()), {}),
    "migrations": (lambda: manage("makemigrations", "--check", "--dry-run"), TEST_SETTINGS),
    "deploy": (lambda: manage("check", "--deploy", "--fail-level=WARNING"), PRODUCTION),
    "compose": (
        lambda: tool(
            "check-jsonschema", "--builtin-schema=vendor.compose-spec", "docker-compose.yml"
        ),
        {},
    ),
    "dockerfile": (lambda: tool("hadolint", "Dockerfile"), {}),
}
NAMES = tuple(CHECKS)


def run_all(*, only: str | None) -> int:
    """All of them, even after one has failed, so that one run tells everything."""
    python_with("test")
    failed = [name for name in NAMES if only in (None, name) and not passes(name)]
    print("\nAll checks pass." if not failed else f"\nFAILED: {', '.join(failed)}")
    return int(bool(failed))


def passes(name: str) -> bool:
    command, env = CHECKS[name]
    print(f"\n{name} …", flush=True)
    started = time.monotonic()
    with TemporaryDirectory() as folder:
        code = run(*command(), env={**env, "BUCKETING_TEST_DIR": folder})
    print(f"{name}: {'ok' if code == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)")
    return code == 0
