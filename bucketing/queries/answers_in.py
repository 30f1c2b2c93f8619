"""The two tables behind the board that grow with the workshop, written by hand.

The board is drawn anew after every answer. The ORM takes several times longer to hand over thousands
of rows than the database takes to find them.
"""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

from bucketing.models import LeftOut, Round, Workshop

MONEY = """
SELECT id, amount, left_out <> '' FROM bucketing_workshopproject
WHERE workshop_id = %s AND left_out IN ('', %s) ORDER BY rank, id
"""
ANSWERS = """
SELECT workshop_project_id, seat_id, round_id, {seconds}, upstream, midstream, downstream, acute
FROM bucketing_allocation WHERE round_id IN ({marks}) AND NOT is_late ORDER BY id
"""
# 2440587.5 is the Julian day on which 1970 began.
SECONDS = {
    "postgresql": "EXTRACT(EPOCH FROM answered_at)::float8",
    "sqlite": "ROUND((JULIANDAY(answered_at) - 2440587.5) * 86400, 3)",
}


class Given(NamedTuple):
    """An answer as the board needs it. `time` is in seconds since 1970, to the millisecond."""

    project_id: int
    shares: tuple[int, ...]
    time: float
    seat_id: int
    round_id: int


def money_to_rate(workshop: Workshop) -> list[tuple[int, int, bool]]:
    """(id, pence, left out by the plan) of each project, the largest first; not what was set aside."""
    with connection.cursor() as cursor:
        cursor.execute(MONEY, [workshop.pk, LeftOut.TOO_SMALL])
        return [(project_id, pence, bool(out)) for project_id, pence, out in cursor.fetchall()]


def answers_in(rounds: Collection[Round]) -> list[Given]:
    """Of each seat, project and round the answer that it gave last, without the late ones."""
    if not rounds:
        return []
    marks = ", ".join(["%s"] * len(rounds))
    with connection.cursor() as cursor:
        cursor.execute(
            ANSWERS.format(seconds=SECONDS[connection.vendor], marks=marks),
            [each.pk for each in rounds],
        )
        latest = {row[:3]: row for row in cursor.fetchall()}
    return [Given(row[0], row[4:], row[3], row[1], row[2]) for row in latest.values()]
