"""The lock files: complete, hashed, and silent about where packages came from."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "requirements"


def requirements(name):
    text = (FOLDER / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return dict(re.split(r"==", line, maxsplit=1) for line in lines if "==" in line)


@pytest.mark.parametrize("name", ["base.txt", "test.txt", "postgres.txt"])
def test_lock_names_no_address_and_no_folder(name):
    text = (FOLDER / name).read_text()

    assert re.findall(r"https?:|file:|--index|--find-links|@ |/(?:home|root|tmp|srv)/", text) == []


@pytest.mark.parametrize("name", ["base.txt", "test.txt", "postgres.txt"])
def test_every_locked_package_has_a_hash(name):
    unhashed = [package for package, rest in requirements(name).items() if "--hash=" not in rest]

    assert unhashed == []


def test_tests_run_with_the_versions_of_the_product():
    product, tested = requirements("base.txt"), requirements("test.txt")

    assert {name: tested.get(name) for name in product} == product
