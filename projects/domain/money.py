"""Amounts as people write them in spreadsheets, read into exact pounds; and pounds as shown."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from projects.domain.cells import NOT_CALCULATED, Cell, CellFault

PENNY = Decimal("0.01")
LARGEST = Decimal(10) ** 13
_NOISE = Decimal("0.000001")
_NOISE_SHARE = Decimal("1e-12")


class NotAnAmount(ValueError):
    """The message is a sentence about the cell, with what to do."""

    column: int | None = None
    """Where the cell stands, if whoever caught this knows."""


class Unit(StrEnum):
    POUNDS = "pounds"
    THOUSANDS = "thousands"
    MILLIONS = "millions"

    @property
    def pounds(self) -> int:
        return {"pounds": 1, "thousands": 1_000, "millions": 1_000_000}[self.value]


@dataclass(frozen=True, slots=True)
class Amount:
    """`pounds` is rounded to the penny; `exact` is what the file says, in pounds.

    `is_rounded` is true when real decimals were dropped, not mere float noise.
    """

    pounds: Decimal
    exact: Decimal
    is_rounded: bool


_PLAIN = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?|-?\d+(?:\.\d{1,2})?", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'\u2019]")
_CURRENCY = re.compile(r"GBP|EUR|USD|Â?£|[€$]|^\s*[\ufffdœ](?=\s*[-(\d])", re.IGNORECASE)
"""Also the marks that a pound sign becomes when a file is read in the wrong encoding."""
_BROKEN_BY_SPACE = re.compile(r"\d\s+(?!\d{3}(?!\d))\d")
_MINUS = str.maketrans("−–‒﹣-", "-----")
_SUFFIX = re.compile(r"(?i)(?<=\d)(k|m|mn|million|bn|billion|thousand)$")
_SUFFIX_FACTOR = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
_POINT_STYLE = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+")
_COMMA_STYLE = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+")
_COMMA_DECIMALS = re.compile(r"\d,\d{1,2}\s*(?:[)\-]|CR|DR)?$|\d\.\d{3}\.\d{3}\b", re.IGNORECASE)
_POINT_DECIMALS = re.compile(r"\d\.\d{1,2}\s*(?:[)\-]|CR|DR)?$|\d,\d{3},\d{3}\b", re.IGNORECASE)
"""Decimals at the end of an amount, or thousands parted more than once by the other mark."""
_DIGIT = re.compile(r"\d")
_NOTHING = re.compile(
    r"(?i)[-.…?*x]+|n\.?/?a\.?|nil|none|null|tbc|tbd|unknown|\.\.|not (available|applicable|known)"
)


def parse_amount(cell: Cell, *, unit: Unit = Unit.POUNDS, decimal_comma: bool = False) -> Amount:
    """Raises NotAnAmount for everything that is not certainly a number; nothing is read as 0."""
    if isinstance(cell, str):
        return _scaled(_decimal_from_text(cell, decimal_comma=decimal_comma), unit)
    if isinstance(cell, bool):
        raise NotAnAmount("This is yes or no, not an amount.")
    if isinstance(cell, int):
        return _scaled(Decimal(cell), unit)
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        if not exact.is_finite():
            raise NotAnAmount("This is not a number.")
        return _scaled(exact, unit)
    raise NotAnAmount(_sentence_for(cell))


def blank_amount() -> NotAnAmount:
    return NotAnAmount(_sentence_for(None))


def _sentence_for(cell: Cell) -> str:
    if cell is None:
        return "The amount is blank: write a number, or 0 if nothing was spent."
    if isinstance(cell, CellFault):
        return fault_sentence(cell)
    if isinstance(cell, date):
        return "This is a date, not an amount."
    return "This is not an amount."


def fault_sentence(fault: CellFault) -> str:
    if fault.code == NOT_CALCULATED:
        return "The formula was never calculated: open the file in Excel, save it and bring it in again."
    return f"The cell holds the error {fault.code}: mend the formula or type the value."


def _scaled(number: Decimal, unit: Unit) -> Amount:
    exact = number if unit is Unit.POUNDS else number * unit.pounds
    if abs(exact) > LARGEST:
        raise NotAnAmount("This is too large to be an amount of money.")
    pounds = exact.quantize(PENNY, ROUND_HALF_UP)
    if pounds == exact:
        return Amount(pounds, exact, is_rounded=False)
    noise = max(_NOISE, abs(number) * _NOISE_SHARE) * unit.pounds
    return Amount(pounds, exact, abs(pounds - exact) > noise)


def _decimal_from_text(text: str, *, decimal_comma: bool) -> Decimal:
    if not decimal_comma and _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    bare, is_negative = _without_sign(_SPACES.sub("", _CURRENCY.sub("", text.translate(_MINUS))))
    factor = 1
    if suffix := _SUFFIX.search(bare):
        factor = _SUFFIX_FACTOR[suffix[1].lower()]
        bare = bare[: suffix.start()]
    style = _COMMA_STYLE if decimal_comma else _POINT_STYLE
    if not style.fullmatch(bare) or not bare.isascii() or _BROKEN_BY_SPACE.search(text):
        raise NotAnAmount(_sentence_for_text(text, bare, decimal_comma=decimal_comma))
    plain = bare.replace(".", "").replace(",", ".") if decimal_comma else bare.replace(",", "")
    return Decimal(plain) * (-factor if is_negative else factor)


def _without_sign(text: str) -> tuple[str, bool]:
    """Brackets, a leading or trailing minus, and CR all mean a negative amount."""
    is_negative = False
    if text.startswith("(") and text.endswith(")"):
        text, is_negative = text[1:-1], True
    upper = text.upper()
    if upper.endswith(("CR", "DR")) and text[:-2]:
        text, is_negative = text[:-2], is_negative or upper.endswith("CR")
    if text.endswith("-") and len(text) > 1:
        text, is_negative = text[:-1], True
    elif text.startswith("-") and len(text) > 1:
        text, is_negative = text[1:], not is_negative
    return text.removeprefix("+"), is_negative


def _sentence_for_text(text: str, bare: str, *, decimal_comma: bool) -> str:
    if not text.strip() or not bare:
        return _sentence_for(None)
    if text.lstrip().startswith("#"):
        return fault_sentence(CellFault(text.strip()))
    if _BROKEN_BY_SPACE.search(text):
        return "There is a space where no thousands are parted: write the amount without spaces."
    for pattern, sentence in _SENTENCES:
        if pattern.fullmatch(text.strip()) or pattern.fullmatch(bare):
            return sentence.format(marks="commas" if decimal_comma else "points")
    return "This is not a number."


_SENTENCES = (
    (
        _NOTHING,
        "This says that the amount is not known: write a number, or 0 if nothing was spent.",
    ),
    (re.compile(r".*%"), "This is a percentage, not an amount."),
    (
        re.compile(r"[\d.]+E[+-]?\d+", re.IGNORECASE),
        "This is shortened to a power of ten, so digits may be lost: "
        "show the full number and save the file.",
    ),
    (
        re.compile(r"[\d.,]+"),
        "The commas and points are not where an amount with decimal {marks} has them: "
        "write it plainly.",
    ),
)


def uses_decimal_comma(texts: list[str]) -> bool:
    """Whether a column writes 1.234,50 rather than 1,234.50, by the amounts that leave no doubt."""
    bare = [_CURRENCY.sub("", text.translate(_MINUS)).strip() for text in texts]
    commas = sum(bool(_COMMA_DECIMALS.search(text)) for text in bare)
    points = sum(bool(_POINT_DECIMALS.search(text)) for text in bare)
    return commas > points


def is_amount(cell: Cell, *, decimal_comma: bool = False) -> bool:
    if isinstance(cell, str) and not _DIGIT.search(cell):
        return False
    try:
        parse_amount(cell, decimal_comma=decimal_comma)
    except NotAnAmount:
        return False
    return True


def format_pounds(amount: Decimal) -> str:
    """£1,234.50, and −£1,234.50 with a real minus sign."""
    sign = "−" if amount < 0 else ""
    return f"{sign}£{abs(amount):,.2f}"


def format_pounds_short(amount: Decimal) -> str:
    """£1.5m, £24k, £950: three figures are enough to talk about."""
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    for limit, mark in ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k")):
        if size >= limit * Decimal("0.9995"):
            return f"{sign}£{_three_figures(size / limit)}{mark}"
    return f"{sign}£{size.quantize(Decimal(1), ROUND_HALF_UP)}"


def _three_figures(number: Decimal) -> str:
    places = "0.01" if number < Decimal("9.995") else "0.1" if number < Decimal("99.95") else "1"
    text = str(number.quantize(Decimal(places), ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text
