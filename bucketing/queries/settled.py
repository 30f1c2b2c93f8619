"""Everything a workshop has judged, read in a constant number of queries."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, TextField, Value
from django.db.models.functions import Cast, Coalesce

from bucketing.domain.judgements import GivenRating, JudgedProject, Judgements, Settlement
from bucketing.models import Allocation, Reconciliation, RoundKind, Workshop

PENCE = Cast("amount", BigIntegerField())
"""The stored amount without turning ten thousand of them into Decimals."""

COLUMNS = (
    *(PENCE if name == "pence" else name for name in JudgedProject._fields[:-1]),
    Cast("attributes", TextField()),
)

Ids = Sequence[int] | None
"""Some projects, or None for all of them."""

KEYS = ("id", "workshop_project_id", "seat_id", "round_id", "confidence")
SHARES = ("upstream", "midstream", "downstream", "acute")
TIMES = ("seconds", "answered_at")
NO_TIMES = (Value(None, TextField()),) * 2


def load_judgements(
    workshop: Workshop,
    *,
    with_times: bool = False,
    project_id: int | None = None,
    also_seat: int | None = None,
) -> Judgements:
    """A constant number of queries, whatever the size. Who may see the result is for the caller to ask first.

    Times of single answers take as long to read as everything else; ask for them where they show.
    With `project_id` only what is known of that project; `also_seat` counts though it is left out.
    """
    ids = None if project_id is None else [project_id]
    rounds = {pk: (kind, closed) for pk, kind, closed in _rounds(workshop)}
    return Judgements(
        consensus_rule=workshop.consensus_rule,
        projects=tuple(_projects(workshop, ids)),
        ratings=tuple(
            _ratings(
                workshop, {pk: kind for pk, (kind, _) in rounds.items()}, with_times, ids, also_seat
            )
        ),
        settlements={
            settlement.project_id: settlement for settlement in _settlements(workshop, ids)
        },
        over_re_votes=frozenset(
            pk for pk, (kind, closed) in rounds.items() if kind == RoundKind.RE_VOTE and closed
        ),
    )


def _rounds(workshop: Workshop) -> Iterable[tuple[int, str, datetime | None]]:
    return workshop.rounds.values_list("pk", "kind", "closed_at")


def _projects(workshop: Workshop, ids: Ids) -> Iterator[JudgedProject]:
    """What was kept from the import is unpacked all at once, which takes a third of the time."""
    rows = list(workshop.projects.filter(**_among(ids, "pk")).values_list(*COLUMNS))
    kept = json.loads(f"[{','.join([row[-1] for row in rows])}]")
    for row, attributes in zip(rows, kept, strict=True):
        yield JudgedProject._make((*row[:-1], attributes))


def _ratings(
    workshop: Workshop,
    kinds: Mapping[int, str],
    with_times: bool,  # noqa: FBT001  # passed on
    ids: Ids,
    also_seat: int | None,
) -> Iterator[GivenRating]:
    """Every counted answer, in the order given. Codes and kinds are looked up, not joined.

    Of each seat, project and round the last answer counts: so much is found faster here than there.
    """
    codes = dict(workshop.seats.values_list("pk", "code"))
    rows = (
        Allocation.objects.countable(also=also_seat)
        .filter(round__in=list(kinds), **_among(ids))
        .order_by("id")
        .values_list(*KEYS, *SHARES, *(TIMES if with_times else NO_TIMES))
    )
    latest = {row[1:4]: row for row in rows.iterator(chunk_size=5_000)}
    for key, project, seat, round_id, confidence, *rest in sorted(latest.values()):
        upstream, midstream, downstream, acute, seconds, answered_at = rest
        yield GivenRating(
            key,
            project,
            seat,
            codes[seat],
            round_id,
            kinds[round_id],
            (upstream, midstream, downstream, acute),
            confidence,
            seconds,
            answered_at,
        )


def _settlements(workshop: Workshop, ids: Ids) -> Iterator[Settlement]:
    rows = (
        Reconciliation.objects.standing()
        .filter(workshop_project__workshop=workshop, **_among(ids))
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


def _among(ids: Ids, column: str = "workshop_project") -> dict[str, Any]:
    return {} if ids is None else {f"{column}__in": ids}
