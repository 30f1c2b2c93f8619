"""Words in cells and headings that stand for a choice: basis, nature, duty, currency."""

import re

from projects.domain.headings import heading_key

_BASIS = (
    (
        "planned",
        r"\b(budget|budgeted|plan|planned|forecast|estimate|estimated|proposed|projected"
        r"|indicative|bp)\b|\bbp\d",
    ),
    (
        "actual",
        r"\b(actual|actuals|outturn|spent|paid|payments?|invoices?|transactions?|spend over"
        r"|expenditure over|spending over|disbursed|expenditure to date)\b",
    ),
    (
        "committed",
        r"\b(committed|commitment|award|awarded|granted|grant|contract|agreed|annual value)\b",
    ),
)
BASIS_VALUES = {
    "budget", "budgeted", "plan", "planned", "forecast", "committed", "actual", "actuals", "outturn", "spent",
}  # fmt: skip
"""What cells of a column say that parts budget from actual, whatever its heading."""
_NATURE = {
    "revenue": "revenue", "rev": "revenue", "r": "revenue", "capital": "capital", "cap": "capital", "c": "capital",
}  # fmt: skip
_DUTY = {
    "statutory": "statutory", "s": "statutory", "yes": "statutory", "y": "statutory", "mandatory": "statutory",
    "discretionary": "discretionary", "d": "discretionary", "no": "discretionary", "n": "discretionary",
    "non statutory": "discretionary", "non-statutory": "discretionary",
}  # fmt: skip
_CURRENCIES = {
    "£": "GBP",
    "POUND": "GBP",
    "POUNDS": "GBP",
    "STERLING": "GBP",
    "POUNDS STERLING": "GBP",
    "€": "EUR",
    "EURO": "EUR",
    "EUROS": "EUR",
    "$": "USD",
}
_CURRENCY_MARKS = (
    ("GBP", re.compile(r"£|\bGBP\b|\bsterling\b", re.IGNORECASE)),
    ("EUR", re.compile(r"€|\bEUR\b|\bin euros?\b|\(euros?\)", re.IGNORECASE)),
    ("USD", re.compile(r"\$|\bUSD\b|\bUS dollars?\b", re.IGNORECASE)),
)
_SIDES = (
    ({"d", "r"}, "d"),
    ({"income", "expenditure"}, "expenditure"),
    ({"income", "spending"}, "spending"),
    ({"income", "spend"}, "spend"),
    ({"income", "expense"}, "expense"),
    ({"revenue", "expense"}, "expense"),
    ({"receipts", "payments"}, "payments"),
    ({"receipt", "payment"}, "payment"),
    ({"i", "e"}, "e"),
    ({"inc", "exp"}, "exp"),
    ({"recettes", "depenses"}, "depenses"),
    ({"recette", "dépense"}, "dépense"),
)  # fmt: skip


def find_basis(text: str) -> str | None:
    """planned, committed or actual, where the words say so."""
    key = heading_key(text)
    return next((basis for basis, pattern in _BASIS if re.search(pattern, key)), None)


def find_nature(text: str) -> str | None:
    return _NATURE.get(text.casefold()) or _NATURE.get(text.casefold().partition(" ")[0])


def find_duty(text: str) -> str | None:
    return _DUTY.get(text.casefold())


def find_currency(text: str) -> str | None:
    """A three-letter code, or None where the text is none."""
    code = text.strip().upper()
    code = _CURRENCIES.get(code, code)
    return code if re.fullmatch(r"[A-Z]{3}", code) else None


def currency_named(text: str) -> str | None:
    """The one currency that a heading, a title or an amount names by its mark or in words."""
    named = {code for code, pattern in _CURRENCY_MARKS if pattern.search(text)}
    return named.pop() if len(named) == 1 else None


def spending_side(values: set[str]) -> str | None:
    """The value that marks spending, where a column's values part income from spending."""
    folded = {value.casefold(): value for value in values if value}
    for sides, spending in _SIDES:
        if set(folded) == sides:
            return folded[spending]
    return None
