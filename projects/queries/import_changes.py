"""What bringing in a file would change in a portfolio."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from projects.domain.headings import TEXT_FIELDS, Field
from projects.domain.parsed import ImportResult, ParsedLine, ParsedProject
from projects.models import Portfolio, Project, SpendLine
from projects.queries.mended_rows import Mended, lines_to_keep, mended_in, projects_followed


class Money(NamedTuple):
    """A spend line as a value: two lines with the same money are the same."""

    financial_year: int | None
    basis: str
    amount: Decimal
    nature: str
    funding_source: str
    funding_route: str


Lines: TypeAlias = dict[int, dict[int, Money]]
"""Spend lines by project and by their own key."""


@dataclass(slots=True)
class Change:
    """A project that the file has otherwise: its words and attributes before and after, by name."""

    project_id: int
    parsed: ParsedProject
    words: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    amount_before: Decimal = Decimal(0)
    amount_after: Decimal = Decimal(0)
    replaces_lines: bool = False
    kept: frozenset[int] = frozenset()
    """Keys of spend lines that stay beside the file's, as it holds only mended rows."""
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
    mended: Mended | None = None
    followed: frozenset[int] = frozenset()
    """Keys of projects whose lines are of a newer file than the mended rows."""


def import_changes(portfolio: Portfolio, result: ImportResult) -> ImportChanges:
    """Compares by reference. Only the spend of the years and bases that the file holds is compared.

    Mended rows are added to the lines of the file that handed them back, and nothing is gone."""
    parsed = {project.reference: project for project in result.projects}
    pairs = years_and_bases(result)
    money = _money_by_project(portfolio, pairs)
    mended = mended_in(portfolio, result)
    kept = lines_to_keep(portfolio, mended, result) if mended else {}
    followed = projects_followed(portfolio, mended) if mended else frozenset()
    found = ImportChanges([], [], [], [], mended, followed)
    known: set[str] = set()
    mapped = set(result.interpretation.columns)
    for project in Project.objects.filter(portfolio=portfolio).iterator(chunk_size=2_000):
        known.add(project.reference)
        lines = money.get(project.pk, {})
        if (same := parsed.get(project.reference)) is None:
            if mended is None:
                _note_gone(found.gone, project, lines)
        elif change := _change(project, same, lines, mapped, kept.get(project.pk, frozenset())):
            found.changed.append(change)
        else:
            found.unchanged.append(project.pk)
    found.new.extend(project for project in result.projects if project.reference not in known)
    return found


def years_and_bases(result: ImportResult) -> set[tuple[int | None, str]]:
    return set(result.totals_by_year())


def _money_by_project(portfolio: Portfolio, pairs: set[tuple[int | None, str]]) -> Lines:
    """The stored money of the file's years and bases; a list of pairs is filtered here, not in SQL."""
    rows = (
        SpendLine.objects.filter(
            project__portfolio=portfolio, financial_year__in={year for year, _ in pairs if year}
        )
        .order_by()
        .values_list("project_id", "pk", *Money._fields)
    )
    found: Lines = defaultdict(dict)
    for project_id, key, *values in rows.iterator(chunk_size=5_000):
        line = Money(*values)
        if (line.financial_year, line.basis) in pairs:
            found[project_id][key] = line
    return found


def _note_gone(gone: list[Gone], project: Project, lines: dict[int, Money]) -> None:
    if lines and project.archived_at is None and project.parent_id is None:
        gone.append(Gone(project.pk, project.reference, project.name, _total(lines.values())))


def _change(
    project: Project,
    parsed: ParsedProject,
    lines: dict[int, Money],
    mapped: set[Field],
    kept: frozenset[int],
) -> Change | None:
    words = _changed_words(project, parsed, mapped)
    kept &= lines.keys()
    after = [*(lines[key] for key in kept), *(money_of(line) for line in parsed.lines)]
    replaces_lines = Counter(lines.values()) != Counter(after)
    was_archived = project.archived_at is not None
    if not words and not replaces_lines and not was_archived:
        return None
    return Change(
        project.pk,
        parsed,
        words,
        _total(lines.values()),
        _total(after),
        replaces_lines,
        kept,
        was_archived,
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
