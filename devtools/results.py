"""What came of the test runs, told so that nothing that was left out stays unseen."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

NO_TESTS_CHOSEN = 5


class Skip(NamedTuple):
    test: str
    reason: str


@dataclass(frozen=True)
class Result:
    name: str
    exit_code: int = 0
    passed: int = 0
    failed: int = 0
    errors: int = 0
    seconds: float = 0
    skipped: list[Skip] = field(default_factory=list)
    missing: str = ""

    @property
    def closing_line(self) -> str:
        """In pytest's own words, for people and tools that look for them."""
        counts = {
            "failed": self.failed,
            "passed": self.passed,
            "skipped": len(self.skipped),
            "error" if self.errors == 1 else "errors": self.errors,
        }
        told = [f"{count} {word}" for word, count in counts.items() if count]
        return f"{', '.join(told) or 'no tests ran'} in {self.seconds:.2f}s".join(
            ("=" * 20 + " ", " " + "=" * 20)
        )


def read_result(name: str, report: Path, *, exit_code: int) -> Result:
    """The counts of a JUnit report that pytest wrote; the file is our own, so it is trusted."""
    if not report.exists():
        return Result(name, exit_code=exit_code or 1)
    suite = next(ElementTree.parse(report).iter("testsuite"))  # noqa: S314 - see above
    cases = list(suite.iter("testcase"))
    skipped = [skip for case in cases if (skip := skip_of(case))]
    failed, errors = int(suite.get("failures", 0)), int(suite.get("errors", 0))
    return Result(
        name,
        exit_code=exit_code,
        passed=sum(1 for case in cases if len(case.findall("*[@message]")) == 0),
        failed=failed,
        errors=errors,
        seconds=float(suite.get("time", 0)),
        skipped=skipped,
    )


def skip_of(case: ElementTree.Element) -> Skip | None:
    skip = case.find("skipped[@type='pytest.skip']")
    if skip is None:
        return None
    return Skip(str(case.get("classname")), str(skip.get("message")))


def tell_results(results: list[Result], *, all_required: bool) -> int:
    """Skips first, then each database's closing line; returns the exit code."""
    left_out = [told for result in results for told in left_out_by(result)]
    if left_out:
        print("\nNOT RUN, because something is missing on this machine:")
        print("\n".join(f"  {told}" for told in left_out))
    if left_out and all_required:
        print("Everything is required here (CI or REQUIRE_ALL), so this run has FAILED.")
    print()
    for result in results:
        if not result.missing:
            print(f"{result.name}\n{result.closing_line}")
    bad = any(result.exit_code for result in results)
    return int(bad or bool(left_out and all_required))


def left_out_by(result: Result) -> list[str]:
    """One line for each file of tests and each reason."""
    if result.missing:
        return [f"{result.name}, all tests: {result.missing}"]
    return [
        f"{result.name}, {count} of {skip.test}: {skip.reason}"
        for skip, count in Counter(result.skipped).items()
    ]
