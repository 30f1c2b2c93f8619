"""How long the summary page and the workbook take, and how much memory.

    python -m benchmarks.reports [PROJECTS ...]

Makes random workshops with three ratings a project in a scratch database. The page is asked for
through the whole stack of middleware; the workbook is compared with bare openpyxl write-only rows
of the same number of cells, written in the same process.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import as_served

SIZES = (600, 10_000)
PAGE_LIMITS = {600: 80, 10_000: 600}  # milliseconds
BOOK_LIMIT = 1.0  # seconds for 600
RATIO_LIMIT, MEMORY_LIMIT = 1.6, 400  # of 10,000; megabytes
RUNS = 5


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        prepare_django(Path(folder))
        for size in sizes:
            measure(size)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
          f" (limit {MEMORY_LIMIT}, with both sizes in one process)")  # fmt: skip


def prepare_django(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bucketing.settings",
        "SECRET_KEY": "guards nothing but a benchmark",
        "DATA_DIR": str(folder),
        "HTTPS": "0",
        "ALLOWED_HOSTS": "testserver",
        "TASKS_IMMEDIATE": "1",
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": os.environ.get(
            "BENCHMARK_DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3"
        ),
    }
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django.setup()
    call_command("migrate", verbosity=0)


def measure(size: int) -> None:
    from tests.factories.finished import make_large_room

    room = make_large_room(size, seed=size)
    for project in room.projects[:20]:
        room.settle(project, (20, 20, 30, 30))
    time_page(room, size)
    time_workbook(room, size)


def time_page(room: Any, size: int) -> None:
    from django.test import Client

    from reports.queries.measured import kept_figures
    from tests.factories.people import make_member

    client = Client()
    organisation = room.workshop.portfolio.organisation
    client.force_login(make_member("commissioner", organisation=organisation).user)
    address = f"/workshops/{room.workshop.pk}/summary/"
    client.get(address)
    as_served()
    for query in ("", "?by=provider"):
        for state, before in (("cold", kept_figures.clear), ("warm", lambda: None)):
            time_one_page(client, address + query, before, f"{size:>6} projects  {state} {query}")


def time_one_page(client: Any, address: str, before: Callable[[], None], label: str) -> None:
    """Cold: nothing is kept in the process, as after each change of the workshop."""
    times, spent = [], []
    for _ in range(RUNS):
        before()
        started = time.process_time()
        times.append(timed(lambda: client.get(address)))
        spent.append(time.process_time() - started)
    limit = PAGE_LIMITS.get(int(label.split(maxsplit=1)[0]), "-")
    print(f"{label:<38} {median(times) * 1000:6.0f} ms   processor {median(spent) * 1000:6.0f} ms"
          f"   limit {limit} ms")  # fmt: skip


def time_workbook(room: Any, size: int) -> None:
    from django.utils import timezone

    from reports.domain.lens import Lens
    from reports.queries.workbook import load_workbook_source
    from reports.workbook.build import write_workbook

    made: list[BytesIO] = []

    def whole() -> None:
        made[:] = [BytesIO()]
        source = load_workbook_source(room.workshop, Lens(), timezone.now())
        write_workbook(source, made[0])

    runs = RUNS if size < 5_000 else 2
    ours = min(timed(whole) for _ in range(runs))
    rows = rows_of(made[0])
    bare = min(timed(lambda: write_bare(rows)) for _ in range(runs))
    cells = sum(len(row) for sheet in rows for row in sheet)
    print(f"{size:>6} projects  workbook  {ours:7.2f} s    bare openpyxl {bare:.2f} s for {cells:,} cells,"
          f" ratio {ours / bare:.2f} (limit {RATIO_LIMIT} at 10,000; {BOOK_LIMIT} s at 600)")  # fmt: skip


def rows_of(file: BytesIO) -> list[list[list[Any]]]:
    """The same cells, empty ones left out, as plain values."""
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    return [
        [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    ]


def write_bare(sheets: list[list[list[Any]]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(BytesIO())


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
