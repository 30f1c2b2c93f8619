"""What a workbook can be asked to break down by."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.domain.facets import Facet
from reports.domain.lens import Lens
from reports.domain.summary import PortfolioSummary
from reports.presenters import words

CROSSINGS_OFFERED = 3


@dataclass(frozen=True)
class WorkbookChoice:
    """`usual` are the keys of the break-downs that a workbook has where nothing was chosen."""

    summary: PortfolioSummary
    usual: Sequence[str]

    @property
    def lens(self) -> Lens:
        return self.summary.lens

    @property
    def facets(self) -> list[tuple[Facet, bool]]:
        """Each with whether it is ticked."""
        chosen = self.usual if self.lens.sheets is None else self.lens.sheets
        return [(facet, facet.key in chosen) for facet in self.summary.facets.values()]

    @property
    def crossings(self) -> list[tuple[int, str, str]]:
        """Number, down and across; what is chosen first, then empty ones to fill."""
        on_screen = [(self.lens.by, self.lens.cross)] if self.lens.cross else []
        pairs = list(self.lens.crossings) or on_screen
        empty = [("", "")] * max(0, CROSSINGS_OFFERED - len(pairs))
        return [(n, down, across) for n, (down, across) in enumerate([*pairs, *empty], start=1)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form must not lose: the filters and the meaning of the headline."""
        return self.lens.pairs(without=("sheet",))

    @property
    def filters(self) -> str:
        return words.filters_sentence(self.summary)
