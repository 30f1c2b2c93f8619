"""What mended rows are added to: the lines of the import they were left out of."""

from collections import defaultdict
from dataclasses import dataclass

from projects.domain.mended import is_mended
from projects.domain.parsed import ImportResult
from projects.models import Portfolio, SpendImport, SpendLine


@dataclass(frozen=True, slots=True)
class Mended:
    """The imports whose file the rows come from, and those that brought mended rows of it."""

    origins: frozenset[int]
    later: frozenset[int]
    followers: frozenset[int]
    """Whole files brought in since: what they say of a project is newer than a mended row."""


def mended_in(portfolio: Portfolio, result: ImportResult) -> Mended | None:
    """None for a file of its own. Without a word in the file, its rows are taken to come from the
    last whole file; no origins are found where that was not brought in, or was undone."""
    if not is_mended(result.interpretation.headings):
        return None
    mends = {
        pk: frozenset(choices.get("mends", ()))
        for pk, choices in SpendImport.objects.filter(
            portfolio=portfolio, status=SpendImport.Status.CONFIRMED
        )
        .order_by("confirmed_at", "pk")
        .values_list("pk", "choices")
    }
    whole = [pk for pk, origins in mends.items() if not origins]
    origins = frozenset(result.origins).intersection(whole)
    if not result.origins:
        origins = frozenset(whole[-1:])
    last = max((whole.index(pk) for pk in origins), default=len(whole))
    return Mended(
        origins,
        frozenset(pk for pk, of in mends.items() if of & origins),
        frozenset(whole[last + 1 :]),
    )


def projects_followed(portfolio: Portfolio, mended: Mended) -> frozenset[int]:
    """Those that a newer whole file has brought money for."""
    lines = SpendLine.objects.filter(
        project__portfolio=portfolio, spend_import__in=mended.followers
    )
    return frozenset(lines.values_list("project_id", flat=True))


def lines_to_keep(
    portfolio: Portfolio, mended: Mended, result: ImportResult
) -> dict[int, frozenset[int]]:
    """By project the keys of the lines that stay: those of the same file, but for the rows that
    have been mended once more."""
    again = {project.reference: {line.row for line in project.lines} for project in result.projects}
    rows = SpendLine.objects.filter(
        project__portfolio=portfolio, spend_import__in=mended.origins | mended.later
    ).values_list("pk", "project_id", "project__reference", "spend_import_id", "source_row")
    kept: dict[int, set[int]] = defaultdict(set)
    for pk, project_id, reference, import_id, row in rows.iterator(chunk_size=5_000):
        if import_id in mended.origins or row not in again.get(reference, ()):
            kept[project_id].add(pk)
    return {project_id: frozenset(keys) for project_id, keys in kept.items()}
