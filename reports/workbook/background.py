"""Making a long workbook beside the pages, with a bar that tells how far it is."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, TYPE_CHECKING

from django.utils import timezone
from django_tasks import task

from bucketing.models import Workshop
from reports.actions.workbook_builds import (
    fail_build,
    finish_build,
    forget_old_builds,
    reserve_build,
    tell_progress,
)
from reports.domain.lens import Lens
from reports.models import WorkbookBuild
from reports.queries.summaries import no_collecting
from reports.queries.workbook import load_workbook_source
from reports.workbook.build import write_workbook

if TYPE_CHECKING:
    from assessors.models import User

logger = logging.getLogger(__name__)

LOADED_PERCENT = 15
SECONDS_BETWEEN_SIGNS = 1.0


def ask_for_workbook(*, workshop: Workshop, lens: Lens, by: "User", now: datetime) -> WorkbookBuild:
    """Queue the workbook of this view, unless it is on its way or made already."""
    forget_old_builds(now=now)
    build, must_begin = reserve_build(workshop=workshop, query=lens.query(), by=by, now=now)
    if must_begin:
        build_in_background.enqueue(build.pk, build.attempt)
    return build


@task()
def build_in_background(build_id: int, attempt: int) -> None:
    builds = WorkbookBuild.objects.select_related(
        "workshop__portfolio__organisation", "workshop__criteria_set"
    )
    build = builds.filter(pk=build_id, attempt=attempt).first()
    if build is None:  # begun again, or forgotten
        return
    try:
        with _file_of(build) as file, no_collecting():
            _make(build, file)
    except Exception:  # whatever it was, the page must say so and offer to try again
        logger.exception("Workbook build %s failed", build_id)
        fail_build(build=build, now=timezone.now())
    else:
        finish_build(build=build, now=timezone.now())


def _make(build: WorkbookBuild, file: IO[bytes]) -> None:
    tell_progress(build=build, percent=1, now=timezone.now())
    lens = Lens.from_query(build.query)
    source = load_workbook_source(build.workshop, lens, timezone.now())
    tell = _now_and_then(lambda percent: tell_progress(
        build=build, percent=percent, now=timezone.now()
    ))  # fmt: skip
    tell(LOADED_PERCENT)
    rest = 98 - LOADED_PERCENT
    write_workbook(source, file, told=lambda part: tell(LOADED_PERCENT + round(rest * part)))


def _now_and_then(tell: Callable[[int], None]) -> Callable[[int], None]:
    """At most one sign of life a second: each is a write to the database."""
    latest = 0.0

    def throttled(percent: int) -> None:
        nonlocal latest
        if time.monotonic() - latest >= SECONDS_BETWEEN_SIGNS:
            tell(percent)
            latest = time.monotonic()

    return throttled


@contextmanager
def _file_of(build: WorkbookBuild) -> Iterator[IO[bytes]]:
    """A file that has its name only once it is whole, and that nobody else on the machine reads."""
    build.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = build.path.with_suffix(".partial")
    try:
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as file:
            yield file
        partial.rename(build.path)
    finally:
        partial.unlink(missing_ok=True)
