"""How a sheet is to be read: what a person sees, may change, and confirms."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from projects.domain.dates import DateOrder
from projects.domain.headings import Field
from projects.domain.money import Unit


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A column of amounts of one year or a part of it, for sheets with several. A blank basis is that of
    the sheet, as is the year where the heading names none."""

    index: int
    financial_year: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Only rows in which the column holds the value count."""

    column: int
    value: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Columns are numbers from 0. `default_year` is the starting year for rows that name none."""

    sheet: str
    header_row: int
    headings: tuple[str, ...]
    columns: Mapping[Field, int]
    year_columns: tuple[YearColumn, ...] = ()
    group_by: tuple[int, ...] = ()
    where: tuple[RowFilter, ...] = ()
    left_out: frozenset[int] = frozenset()
    """Unmapped columns that are not even kept as attributes."""
    unit: Unit = Unit.POUNDS
    decimal_comma: bool = False
    date_order: DateOrder = DateOrder.DAY_FIRST
    default_year: int | None = None
    basis: str = "planned"
    currency: str = "GBP"
    named_columns: int = 0
    leaves_hidden: bool = False
    """Whether rows that are hidden in the sheet are left out; unasked they are kept."""
    is_ragged: bool = False
    """Whether lines of a text file must have as many values as there are headings."""

    def heading(self, index: int) -> str:
        return self.headings[index] if index < len(self.headings) else f"column {index + 1}"

    def mapping(self) -> dict[str, str]:
        """Field to heading."""
        mapping = {name.value: self.heading(index) for name, index in self.columns.items()}
        for column in self.year_columns:
            of_year = (
                f"amount {column.financial_year or self.default_year} {column.basis or self.basis}"
            )
            before = f"{mapping[of_year]} + " if of_year in mapping else ""
            mapping[of_year] = before + self.heading(column.index)
        return mapping

    @property
    def lacks_year(self) -> bool:
        """Whether neither a column nor a heading tells the year of some amount."""
        if self.columns.keys() & {Field.DATE, Field.FINANCIAL_YEAR}:
            return False
        return (
            any(each.financial_year is None for each in self.year_columns) or not self.year_columns
        )

    def attribute_columns(self) -> list[int]:
        """Columns that become attributes: neither mapped nor left out."""
        used = set(self.columns.values()) | {column.index for column in self.year_columns}
        return [index for index in range(len(self.headings)) if index not in used | self.left_out]

    def to_json(self) -> dict[str, Any]:
        stored = asdict(self)
        stored["columns"] = {name.value: index for name, index in self.columns.items()}
        stored["left_out"] = sorted(self.left_out)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Interpretation":
        return cls(
            **{
                **stored,
                "headings": tuple(stored["headings"]),
                "columns": {Field(name): index for name, index in stored["columns"].items()},
                "year_columns": tuple(YearColumn(**column) for column in stored["year_columns"]),
                "group_by": tuple(stored["group_by"]),
                "where": tuple(RowFilter(**row_filter) for row_filter in stored["where"]),
                "left_out": frozenset(stored["left_out"]),
                "unit": Unit(stored["unit"]),
                "date_order": DateOrder(stored["date_order"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has said already; everything else is proposed. Columns are headings here."""

    header_row: int | None = None
    mapping: Mapping[Field, str] = field(default_factory=dict)
    remembered: Mapping[Field, str] = field(default_factory=dict)
    """From an earlier import: taken only where the contents still bear it out."""
    left_out: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    unit: Unit | None = None
    date_order: DateOrder | None = None
    decimal_comma: bool | None = None
    default_year: int | None = None
    basis: str | None = None
    leaves_hidden: bool = False
