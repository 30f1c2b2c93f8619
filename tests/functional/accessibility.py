"""What the accessibility checker finds on a page, told so that a person can mend it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def assert_no_axe_violations(page: Page) -> None:
    """Every rule of WCAG 2.2 A and AA and the checker's best practices."""
    violations = Axe().run(page).response["violations"]
    told = "\n".join(describe(violation) for violation in violations)
    assert not violations, f"{page.url} has accessibility faults:\n{told}"


def describe(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['html']}" for node in violation["nodes"][:5])
    return f"  {violation['id']}: {violation['help']}\n{places}"
