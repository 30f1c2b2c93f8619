"""How far a long workbook is, and what there is to do about it."""

from dataclasses import dataclass
from datetime import datetime

from bucketing.models import Workshop
from reports.models import WorkbookBuild


@dataclass(frozen=True, slots=True)
class WorkbookProgress:
    title: str
    percent: int
    is_under_way: bool
    is_ready: bool
    problem: str
    """Why it is not made, where it is not; pressing again helps."""
    is_outdated: bool
    """Something in the workshop changed since it was asked for."""


def progress_of(build: WorkbookBuild, workshop: Workshop, now: datetime) -> WorkbookProgress:
    problem = _problem(build, now)
    is_under_way = build.state in build.UNDER_WAY and not problem
    return WorkbookProgress(
        title=_title(build, problem),
        percent=build.percent,
        is_under_way=is_under_way,
        is_ready=build.is_ready,
        problem=problem,
        is_outdated=build.revision != workshop.revision,
    )


def _title(build: WorkbookBuild, problem: str) -> str:
    if problem:
        return "The workbook was not made"
    if build.is_ready:
        return "The workbook is ready"
    is_waiting = build.state == WorkbookBuild.State.WAITING
    return "The workbook waits for its turn" if is_waiting else "The workbook is being made"


def _problem(build: WorkbookBuild, now: datetime) -> str:
    if build.is_stalled(now):
        return (
            "Nothing was heard of it for two minutes: whatever was making it has stopped. "
            "Press again. If this happens twice, tell whoever runs this installation."
        )
    if build.state == WorkbookBuild.State.FAILED:
        return "Something went wrong while it was made. Press again, or tell whoever runs this installation."
    if build.state == WorkbookBuild.State.READY and not build.is_ready:
        return "The file has been deleted. Press again to have a new one."
    return ""
