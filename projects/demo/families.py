"""Reading the families of demo projects, their places and their funders."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

Split = tuple[int, int, int, int]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up town or village and the places in it that people speak of."""

    name: str
    hall: str
    school: str
    surgery: str
    estate: str
    park: str


VILLAGES = frozenset({"Brindlecombe", "Easterley", "Oakenham", "Tarnley", "Yarrowby"})


@dataclass(frozen=True, slots=True)
class Approach:
    """One way of working, carried out `copies` times in different places.

    `split` is the true split in per cents over the four tiers, `thousands` the range of its yearly
    cost in thousands of pounds.
    """

    name: str
    copies: int
    split: Split
    thousands: Span
    people: tuple[int, int]
    text: str
    theme: str
    directorate: str
    problem: str
    beneficiary: str
    funding: str
    providers: tuple[str, ...]
    duty: str = "discretionary"
    nature: str = "revenue"
    at: tuple[str, ...] = ()

    @property
    def is_everywhere(self) -> bool:
        return self.copies == 1


def approaches() -> Iterator[Approach]:
    """Every approach of every family, in the order of the files."""
    for path in sorted(HERE.glob("families/*.toml")):
        for family in tomllib.loads(path.read_text(encoding="utf-8"))["family"]:
            rows = family.pop("approaches")
            yield from (_approach(family, row) for row in rows)


def _approach(family: dict[str, Any], row: list[Any]) -> Approach:
    name, copies, split, thousands, people, text, *changes = row
    values = {**family, **(changes[0] if changes else {})}
    return Approach(
        name=name,
        copies=copies,
        split=tuple(split),
        thousands=tuple(thousands),
        people=tuple(people),
        text=text,
        providers=tuple(values.pop("providers")),
        at=tuple(values.pop("at", ())),
        **values,
    )


@cache
def places() -> dict[str, Place]:
    table = tomllib.loads((HERE / "places.toml").read_text(encoding="utf-8"))["places"]
    return {name: Place(name, *details) for name, details in table.items()}


@cache
def funders() -> dict[str, tuple[str, str]]:
    """Funder and funding source by the short word that families use."""
    table = tomllib.loads((HERE / "funding.toml").read_text(encoding="utf-8"))
    return {word: (entry["funder"], entry["source"]) for word, entry in table.items()}
