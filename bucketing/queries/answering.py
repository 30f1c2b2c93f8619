"""The look-ups behind every saved answer, written by hand.

An answer is saved about once a second in a full room. The ORM takes several times longer to compose
these look-ups than the database takes to answer them, so here the text is fixed. What comes back are
ordinary records with only the columns read; anything else they load when asked.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from bucketing.domain.join_codes import hash_seat_token
from bucketing.models import Round, Seat, Workshop, WorkshopProject
from projects.models.fields import to_pounds

SEATED = """
SELECT s.id, s.role, s.name, s.code, s.last_seen_at, s.removed_at,
  w.id, w.join_code, w.plan, w.financial_year, w.basis,
  r.id, r.stage_id, r.kind, r.revealed_at, r.opened_at, r.due_at, r.paused_at, r.closed_at,
  r.second_pass_at, r.pauses
FROM bucketing_seat s JOIN bucketing_workshop w ON w.id = s.workshop_id
LEFT JOIN bucketing_round r ON r.workshop_id = w.id AND r.id = %s
WHERE s.token_hash = %s AND w.join_code = %s
"""
SEAT = ["id", "role", "name", "code", "last_seen_at", "removed_at", "workshop_id"]
WORKSHOP = ["id", "join_code", "plan", "financial_year", "basis"]
ROUND = [
    "id",
    "stage_id",
    "kind",
    "revealed_at",
    "opened_at",
    "due_at",
    "paused_at",
    "closed_at",
    "second_pass_at",
    "workshop_id",
    "pauses",
]

PROJECT = [field.attname for field in WorkshopProject._meta.concrete_fields]  # documented
PROJECTS = f"SELECT {', '.join(PROJECT)} FROM bucketing_workshopproject WHERE id IN ({{marks}})"  # noqa: S608  # names of columns
FROM_COLUMN: dict[str, Callable[[Any], Any]] = {
    "amount": to_pounds,
    "attributes": json.loads,
    "is_for_calibration": bool,
}

Record = TypeVar("Record", Seat, Workshop, Round)

ASKED = """
SELECT e.id, e.ratings_count, e.ratings_wanted, p.name, p.amount,
  EXISTS (SELECT 1 FROM bucketing_allocation a WHERE a.seat_id = %s AND a.idempotency_key = %s),
  r.revealed_at IS NOT NULL OR w.closed_at IS NOT NULL
    OR w.discussing_id = e.workshop_project_id
    OR COALESCE((SELECT c.method <> 'reopened' FROM bucketing_reconciliation c
      WHERE c.workshop_project_id = e.workshop_project_id ORDER BY c.id DESC LIMIT 1), FALSE),
  r.closed_at, l.leased_at, l.expires_at,
  (SELECT MAX(a.received_at) FROM bucketing_allocation a WHERE a.seat_id = %s
    AND a.round_id = e.round_id AND a.workshop_project_id = e.workshop_project_id
    AND NOT a.is_late),
  (SELECT MAX(g.passed_at) FROM bucketing_pass g WHERE g.seat_id = %s
    AND g.round_id = e.round_id AND g.workshop_project_id = e.workshop_project_id)
FROM bucketing_queueentry e JOIN bucketing_workshopproject p ON p.id = e.workshop_project_id
JOIN bucketing_round r ON r.id = e.round_id JOIN bucketing_workshop w ON w.id = r.workshop_id
LEFT JOIN bucketing_lease l ON l.seat_id = %s AND l.round_id = e.round_id
  AND l.workshop_project_id = e.workshop_project_id
WHERE e.round_id = %s AND e.workshop_project_id = %s
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A queue entry under its lock, its project, and what the seat has done about it.

    `is_out` says that the room may have learnt what others answered: the round was revealed, the
    project is discussed or settled, or the workshop is over.
    """

    entry_id: int
    ratings_count: int
    ratings_wanted: int
    name: str
    amount: Decimal
    sent_before: bool
    is_out: bool
    closed_at: datetime | None
    leased_at: datetime | None
    lease_ends_at: datetime | None
    last_answer_at: datetime | None
    passed_at: datetime | None

    @property
    def in_hand(self) -> bool:
        """Whether the seat was given the project and has neither answered nor passed it since."""
        return self.leased_at is not None

    @property
    def answered_before(self) -> bool:
        return self.last_answer_at is not None

    @property
    def was_in_hand_at_close(self) -> bool:
        if self.closed_at is None or self.leased_at is None or self.lease_ends_at is None:
            return False
        return self.leased_at <= self.closed_at < self.lease_ends_at


def seat_and_round(code: str, token: str, round_id: int) -> tuple[Seat, Round | None] | None:
    """The seat of this token with its workshop, and the round if it belongs there."""
    with connection.cursor() as cursor:
        cursor.execute(SEATED, [round_id, hash_seat_token(token), code])
        row = cursor.fetchone()
    if row is None:
        return None
    plan, pauses = (json.loads(row[place] or "null") for place in (8, 20))
    workshop = _record(Workshop, WORKSHOP, [*row[6:8], plan, *row[9:11]])
    seat = _record(Seat, SEAT, [*row[:4], *_moments(row[4:6]), workshop.pk])
    seat.workshop = workshop
    if row[11] is None:
        return seat, None
    round = _record(Round, ROUND, [*row[11:14], *_moments(row[14:20]), workshop.pk, pauses])
    round.workshop = workshop
    return seat, round


def lock_asked(round: Round, project_id: int, seat: Seat, key: UUID | None) -> Asked | None:
    """Lock the project's place in the round's queue; None where the round does not ask for it."""
    lock = " FOR UPDATE OF e" if connection.features.has_select_for_update_of else ""
    given = None if key is None else key_column(key)
    values = [given, seat.pk, seat.pk, seat.pk, round.pk, project_id]
    with connection.cursor() as cursor:
        cursor.execute(ASKED + lock, [seat.pk, *values])
        row = cursor.fetchone()
    if row is None:
        return None
    entry_id, count, wanted, name, pence, sent_before, is_out, *times = row
    return Asked(
        entry_id,
        count,
        wanted,
        name,
        to_pounds(pence),
        bool(sent_before),
        bool(is_out),
        *_moments([_as_moment(each) for each in times]),
    )


def key_column(key: UUID) -> str:
    """An idempotency key as its column holds it."""
    return str(key) if connection.features.has_native_uuid_field else key.hex


def workshop_projects(ids: Collection[int]) -> list[WorkshopProject]:
    """Whole records with the texts that a card shows."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PROJECTS.format(marks=", ".join(["%s"] * len(ids))), list(ids))
        return [_project(row) for row in cursor.fetchall()]


def _project(row: Sequence[Any]) -> WorkshopProject:
    values = [
        FROM_COLUMN[name](value) if name in FROM_COLUMN else value
        for name, value in zip(PROJECT, row, strict=True)
    ]
    return WorkshopProject.from_db(connection.alias, PROJECT, values)


def _record(model: type[Record], names: list[str], values: list[Any]) -> Record:
    """A record of the columns read; the others load themselves when asked for."""
    given = dict(zip(names, values, strict=True))
    columns = [field.attname for field in model._meta.concrete_fields]  # documented
    in_order = [name for name in columns if name in given]
    return model.from_db(connection.alias, in_order, [given[name] for name in in_order])


def _as_moment(value: datetime | str | None) -> datetime | None:
    """SQLite hands the result of an expression over as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _moments(values: Sequence[datetime | None]) -> list[datetime | None]:
    """Aware times; SQLite hands them over without their zone, which is UTC."""
    return [
        value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
        for value in values
    ]
