"""What bringing in a file would change in a portfolio."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from projects.domain.headings import TEXT_FIELDS, Field
from projects.domain.parsed import ImportResult, ParsedLine, ParsedProject
from projects.models import Portfolio, Project, SpendLine


class Money(NamedTuple):
    """A spend line as a value: two lines with the same money are the same."""

    financial_year: int | None
    basis: str
    amount: Decimal
    nature: str
    funding_source: str
    funding_route: str


@dataclass(slots=True)
class Change:
    """A project that the file has otherwise: its words and attributes before and after, by name."""

    project_id: int
    parsed: ParsedProject
    words: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    amount_before: Decimal = Decimal(0)
    amount_after: Decimal = Decimal(0)
    replaces_lines: bool = False
    was_archived: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A project with money of the file's years that the file no longer names; it is kept."""

    project_id: int
    reference: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ImportChanges:
    new: list[ParsedProject]
    changed: list[Change]
    unchanged: list[int]
    gone: list[Gone]


def import_changes(portfolio: Portfolio, result: ImportResult) -> ImportChanges:
    """Compares by reference. Only the spend of the years and bases that the file holds is compared."""
    parsed = {project.reference: project for project in result.projects}
    pairs = years_and_bases(result)
    money = _money_by_project(portfolio, pairs)
    found = ImportChanges([], [], [], [])
    known: set[str] = set()
    mapped = set(result.interpretation.columns)
    for project in Project.objects.filter(portfolio=portfolio).iterator(chunk_size=2_000):
        known.add(project.reference)
        lines = money.get(project.pk, [])
        if (same := parsed.get(project.reference)) is None:
            _note_gone(found.gone, project, lines)
        elif change := _change(project, same, lines, mapped):
            found.changed.append(change)
        else:
            found.unchanged.append(project.pk)
    found.new.extend(project for project in result.projects if project.reference not in known)
    return found


def years_and_bases(result: ImportResult) -> set[tuple[int | None, str]]:
    return set(result.totals_by_year())


def _money_by_project(
    portfolio: Portfolio, pairs: set[tuple[int | None, str]]
) -> dict[int, list[Money]]:
    """The stored money of the file's years and bases; a list of pairs is filtered here, not in SQL."""
    rows = (
        SpendLine.objects.filter(
            project__portfolio=portfolio, financial_year__in={year for year, _ in pairs if year}
        )
        .order_by()
        .values_list("project_id", *Money._fields)
    )
    found: dict[int, list[Money]] = defaultdict(list)
    for project_id, *values in rows.iterator(chunk_size=5_000):
        line = Money(*values)
        if (line.financial_year, line.basis) in pairs:
            found[project_id].append(line)
    return found


def _note_gone(gone: list[Gone], project: Project, lines: list[Money]) -> None:
    if lines and project.archived_at is None and project.parent_id is None:
        gone.append(Gone(project.pk, project.reference, project.name, _total(lines)))


def _change(
    project: Project, parsed: ParsedProject, lines: list[Money], mapped: set[Field]
) -> Change | None:
    words = _changed_words(project, parsed, mapped)
    after = [money_of(line) for line in parsed.lines]
    replaces_lines = Counter(lines) != Counter(after)
    was_archived = project.archived_at is not None
    if not words and not replaces_lines and not was_archived:
        return None
    return Change(
        project.pk, parsed, words, _total(lines), _total(after), replaces_lines, was_archived
    )


def _changed_words(
    project: Project, parsed: ParsedProject, mapped: set[Field]
) -> dict[str, tuple[Any, Any]]:
    """Only what the file has a column for can change; attributes of other files stay."""
    after = parsed_words(parsed, mapped)
    after["attributes"] = {**project.attributes, **parsed.attributes}
    return {
        name: (before, value)
        for name, value in after.items()
        if (before := getattr(project, name)) != value
    }


def parsed_words(parsed: ParsedProject, mapped: set[Field]) -> dict[str, Any]:
    words: dict[str, Any] = {
        name.value: parsed.words.get(name.value, "") for name in TEXT_FIELDS if name in mapped
    }
    words["name"] = parsed.name
    if Field.DUTY in mapped:
        words["duty"] = parsed.duty
    return words


def money_of(line: ParsedLine) -> Money:
    return Money(
        line.financial_year,
        line.basis,
        line.amount,
        line.nature,
        line.funding_source,
        line.funding_route,
    )


def _total(lines: Iterable[Money]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))
