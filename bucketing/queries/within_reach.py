"""What one seat holds and what it may be given next, in one query.

Written by hand because it runs with every answer: the ORM takes longer to compose these look-ups than
the database takes to answer them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from bucketing.domain.queue import CHANCE_WINDOW, LEASE_LENGTH, RENEWED_EVERY, Waiting
from bucketing.models import Round, Seat

# The first half is what the seat holds, the second what waits; there the last three columns say nothing.
# The second half walks the index of unfinished entries in the queue's order and stops early. Whatever
# others hold may stand at the front, so as many rows more are looked at. Who needed information may
# be given the project again once there is an answer. CROSS JOIN has SQLite look at interests first, of
# which most seats have none.
REACH = """
SELECT e.id, e.workshop_project_id, e.position, e.ratings_wanted, e.ratings_count, 0 AS held,
  e."group", mine.id, mine.leased_at, CASE WHEN mine.expires_at < %(due)s THEN 1 ELSE 0 END
FROM bucketing_lease mine
JOIN bucketing_queueentry e ON e.round_id = mine.round_id
  AND e.workshop_project_id = mine.workshop_project_id
WHERE mine.round_id = %(round)s AND mine.seat_id = %(seat)s AND mine.expires_at > %(now)s
UNION ALL
SELECT * FROM (SELECT * FROM (
  SELECT e.id, e.workshop_project_id, e.position, e.ratings_wanted, e.ratings_count,
    (SELECT COUNT(*) FROM bucketing_lease o
     WHERE o.round_id = e.round_id AND o.workshop_project_id = e.workshop_project_id
       AND o.seat_id <> %(seat)s AND o.expires_at > %(now)s) AS held,
    e."group", 0, %(now)s, 0
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
      CROSS JOIN bucketing_workshopproject w
      WHERE i.seat_id = %(seat)s AND w.id = e.workshop_project_id AND (i.workshop_project_id = w.id
        OR (i.kind = 'provider' AND i.value = w.provider)
        OR (i.kind = 'directorate' AND i.value = w.directorate)))
  ORDER BY e.ratings_count, e.position
  LIMIT %(window)s + (SELECT COUNT(*) FROM bucketing_lease l
    WHERE l.round_id = %(round)s AND l.expires_at > %(now)s)
) AS in_turn
ORDER BY ratings_count + held >= ratings_wanted, ratings_count + held, position
LIMIT %(window)s) AS waiting
"""


@dataclass(frozen=True, slots=True)
class InReach:
    """`held` in the order in which the seat was given them; `waiting` in turn, what is open first.

    `due` are those held whose leases want renewing.
    """

    held: list[Waiting]
    due: list[Waiting]
    waiting: list[Waiting]


def projects_in_reach(seat: Seat, round: Round, now: datetime, *, look_at: int) -> InReach:
    """The seat's own leases, and at least `look_at` projects that wait and that it may judge."""
    moment = connection.ops.adapt_datetimefield_value
    values = {
        "seat": seat.pk,
        "round": round.pk,
        "now": moment(now),
        "due": moment(now + LEASE_LENGTH - RENEWED_EVERY),
        "window": CHANCE_WINDOW + look_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(REACH, values)
        rows = [(Waiting._make(row[:7]), *row[7:]) for row in cursor.fetchall()]
    mine = sorted((row for row in rows if row[1]), key=_given)
    return InReach(
        held=[entry for entry, *_ in mine],
        due=[entry for entry, *_, is_due in mine if is_due],
        waiting=[entry for entry, lease_id, *_ in rows if not lease_id],
    )


def _given(row: tuple[Waiting, int, Any, int]) -> tuple[Any, int]:
    """When, and in which order within one claim."""
    _, lease_id, leased_at, _ = row
    return leased_at, lease_id
