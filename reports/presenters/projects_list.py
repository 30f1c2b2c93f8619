"""A page of the list of projects."""

from collections.abc import Iterable

from reports.domain.figures import Figure
from reports.presenters.project_line import ProjectLine, present_project

PER_PAGE = 25


def present_projects(figures: Iterable[Figure]) -> list[ProjectLine]:
    return [present_project(figure) for figure in figures]
