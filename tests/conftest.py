"""Fixtures that every test may ask for."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def must_not_skip() -> bool:
    """On CI a thing that is missing is a failure, not a reason to skip."""
    return os.environ.get("CI") == "true" or os.environ.get("REQUIRE_ALL") == "1"


def skip_or_fail(reason: str) -> None:
    if must_not_skip():
        pytest.fail(f"Missing, and everything is required here: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real spreadsheets that lies beside the repository."""
    folder = Path(os.environ.get("BUCKETING_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        skip_or_fail(f"no sample spreadsheets in {folder}")
    return folder
