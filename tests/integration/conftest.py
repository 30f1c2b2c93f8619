"""Fixtures that several integration tests ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def list_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a text table to a file of its own."""

    def write(text: str, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
