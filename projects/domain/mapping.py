"""Proposes which column holds which field, from headings first and contents second."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from projects.domain.cells import cell_text
from projects.domain.columns import (
    Column,
    is_date,
    is_plain_year,
    is_serial_date,
    is_two_year,
    is_year,
)
from projects.domain.headings import WEAK_RANK, Field, rank_of
from projects.domain.measures import find_measures
from projects.domain.words import BASIS_VALUES, find_basis, find_currency, find_duty, find_nature

_FIELD_ORDER = (
    Field.CURRENCY,
    Field.FINANCIAL_YEAR,
    Field.DATE,
    Field.NATURE,
    Field.DUTY,
    Field.BASIS,
    Field.REFERENCE,
    Field.PROVIDER,
    Field.NAME,
    Field.DESCRIPTION,
    Field.DIRECTORATE,
    Field.FUNDER,
    Field.PLACE,
    Field.THEME,
    Field.BENEFICIARY,
    Field.PROBLEM,
    Field.PEOPLE_SERVED,
    Field.FUNDING_SOURCE,
    Field.FUNDING_ROUTE,
)
_GROUPINGS = (Field.THEME, Field.DIRECTORATE)
_MOSTLY = 0.8
_NO_MONEY = re.compile(
    r"\b(id|identifier|codes?|number|no|year|months|duration|percent|per capita|percapita|per head|percentage|rate"
    r"|latitude|longitude|lat|long|coords|easting|northing|postcode|zip|plz)\b"
)
_LAST = 2 * WEAK_RANK
_FEW = 20
"""So few rows may all be of one project, as rows handed back often are."""


@dataclass(frozen=True, slots=True)
class AmountChoice:
    """Columns that could be the amount, best first, and whether the first may be taken unasked."""

    candidates: tuple[Column, ...]
    is_certain: bool
    known: int = 0
    """So many of them, the first ones, have a heading that is known."""

    @property
    def has_known(self) -> bool:
        return self.known > 0

    @property
    def rivals(self) -> tuple[Column, ...]:
        """Known headings that were not taken."""
        return self.candidates[1 : self.known]


def propose_columns(
    columns: Sequence[Column], taken: Mapping[Field, int], money: Set[int] = frozenset()
) -> dict[Field, int]:
    """Every field but the amount; columns taken by a person or holding money stay as they are."""
    mapping = dict(taken)
    used = {*taken.values(), *money}
    if Field.MEASURE not in mapping and (measures := find_measures(columns, used)):
        mapping[Field.MEASURE] = measures.index
        used.add(measures.index)
    for field in _FIELD_ORDER:
        if field in mapping:
            continue
        for column in _ranked(field, columns):
            if column.index not in used and _holds(field, column):
                mapping[field] = column.index
                used.add(column.index)
                break
    _basis_by_contents(mapping, columns)
    _year_by_contents(mapping, columns)
    _name_by_first_words(mapping, columns, taken)
    return _without_vague_year(mapping, columns, taken)


def _basis_by_contents(mapping: dict[Field, int], columns: Sequence[Column]) -> None:
    """Rows that say budget or actual under any heading must not be added to each other."""
    if Field.BASIS in mapping:
        return
    for column in columns:
        values = {text.casefold() for text in column.texts()}
        parts = values <= BASIS_VALUES and len({find_basis(value) for value in values}) > 1
        if parts and column.index not in mapping.values():
            mapping[Field.BASIS] = column.index
            return


def _year_by_contents(mapping: dict[Field, int], columns: Sequence[Column]) -> None:
    """Cells such as FY24-25 or “Q1 2024/25” tell the year under any heading."""
    if mapping.keys() & {Field.FINANCIAL_YEAR, Field.DATE}:
        return
    for column in columns:
        if column.index not in mapping.values() and column.share(is_two_year) >= _MOSTLY:
            mapping[Field.FINANCIAL_YEAR] = column.index
            return


def _name_by_first_words(
    mapping: dict[Field, int], columns: Sequence[Column], taken: Mapping[Field, int]
) -> None:
    """Where no heading is known, the first column of words that differ is what rows are called;
    a programme or service that differs in every row is one."""
    if mapping.keys() & {Field.NAME, Field.DESCRIPTION, Field.PROVIDER}:
        return
    uses = {index: field for field, index in mapping.items()}
    for column in columns:
        use = uses.get(column.index)
        is_free = use is None or (
            use in _GROUPINGS and use not in taken and len(set(column.texts())) == len(column.cells)
        )
        if is_free and _is_wordy(column) and _tells_apart(column):
            if use is not None:
                del mapping[use]
            mapping[Field.NAME] = column.index
            return


def _ranked(field: Field, columns: Sequence[Column]) -> list[Column]:
    """What a person sees comes before what is hidden."""
    ranked = [(rank_of(field, column.key), column) for column in columns]
    found = [(column.is_hidden, rank, column) for rank, column in ranked if rank is not None]
    return [c for _, _, c in sorted(found, key=lambda item: (*item[:2], item[2].index))]


def _without_vague_year(
    mapping: dict[Field, int], columns: Sequence[Column], taken: Mapping[Field, int]
) -> dict[Field, int]:
    """A date is better evidence of the financial year than a bare 2020 beside it."""
    year = mapping.get(Field.FINANCIAL_YEAR)
    if year is None or Field.FINANCIAL_YEAR in taken or Field.DATE not in mapping:
        return mapping
    if columns[year].share(is_two_year) < _MOSTLY:
        del mapping[Field.FINANCIAL_YEAR]
    return mapping


def _holds(field: Field, column: Column) -> bool:
    """Whether the contents bear out what the heading says."""
    check = _CHECKS.get(field)
    return bool(column.cells) and (check is None or check(column))


def still_holds(field: Field, column: Column) -> bool:
    """Whether a column remembered for a field holds such values in this file too."""
    if field is Field.AMOUNT:
        return column.amount_share() >= 0.5
    return _holds(field, column)


def _mostly_words(find: Callable[[str], str | None]) -> Callable[[Column], bool]:
    return lambda column: column.share(lambda cell: find(cell_text(cell)) is not None) >= _MOSTLY


def _holds_dates(column: Column) -> bool:
    """Under a heading that says date, one is enough: the others are faults to be named."""
    known = rank_of(Field.DATE, column.key)
    if known is not None and known < WEAK_RANK and "date" in column.key:
        return column.share(lambda cell: is_date(cell) or is_serial_date(cell)) > 0
    return column.share(is_date) > 0.5


def _holds_years(column: Column) -> bool:
    """Under a heading that says financial year, most will do: the others are faults to be named."""
    enough = 0.5 if re.search(r"\bfin", column.key) else _MOSTLY
    return column.share(is_year) >= enough


def _tells_apart(column: Column) -> bool:
    """A reference differs from row to row, more or less."""
    texts = column.texts()
    return len(texts) == 1 or len(set(texts)) > max(1, 0.1 * len(texts))


def _differs(column: Column) -> bool:
    """The same words in every row, such as a council's own name, call no project."""
    return len(column.cells) <= _FEW or len(set(column.texts())) > 1


