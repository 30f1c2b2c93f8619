"""Everything a workshop has judged, read in a constant number of queries."""

from collections.abc import Iterator

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast, Coalesce

from bucketing.domain.judgements import GivenRating, JudgedProject, Judgements, Settlement
from bucketing.models import Allocation, Reconciliation, RoundKind, Workshop

PENCE = Cast("amount", BigIntegerField())
"""The stored amount without turning ten thousand of them into Decimals."""

SHARES = ("upstream", "midstream", "downstream", "acute")


def load_judgements(workshop: Workshop) -> Judgements:
    """Four queries, whatever the size. Who may see the result is for the caller to ask first."""
    over_re_votes = workshop.rounds.filter(kind=RoundKind.RE_VOTE, closed_at__isnull=False)
    return Judgements(
        consensus_rule=workshop.consensus_rule,
        projects=tuple(_projects(workshop)),
        ratings=tuple(_ratings(workshop)),
        settlements={settlement.project_id: settlement for settlement in _settlements(workshop)},
        over_re_votes=frozenset(over_re_votes.values_list("pk", flat=True)),
    )


def _projects(workshop: Workshop) -> Iterator[JudgedProject]:
    columns = [PENCE if name == "pence" else name for name in JudgedProject._fields]
    return map(JudgedProject._make, workshop.projects.values_list(*columns))


def _ratings(workshop: Workshop) -> Iterator[GivenRating]:
    """Every counted answer, in the order given."""
    rows = (
        Allocation.objects.counted()
        .filter(round__workshop=workshop)
        .values_list(
            "id",
            "workshop_project_id",
            "seat_id",
            "seat__code",
            "round_id",
            "round__kind",
            "confidence",
            "seconds",
            "answered_at",
            *SHARES,
        )
    )
    for row in rows.iterator(chunk_size=5_000):
        yield GivenRating(*row[:6], row[9:], *row[6:9])  # type: ignore[call-arg]  # counts stars as more


def _settlements(workshop: Workshop) -> Iterator[Settlement]:
    rows = (
        Reconciliation.objects.standing()
        .filter(workshop_project__workshop=workshop)
        .values_list(
            "id",
            "workshop_project_id",
            "method",
            "rule",
            "reason",
            "ratings_count",
            "decided_by_id",
            "decided_at",
            "round_id",
            Coalesce("precedent__text", Value("")),
            *SHARES,
        )
    )
    for row in rows:
        yield Settlement(*row[:3], row[10:], *row[3:10])  # type: ignore[call-arg]  # likewise
