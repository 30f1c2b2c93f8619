"""How far a person has come with a file, and what they have said."""

from dataclasses import dataclass, replace
from typing import Any

from projects.domain.interpretation import Interpretation
from projects.domain.money import Unit
from projects.models import SpendImport

STEPS = ("import-sheet", "import-columns", "import-rows", "import-preview", "import-confirm")
"""Names of the addresses, in order."""


def furthest_step(spend_import: SpendImport) -> str:
    """The step that waits for an answer: each one needs what was said before."""
    said = spend_import.choices
    for key, step in (
        ("sheet", "import-sheet"),
        ("columns", "import-columns"),
        ("rows", "import-rows"),
    ):
        if key not in said:
            return step
    return "import-preview"


def may_stand_at(spend_import: SpendImport, step: str) -> bool:
    furthest = furthest_step(spend_import)
    return furthest == "import-preview" or STEPS.index(step) <= STEPS.index(furthest)


@dataclass(frozen=True, slots=True)
class SheetSaid:
    """What a person said about the sheet as a whole."""

    sheet: str
    header_row: int
    unit: Unit = Unit.POUNDS
    currency: str = "GBP"
    default_year: int | None = None
    basis: str = "planned"

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "unit": self.unit.value,
            "currency": self.currency,
            "default_year": self.default_year,
            "basis": self.basis,
        }

    def applied_to(self, how: Interpretation) -> Interpretation:
        return replace(
            how,
            unit=self.unit,
            currency=self.currency,
            default_year=self.default_year,
            basis=self.basis,
        )


def sheet_said(spend_import: SpendImport) -> SheetSaid | None:
    said = spend_import.choices.get("sheet")
    return None if said is None else SheetSaid(**{**said, "unit": Unit(said["unit"])})


def columns_said(spend_import: SpendImport) -> Interpretation | None:
    """The sheet with its columns mapped, every row a project."""
    stored = spend_import.choices.get("columns")
    return None if stored is None else Interpretation.from_json(stored)


def interpretation_of(spend_import: SpendImport) -> Interpretation:
    """All that was said; only for an import whose steps are done."""
    said = spend_import.choices
    how = Interpretation.from_json(said["interpretation"])
    return replace(how, leaves_hidden=said.get("leaves_hidden", False))
