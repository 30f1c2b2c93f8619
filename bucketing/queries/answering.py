"""The look-ups behind every saved answer, written by hand.

An answer is saved about once a second in a full room. The ORM takes several times longer to compose
these look-ups than the database takes to answer them, so here the text is fixed. What comes back are
ordinary records with only the columns read; anything else they load when asked.
"""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from bucketing.domain.join_codes import hash_seat_token
from bucketing.models import Round, Seat, Workshop, WorkshopProject
from projects.models.fields import to_pounds

# In the order of the tables.
SEAT = ["id", "workshop_id", "role", "name", "code", "last_seen_at", "removed_at"]
WORKSHOP = ["id", "financial_year", "basis", "plan", "join_code"]
CLOCK = ["opened_at", "due_at", "paused_at", "closed_at", "pauses"]
ROUND = ["id", *CLOCK, "workshop_id", "stage_id", "kind", "revealed_at", "second_pass_at"]
SEATED = f"""
SELECT {", ".join(f"s.{name}" for name in SEAT)}, {", ".join(f"w.{name}" for name in WORKSHOP)},
  {", ".join(f"r.{name}" for name in ROUND)}
FROM bucketing_seat s JOIN bucketing_workshop w ON w.id = s.workshop_id
LEFT JOIN bucketing_round r ON r.workshop_id = w.id AND r.id = %s
WHERE s.token_hash = %s AND w.join_code = %s
"""  # noqa: S608  # names of columns


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite hands times over without their zone, which is UTC, and those of expressions as text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


PROJECT = [field.attname for field in WorkshopProject._meta.concrete_fields]  # documented
PROJECTS = f"SELECT {', '.join(PROJECT)} FROM bucketing_workshopproject WHERE id IN ({{marks}})"  # noqa: S608  # names of columns
FROM_COLUMN: dict[str, Callable[[Any], Any]] = {
    "amount": to_pounds,
    "attributes": json.loads,
    "plan": json.loads,
    "pauses": json.loads,
    "is_for_calibration": bool,
    **dict.fromkeys([*(name for name in [*SEAT, *ROUND] if name.endswith("_at"))], _moment),
}

Record = TypeVar("Record", Seat, Workshop, Round, WorkshopProject)

ASKED = """
SELECT e.id, e.ratings_count, e.ratings_wanted, p.name, p.amount,
  EXISTS (SELECT 1 FROM bucketing_allocation a WHERE a.seat_id = %s AND a.idempotency_key = %s),
  r.revealed_at IS NOT NULL OR w.closed_at IS NOT NULL
    OR w.discussing_id = e.workshop_project_id
    OR COALESCE((SELECT c.method <> 'reopened' FROM bucketing_reconciliation c
      WHERE c.workshop_project_id = e.workshop_project_id ORDER BY c.id DESC LIMIT 1), FALSE),
  (SELECT s.excluded_at IS NULL FROM bucketing_seat s WHERE s.id = %s),
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
    project is discussed or settled, or the workshop is over. `is_counted` says that the seat's answers
    are not left out of the figures.
    """

    entry_id: int
    ratings_count: int
    ratings_wanted: int
    name: str
    amount: Decimal
    sent_before: bool
    is_out: bool
    is_counted: bool
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
    columns = iter(row)
    seat = _record(Seat, SEAT, islice(columns, len(SEAT)))
    seat.workshop = _record(Workshop, WORKSHOP, islice(columns, len(WORKSHOP)))
    of_round = list(columns)
    if of_round[0] is None:
        return seat, None
    round = _record(Round, ROUND, of_round)
    round.workshop = seat.workshop
    return seat, round


def lock_asked(round: Round, project_id: int, seat: Seat, key: UUID | None) -> Asked | None:
    """Lock the project's place in the round's queue; None where the round does not ask for it."""
    lock = " FOR UPDATE OF e" if connection.features.has_select_for_update_of else ""
    given = None if key is None else key_column(key)
    values = [given, *[seat.pk] * 4, round.pk, project_id]
    with connection.cursor() as cursor:
        cursor.execute(ASKED + lock, [seat.pk, *values])
        row = cursor.fetchone()
    if row is None:
        return None
    entry_id, count, wanted, name, pence, sent_before, is_out, is_counted, *times = row
    return Asked(
        entry_id,
        count,
        wanted,
        name,
        to_pounds(pence),
        bool(sent_before),
        bool(is_out),
        bool(is_counted),
        *(_moment(each) for each in times),
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
        return [_record(WorkshopProject, PROJECT, row) for row in cursor.fetchall()]


def _record(model: type[Record], names: list[str], row: Iterable[Any]) -> Record:
    """A record of the columns read; the others load themselves when asked for."""
    values = [
        FROM_COLUMN[name](value) if name in FROM_COLUMN else value
        for name, value in zip(names, row, strict=True)
    ]
    return model.from_db(connection.alias, names, values)
