"""Fixtures that every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.functional.chromium import LAUNCH_OPTIONS, find_chromium
from tests.settings import DATA_DIR_OF_WORKER, SCRATCH_DIR

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    DATA_DIR_OF_WORKER.mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Only the process that started the others removes what they shared."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(SCRATCH_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Factories write past the actions, so figures kept by one test would be wrong in the next."""
    from reports.queries.measured import kept_figures

    kept_figures.clear()


def skip_or_fail(reason: str) -> NoReturn:
    """What is missing is skipped on a person's machine and a failure on CI."""
    if os.environ.get("CI") == "true" or os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"Missing, and everything is required here: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real spreadsheets that lies beside the repository."""
    folder = Path(os.environ.get("BUCKETING_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        skip_or_fail(f"no sample spreadsheets in {folder}")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; nothing is downloaded."""
    executable = find_chromium()
    if executable is None:
        skip_or_fail("no Chromium: install the package chromium, or name its path in CHROMIUM")
    # Playwright keeps an event loop in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, **LAUNCH_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A private window on a laptop; `browser.new_context()` opens more of them."""
    window = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    yield window
    window.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
