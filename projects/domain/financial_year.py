"""The public sector's year: 1 April to 31 March, named by the calendar year it starts in."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_TWO_YEARS = re.compile(
    r"(?<!\d)(?:FY\s*)?(?P<first>(?:19|20)\d\d|(?<=FY)\d\d|\d\d(?=\s*/))"
    r"\s*(?:/|-|–|—|_|to)\s*(?P<second>(?:19|20)?\d\d)(?!\s*[/\-–]?\d)",
    re.IGNORECASE,
)
_PLAIN_YEAR = re.compile(r"(19|20)\d\d")
_EARLIEST, _LATEST = 1970, 2099


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    starting_year: int

    def __str__(self) -> str:
        return f"{self.starting_year}/{(self.starting_year + 1) % 100:02d}"

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads 2025/26, 2025-26, 2025/2026, FY25/26. Raises ValueError with a sentence."""
        year = cls.find(text)
        if year is None or not _TWO_YEARS.fullmatch(text.strip()):
            raise ValueError(f"“{text}” is not a financial year: write it as 2025/26.")
        return year

    @classmethod
    def find(cls, text: str) -> Self | None:
        """The first financial year that a text names, such as one in a title."""
        for match in _TWO_YEARS.finditer(text):
            first, second = match["first"], match["second"]
            starting_year = int(first) if len(first) == 4 else 2000 + int(first)
            if (starting_year + 1) % 100 == int(
                second
            ) % 100 and _EARLIEST <= starting_year <= _LATEST:
                return cls(starting_year)
        return None

    @classmethod
    def from_plain_year(cls, text: str) -> Self | None:
        """A bare 2025 in a column of years is taken for the year in which it starts."""
        return cls(int(text)) if _PLAIN_YEAR.fullmatch(text) else None

    @property
    def first_day(self) -> date:
        return date(self.starting_year, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.starting_year + 1, 3, 31)