def _is_wordy(column: Column) -> bool:
    """A name is not a column of numbers, unless its heading leaves no doubt."""
    if column.key in ("title", "name", "project", "project name", "project title"):
        return True
    return column.share(lambda cell: any(mark.isalpha() for mark in cell_text(cell))) > 0.5


_CHECKS: dict[Field, Callable[[Column], bool]] = {
    Field.CURRENCY: lambda column: (
        column.share(lambda cell: find_currency(cell_text(cell)) is not None) > 0.0
    ),
    Field.FINANCIAL_YEAR: _holds_years,
    Field.DATE: _holds_dates,
    Field.NATURE: _mostly_words(find_nature),
    Field.DUTY: _mostly_words(find_duty),
    Field.BASIS: _mostly_words(find_basis),
    Field.REFERENCE: lambda column: len(column.cells) <= _FEW or _tells_apart(column),
    Field.PROVIDER: _is_wordy,
    Field.NAME: lambda column: _is_wordy(column) and _differs(column),
}


def choose_amount(columns: Sequence[Column]) -> AmountChoice:
    """From the columns that a person sees; a hidden one is taken unasked only where none else is money."""
    seen = _choose_among([column for column in columns if not column.is_hidden])
    hidden = _choose_among([column for column in columns if column.is_hidden])
    if not seen.candidates:
        return hidden
    is_rivalled = hidden.has_known and not seen.has_known
    return replace(
        seen,
        candidates=seen.candidates + hidden.candidates,
        is_certain=seen.is_certain and not is_rivalled,
    )


def _choose_among(columns: Sequence[Column]) -> AmountChoice:
    """A known heading wins by its rank; one weak or one money-like column is taken; else a person is asked."""
    known, weak, other = [], [], []
    for column in columns:
        rank = rank_of(Field.AMOUNT, column.key)
        share = column.amount_share()
        if rank is not None and rank < WEAK_RANK and share > 0:
            known.append((rank, column.index, column))
        elif (rank is not None or _names_pounds(column)) and share >= 0.5:
            weak.append((rank or _LAST, column.index, column))
        elif (
            rank is None
            and column.money_share() >= 0.3
            and share >= _MOSTLY
            and not is_code(column)
        ):
            other.append((0, column.index, column))
    ordered = [
        column
        for group in (known, weak, other)
        for _, _, column in sorted(group, key=lambda item: item[:2])
    ]
    return AmountChoice(
        tuple(ordered),
        bool(known) or len(weak) == 1 or (not weak and len(other) == 1),
        known=len(known),
    )


def _names_pounds(column: Column) -> bool:
    return "£" in column.heading and not is_code(column)


def is_code(column: Column) -> bool:
    """Whether its numbers name or place something, or are years: adding them up means nothing."""
    return bool(_NO_MONEY.search(column.key)) or column.share(is_plain_year) >= _MOSTLY
