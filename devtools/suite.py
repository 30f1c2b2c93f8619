"""`dev.py test`: every test on SQLite, then every test on PostgreSQL."""

import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NoReturn

from devtools import postgres
from devtools.environment import ROOT, SetupError, python_with, run
from devtools.results import Result, read_result, tell_results

DATABASES = ("sqlite", "postgres")


def run_all(*, only: str | None, pytest_arguments: list[str]) -> int:
    python = python_with("test")
    signal.signal(signal.SIGTERM, stop_politely)
    results = [
        run_on(database, python, pytest_arguments)
        for database in DATABASES
        if only in (None, database)
    ]
    return tell_results(results, all_required=all_required())


def all_required() -> bool:
    return os.environ.get("CI") == "true" or os.environ.get("REQUIRE_ALL") == "1"


def stop_politely(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave through the `finally` blocks, so that no database server is left behind."""
    raise KeyboardInterrupt


def run_on(database: str, python: Path, arguments: list[str]) -> Result:
    if database == "sqlite":
        return run_pytest("SQLite", python, arguments, database_url="")
    binaries = postgres.find_binaries()
    if binaries is None:
        return Result("PostgreSQL", missing="no PostgreSQL server was found on this machine")
    with postgres.private_cluster(binaries) as url:
        # The databases go with their cluster; dropping each first would wait for every session.
        return run_pytest("PostgreSQL", python, ["--reuse-db", *arguments], database_url=url)


def run_pytest(name: str, python: Path, arguments: list[str], *, database_url: str) -> Result:
    print(f"\n{name}: running the tests …", flush=True)
    report = ROOT / "test-results" / f"{name.lower()}.xml"
    report.unlink(missing_ok=True)
    command = [*parallel(arguments), f"--junit-xml={report}", *arguments]
    with TemporaryDirectory(prefix="bucketing-tests-") as scratch:
        env = {"DATABASE_URL": database_url, "BUCKETING_TEST_DIR": scratch}
        code = run(python, "-m", "pytest", *command, env=env)
    return read_result(name, report, exit_code=code)


def parallel(arguments: list[str]) -> list[str]:
    """Two workers, unless one is asked for or a person wants to step through.

    Who has run out of tests takes some of the other's.
    """
    alone = {"--pdb", "--trace", "-s"} & set(arguments)
    chosen = any(word.startswith(("-n", "--numprocesses")) for word in arguments)
    return [] if alone or chosen else ["-n", "2", "--dist", "worksteal"]


def run_benchmarks(*, names: list[str]) -> int:
    python = python_with("test")
    scripts = sorted((ROOT / "benchmarks").glob("*.py"))
    chosen = [script for script in scripts if not names or script.stem in names]
    if not chosen:
        known = ", ".join(script.stem for script in scripts) or "none yet"
        raise SetupError(f"No such measurement. There are: {known}.")
    codes = [run_benchmark(python, script.stem) for script in chosen]
    sys.stdout.flush()
    return max(codes)


def run_benchmark(python: Path, name: str) -> int:
    """One measurement, with a scratch folder of its own for its database and files."""
    with TemporaryDirectory(prefix="bucketing-benchmark-") as scratch:
        env = {"PYTHONPATH": str(ROOT), "BUCKETING_TEST_DIR": scratch}
        return run(python, "-m", f"benchmarks.{name}", env=env)
