"""A page of the list of projects, and the headings that sort it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.domain.figures import Figure
from reports.domain.lens import Lens
from reports.presenters.columns import ORDER_LABELS, Column, column, sorted_by, tier_columns
from reports.presenters.project_line import ProjectLine, present_project

PER_PAGE = 25


@dataclass(frozen=True)
class ProjectHeadings:
    """`columns` by name, `tiers` those inside the heading of the split."""

    lens: Lens
    names: Mapping[str, str]

    @property
    def columns(self) -> dict[str, Column]:
        return {
            name: column(name, label, self.lens, "order") for name, label in ORDER_LABELS.items()
        }

    @property
    def tiers(self) -> list[Column]:
        return tier_columns(self.names, self.lens, "order")

    @property
    def tiers_sorted(self) -> str:
        return sorted_by(self.tiers)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a small screen, where the headings have no room: the address's word and a label."""
        words = ("Largest first", "Name", *(f"Most {self.names[t].lower()}" for t in self.names))
        keys = ("-amount", "name", *(f"-{tier}" for tier in self.names))
        return list(zip(keys, words, strict=True))

    @property
    def kept(self) -> list[tuple[str, str]]:
        return self.lens.pairs(without=("order",))


def present_projects(figures: Iterable[Figure]) -> list[ProjectLine]:
    return [present_project(figure) for figure in figures]
