"""What one seat holds and what it may be given next, in one query.

Written by hand because it runs with every answer: the ORM takes longer to compose these look-ups than
the database takes to answer them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from bucketing.domain.queue import CHANCE_WINDOW, Waiting
from bucketing.models import Round, Seat

# Both halves give a time, one of them none, since PostgreSQL wants to know the type of nothing.
# The second half walks the index of unfinished entries in the queue's order and stops early. Whatever
# others hold may stand at the front, so as many rows more are looked at. Who needed information may
# be given the project again once there is an answer.
REACH = """
SELECT e.id, e.workshop_project_id, e.position, e.ratings_wanted, e.ratings_count, e."group",
  0 AS held, 1 AS is_mine, mine.leased_at, mine.id
FROM bucketing_lease mine
JOIN bucketing_queueentry e ON e.round_id = mine.round_id
  AND e.workshop_project_id = mine.workshop_project_id
WHERE mine.round_id = %(round)s AND mine.seat_id = %(seat)s AND mine.expires_at > %(now)s
UNION ALL
SELECT * FROM (
  SELECT e.id, e.workshop_project_id, e.position, e.ratings_wanted, e.ratings_count, e."group",
    (SELECT COUNT(*) FROM bucketing_lease o
     WHERE o.round_id = e.round_id AND o.workshop_project_id = e.workshop_project_id
       AND o.seat_id <> %(seat)s AND o.expires_at > %(now)s), 0,
    (SELECT leased_at FROM bucketing_lease WHERE id IS NULL), 0
  FROM bucketing_queueentry e
  WHERE e.round_id = %(round)s AND e.ratings_count < e.ratings_wanted
    AND NOT EXISTS (SELECT 1 FROM bucketing_lease m WHERE m.round_id = e.round_id
      AND m.seat_id = %(seat)s AND m.workshop_project_id = e.workshop_project_id
      AND m.expires_at > %(now)s)
    AND NOT EXISTS (SELECT 1 FROM bucketing_allocation a WHERE a.round_id = e.round_id
      AND a.seat_id = %(seat)s AND a.workshop_project_id = e.workshop_project_id)
    AND NOT EXISTS (SELECT 1 FROM bucketing_pass p WHERE p.round_id = e.round_id
      AND p.seat_id = %(seat)s AND p.workshop_project_id = e.workshop_project_id
      AND NOT (p.reason = 'needs_information' AND p.resolved_at IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM bucketing_interest i
      JOIN bucketing_workshopproject w ON w.id = e.workshop_project_id
      WHERE i.seat_id = %(seat)s AND (i.workshop_project_id = w.id
        OR (i.kind = 'provider' AND i.value = w.provider)
        OR (i.kind = 'directorate' AND i.value = w.directorate)))
  ORDER BY e.ratings_count, e.position
  LIMIT %(window)s + (SELECT COUNT(*) FROM bucketing_lease l
    WHERE l.round_id = %(round)s AND l.expires_at > %(now)s)
) AS waiting
"""


@dataclass(frozen=True, slots=True)
class InReach:
    """`held` in the order in which the seat was given them; `waiting` in the queue's order."""

    held: list[Waiting]
    waiting: list[Waiting]


def projects_in_reach(seat: Seat, round: Round, now: datetime, *, look_at: int) -> InReach:
    """The seat's own leases, and at least `look_at` projects that wait and that it may judge."""
    held: list[tuple[Any, int, Waiting]] = []
    waiting: list[Waiting] = []
    with connection.cursor() as cursor:
        cursor.execute(
            REACH,
            {
                "seat": seat.pk,
                "round": round.pk,
                "now": connection.ops.adapt_datetimefield_value(now),
                "window": CHANCE_WINDOW + look_at,
            },
        )
        for entry_id, project_id, position, wanted, ratings, group, others, *lease in cursor:
            each = Waiting(
                entry_id=entry_id,
                project_id=project_id,
                position=position,
                wanted=wanted,
                ratings=ratings,
                held=others,
                group=group,
            )
            is_mine, leased_at, lease_id = lease
            if is_mine:
                held.append((leased_at, lease_id, each))
            else:
                waiting.append(each)
    return InReach(held=[each for *_, each in sorted(held, key=_given)], waiting=waiting)


def _given(lease: tuple[Any, int, Waiting]) -> tuple[Any, int]:
    return lease[:2]
