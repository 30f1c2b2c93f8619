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
_SHORT_YEARS = re.compile(r"\d\d\s*[-–]\s*\d\d")
_PLAIN_YEAR = re.compile(r"(19|20)\d\d")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_YEAR = re.compile(
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"(?:[\s,.\-]*((?:19|20)\d\d)|[-'’](\d\d))(?!\d)",
    re.IGNORECASE,
)
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?!\d)")
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

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The year that a cell of a column of years names."""
        return cls.find(text) or cls.from_plain_year(text) or cls.from_short(text)

    @classmethod
    def only(cls, text: str) -> Self | None:
        """The year where a text says no more than that."""
        return cls.find(text) if _TWO_YEARS.fullmatch(text.strip()) else None

    @classmethod
    def from_short(cls, text: str) -> Self | None:
        """A bare 24-25 in a column of years; elsewhere it may be anything."""
        match = _SHORT_YEARS.fullmatch(text)
        return cls.find(f"20{text}") if match else None

    @classmethod
    def find_month(cls, text: str) -> Self | None:
        """The year of the first month that a text names with its year: “July 2023”, “2023-07”."""
        if match := _MONTH_YEAR.search(text.replace("_", " ")):
            month = _MONTHS.index(match[1][:3].lower()) + 1
            return cls.of(date(_full_year(match[2] or match[3]), month, 1))
        if match := _YEAR_MONTH.search(text):
            return cls.of(date(int(match[1]), int(match[2]), 1))
        return None

    @property
    def first_day(self) -> date:
        return date(self.starting_year, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.starting_year + 1, 3, 31)


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
