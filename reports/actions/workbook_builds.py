"""Asking for a long workbook, telling how far it is, and forgetting it when its day is over."""

from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from bucketing.actions.errors import Refused
from bucketing.models import Workshop
from reports.models import WorkbookBuild
from reports.models.workbook_build import KEPT

if TYPE_CHECKING:
    from assessors.models import User

MOST_AT_ONCE = 3
State = WorkbookBuild.State


@transaction.atomic
def reserve_build(
    *, workshop: Workshop, query: str, by: "User", now: datetime
) -> tuple[WorkbookBuild, bool]:
    """The build of this view for this person, and whether its making has to begin now.

    Two presses find one build: the second waits for the workshop's lock. A view of figures that
    have changed since is another build.
    """
    revision = Workshop.objects.select_for_update().get(pk=workshop.pk).revision
    mine = WorkbookBuild.objects.filter(workshop=workshop, user=by)
    digest = sha256(query.encode()).hexdigest()
    build = mine.filter(revision=revision, query_digest=digest).first()
    if build is None:
        if sum(not each.is_stalled(now) for each in mine.under_way()) >= MOST_AT_ONCE:
            raise Refused(
                f"{MOST_AT_ONCE} workbooks of this workshop are being made for you. Wait for one of them."
            )
        build = WorkbookBuild.objects.create(
            workshop=workshop,
            user=by,
            revision=revision,
            query=query,
            query_digest=digest,
            asked_at=now,
            heard_at=now,
        )
        return build, True
    if build.is_ready or (build.state in build.UNDER_WAY and not build.is_stalled(now)):
        return build, False
    return _begin_again(build, now), True


def _begin_again(build: WorkbookBuild, now: datetime) -> WorkbookBuild:
    build.attempt += 1
    build.state, build.percent = State.WAITING, 0
    build.asked_at = build.heard_at = now
    build.save(update_fields=["attempt", "state", "percent", "asked_at", "heard_at"])
    return build


def tell_progress(*, build: WorkbookBuild, percent: int, now: datetime) -> None:
    """Nothing happens where the build was begun again meanwhile."""
    _change(build, state=State.MAKING, percent=min(99, percent), heard_at=now)


def finish_build(*, build: WorkbookBuild, now: datetime) -> None:
    _change(build, state=State.READY, percent=100, heard_at=now)


def fail_build(*, build: WorkbookBuild, now: datetime) -> None:
    _change(build, state=State.FAILED, heard_at=now)


def _change(build: WorkbookBuild, **fields: object) -> None:
    WorkbookBuild.objects.filter(pk=build.pk, attempt=build.attempt).update(**fields)


def forget_old_builds(*, now: datetime) -> int:
    """Delete builds whose day is over, and every file that no build of today can name."""
    old = WorkbookBuild.objects.filter(asked_at__lt=now - KEPT)
    count, _ = old.delete()
    if settings.WORKBOOKS_DIR.is_dir():
        for path in settings.WORKBOOKS_DIR.iterdir():
            with suppress(FileNotFoundError):  # somebody else tidies as well
                if path.stat().st_mtime < (now - KEPT).timestamp():
                    path.unlink()
    return count
