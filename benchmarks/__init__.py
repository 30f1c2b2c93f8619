"""Measurements, each a command: `python dev.py bench NAME`."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent


def as_served() -> None:
    """Set this process up as gunicorn sets up those that serve, once its code is read."""
    run_path(str(ROOT / "gunicorn.conf.py"))["when_ready"](SimpleNamespace(LISTENERS=[]))
