"""How long a spreadsheet takes from upload to committed, and how much memory its child process.

    python benchmarks/imports.py [ROWS ...]

Writes made-up tables of 12 columns as xlsx and csv, brings each into an empty portfolio of a
scratch database, and compares xlsx with bare openpyxl read-only iteration over the same file.
"""

import csv
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

# In place of this folder, whose modules must not hide those of the standard library.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

HEADINGS = [
    "Reference", "Project name", "Description", "Provider", "Directorate", "Theme", "Place",
    "Funder", "Date", "Amount", "Statutory or discretionary", "Contact team",
]  # fmt: skip
SIZES = (600, 10_000, 100_000)
RATIO_LIMIT, CHILD_LIMIT = 1.5, 400_000_000


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory() as folder:
        prepare_django(Path(folder))
        print(
            "    rows  kind    read interpret  commit   total  µs/row  openpyxl  ratio   child  (seconds)"
        )
        for size in sizes:
            for kind, write in (("xlsx", write_xlsx), ("csv", write_csv)):
                path = Path(folder) / f"{size}.{kind}"
                write(path, size)
                measure(path, kind, size)


def prepare_django(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bucketing.settings",
        "SECRET_KEY": "guards nothing but a benchmark",
        "DATA_DIR": str(folder),
        "DATABASE_URL": os.environ.get(
            "BENCHMARK_DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3"
        ),
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def table(size: int) -> Any:
    random = Random(size)  # made-up data, no secrets
    for number in range(size):
        yield [
            f"P{number:06}",
            f"Project {number} of the north quarter",
            "What it does for the people it serves, said in one line",
            f"Provider {random.randrange(500)}",
            f"Directorate {random.randrange(12)}",
            f"Theme {random.randrange(40)}",
            f"Ward {random.randrange(60)}",
            "The council",
            f"{random.randrange(1, 29):02}/{random.randrange(1, 13):02}/2025",
            random.randrange(1, 10**8) / 100,
            random.choice(["statutory", "discretionary"]),
            f"Team {random.randrange(90)}",
        ]


def write_xlsx(path: Path, size: int) -> None:
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Projects")
    sheet.append(HEADINGS)
    for row in table(size):
        sheet.append(row)
    workbook.save(path)


def write_csv(path: Path, size: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(table(size))


def measure(path: Path, kind: str, size: int) -> None:
    from django.utils import timezone

    from projects.actions.import_projects import commit_import
    from projects.actions.spend_imports import record_upload
    from projects.spreadsheets.interpret import interpret
    from projects.spreadsheets.reader import opened

    portfolio = make_portfolio(path.name)
    start = time.perf_counter()
    with path.open("rb") as file:
        upload = record_upload(
            portfolio=portfolio, file=file, file_name=path.name, by=None, now=timezone.now()
        )
    with opened(path) as spreadsheet:
        read = time.perf_counter()
        result = interpret(spreadsheet).result
        peak = spreadsheet.peak_bytes
    interpreted = time.perf_counter()
    commit_import(
        portfolio=portfolio, result=result, spend_import=upload, by=None, now=timezone.now()
    )
    end = time.perf_counter()
    assert (result.rows_accepted, len(result.projects)) == (size, size)

    bare = bare_openpyxl(path) if kind == "xlsx" else 0.0
    ratio = f"{(end - start) / bare:6.2f}" if bare else "     -"
    print(
        f"{size:>8} {kind:>5} {read - start:7.2f} {interpreted - read:9.2f} "
        f"{end - interpreted:7.2f} {end - start:7.2f} "
        f"{(end - start) / size * 1e6:7.0f} {bare or float('nan'):9.2f} {ratio} {peak / 1e6:5.0f}MB"
    )
    if size >= 100_000:
        assert peak <= CHILD_LIMIT
        assert not bare or (end - start) <= RATIO_LIMIT * bare


def bare_openpyxl(path: Path) -> float:
    """Seconds for what any reader built on openpyxl spends before it has done anything."""
    import openpyxl

    start = time.perf_counter()
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in workbook.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass
    workbook.close()
    return time.perf_counter() - start


def make_portfolio(name: str) -> Any:
    from assessors.models import Organisation
    from projects.models import Portfolio

    organisation, _ = Organisation.objects.get_or_create(
        slug="benchmark", defaults={"name": "Benchmark"}
    )
    return Portfolio.objects.create(organisation=organisation, name=name)


if __name__ == "__main__":
    main()
