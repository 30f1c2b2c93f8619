"""How a workshop's figures were made: everything that a summary says besides its numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from assessors.models import Membership
from bucketing.domain.criteria import other_name
from bucketing.models import LeftOut, Pass, PassReason, Reconciliation, Workshop
from projects.models import SpendLine

LEFT_OUT_LABELS = dict(LeftOut.choices)
PASS_REASONS = dict(PassReason.choices)


class StageTimes(NamedTuple):
    kind: str
    minutes: int
    opened_at: datetime | None
    closed_at: datetime | None


class ImportedFile(NamedTuple):
    """A file whose spending the workshop judged. `lines_total` is its money of the workshop's year and basis."""

    file_name: str
    sha256: str
    sheet: str
    header_row: int | None
    unit: str
    rows_accepted: int
    rows_rejected: int
    total: Decimal | None
    control_total: Decimal | None
    confirmed_at: datetime | None
    lines_total: Decimal


class Passed(NamedTuple):
    """That somebody could not judge a project; who it was is not told."""

    project_id: int
    reference: str
    name: str
    reason: str
    note: str
    is_resolved: bool

    @property
    def reason_words(self) -> str:
        return str(PASS_REASONS[self.reason])


@dataclass(frozen=True)
class Method:
    """`roles` counts the seats of each role; `deciders` gives roles by user id, never names."""

    workshop: Workshop
    organisation: str
    portfolio: str
    criteria_name: str
    criteria_version: int
    criteria: Mapping[str, Any]
    stages: tuple[StageTimes, ...]
    roles: Mapping[str, int]
    excluded_count: int
    imports: tuple[ImportedFile, ...]
    precedents: tuple[str, ...]
    passes: tuple[Passed, ...]
    deciders: Mapping[int, str]

    @property
    def held_at(self) -> datetime:
        """When the rating began; the workshop's making where it has not."""
        opened = [stage.opened_at for stage in self.stages if stage.opened_at]
        return min(opened) if opened else self.workshop.created_at

    @property
    def minutes(self) -> int:
        return sum(stage.minutes for stage in self.stages)

    @property
    def tier_names(self) -> dict[str, str]:
        return {tier["code"]: tier["label"] for tier in self.criteria.get("tiers", ())}

    @property
    def other_names(self) -> dict[str, str]:
        """What else a tier is called, where that is not its own name."""
        return {tier["code"]: other_name(tier) for tier in self.criteria.get("tiers", ())}


def load_method(workshop: Workshop) -> Method:
    """A constant number of queries. The workshop comes with its portfolio and criteria."""
    seats = list(workshop.seats.values_list("role", "excluded_at"))
    criteria = workshop.criteria_set
    return Method(
        workshop=workshop,
        organisation=workshop.portfolio.organisation.name,
        portfolio=workshop.portfolio.name,
        criteria_name=criteria.name,
        criteria_version=criteria.version,
        criteria=criteria.content,
        stages=tuple(map(StageTimes._make, workshop.stages.values_list(*StageTimes._fields))),
        roles=Counter(role for role, _ in seats),
        excluded_count=sum(1 for _, excluded in seats if excluded),
        imports=_imports(workshop),
        precedents=tuple(
            workshop.precedents.filter(withdrawn_at=None).values_list("text", flat=True)
        ),
        passes=_passes(workshop),
        deciders=_deciders(workshop),
    )


def _imports(workshop: Workshop) -> tuple[ImportedFile, ...]:
    """Files that brought in money of this year and basis."""
    fields = [f"spend_import__{name}" for name in ImportedFile._fields[:-1]]
    files = (
        _counted_lines(workshop)
        .filter(spend_import__portfolio=workshop.portfolio, spend_import__status="confirmed")
        .values_list("spend_import_id", *fields)
        .annotate(lines_total=Sum("amount"))
        .order_by("spend_import__confirmed_at", "spend_import_id")
    )
    return tuple(ImportedFile._make(file[1:]) for file in files)


def _counted_lines(workshop: Workshop) -> QuerySet[SpendLine]:
    """Imported money once: where a line was split, its parts'; where projects were merged, the one's that stays.

    What was archived since the workshop was made was in its list, and counts.
    """
    lines = SpendLine.objects.filter(
        financial_year=workshop.financial_year, basis=workshop.basis, project__parts=None
    )
    elsewhere = lines.filter(
        spend_import=OuterRef("spend_import"),
        source_row=OuterRef("source_row"),
        amount=OuterRef("amount"),
        project__archived_at=None,
    )
    since = Q(project__archived_at__gt=workshop.created_at) & ~Exists(elsewhere)
    return lines.filter(Q(project__archived_at=None) | since)


def _passes(workshop: Workshop) -> tuple[Passed, ...]:
    rows = (
        Pass.objects.filter(round__workshop=workshop)
        .order_by("workshop_project__rank", "id")
        .values_list(
            "workshop_project_id",
            "workshop_project__reference",
            "workshop_project__name",
            "reason",
            "note",
            "resolved_at",
        )
    )
    return tuple(Passed(*row[:5], row[5] is not None) for row in rows)


def _deciders(workshop: Workshop) -> dict[int, str]:
    """The role in the organisation of everybody who settled something."""
    settled = Reconciliation.objects.filter(workshop_project__workshop=workshop)
    members = Membership.objects.filter(
        organisation=workshop.portfolio.organisation, user__in=settled.values("decided_by")
    )
    return dict(members.values_list("user_id", "role"))
