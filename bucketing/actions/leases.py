"""Handing out projects: a short lease for somebody who is there, claimed atomically.

This runs with every answer, so it counts its queries: what is within reach, the locks (PostgreSQL),
one statement that claims and renews, and one that brings the texts of what is new.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.db import connection, transaction

from bucketing.actions.second_pass import order_second_ratings
from bucketing.domain.clock import Phase
from bucketing.domain.plan import Plan
from bucketing.domain.queue import CHANCE_WINDOW, LEASE_LENGTH, Waiting, choose
from bucketing.models import Lease, Round, RoundKind, Seat, WorkshopProject
from bucketing.pipeline import Write, execute_together
from bucketing.queries.answering import workshop_projects
from bucketing.queries.within_reach import InReach, projects_in_reach

ATTEMPTS = 4
"""How often a claim looks again when others took what it had chosen."""

NO_LIMIT = 1_000_000

# `most` is how many ratings and leases of others an entry had when it was chosen; more by now means
# that somebody was quicker. A lease of the same seat is renewed, or taken up again if it ran out.
CLAIM_OR_RENEW = """
WITH chosen(entry_id, place, most) AS (VALUES {rows})
INSERT INTO bucketing_lease (round_id, seat_id, workshop_project_id, leased_at, expires_at)
SELECT e.round_id, %s, e.workshop_project_id, %s, %s
FROM chosen c JOIN bucketing_queueentry e ON e.id = c.entry_id
WHERE c.most >= e.ratings_count + (
  SELECT COUNT(*) FROM bucketing_lease o
  WHERE o.round_id = e.round_id AND o.workshop_project_id = e.workshop_project_id
    AND o.seat_id <> %s AND o.expires_at > %s)
ORDER BY c.place
ON CONFLICT (round_id, seat_id, workshop_project_id) DO UPDATE SET
  leased_at = CASE WHEN bucketing_lease.expires_at > excluded.leased_at
    THEN bucketing_lease.leased_at ELSE excluded.leased_at END,
  expires_at = excluded.expires_at
RETURNING workshop_project_id
"""

LOCK_FREE = "SELECT id FROM bucketing_queueentry WHERE id IN ({marks}) FOR UPDATE SKIP LOCKED"
HOLD_SEAT = "SELECT id FROM bucketing_seat WHERE id = %s FOR NO KEY UPDATE"
RELEASE = """
DELETE FROM bucketing_lease WHERE round_id = %s AND seat_id = %s AND workshop_project_id = %s
"""


@dataclass(slots=True)
class HandedOut:
    """A project that a seat holds; with its texts where the caller did not have them."""

    workshop_project_id: int
    workshop_project: WorkshopProject = field(init=False, repr=False)


def claim_leases(
    *,
    seat: Seat,
    round: Round,
    now: datetime,
    rng: Random | None = None,
    count: int | None = None,
    avoid: Collection[int] = (),
    known: Collection[int] = (),
) -> list[HandedOut]:
    """Renew what the seat holds in this round and top it up to `count` (the plan's number if None).

    Projects of `avoid` (put off until later) come only when nothing else is left. The texts of the
    projects in `known` are not loaded, as the page has them.

    The leases held, in the order in which the seat was given them. Nothing new is handed out unless
    the round is running. The number of queries does not grow with projects or seats.
    """
    size = count or lease_size(seat)
    with transaction.atomic():
        hold_seat(seat)
        leases = renew_and_top_up(seat, round, now, size=size, avoid=avoid, rng=rng)
    return with_texts(leases, known)


def hold_seat(seat: Seat) -> None:
    """Requests of one seat (two tabs, a retry) take turns, or they could wait for each other crosswise.

    First of all inside a transaction: the seat, then places in the queue, then the workshop. SQLite
    writes one at a time anyway.
    """
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(HOLD_SEAT, [seat.pk])


def lease_size(seat: Seat) -> int:
    """How many projects the plan lets a seat hold at once."""
    return Plan.from_json(seat.workshop.plan).lease_size


def renew_and_top_up(
    seat: Seat,
    round: Round,
    now: datetime,
    *,
    size: int,
    avoid: Collection[int] = (),
    rng: Random | None = None,
) -> list[HandedOut]:
    """Leases without their projects' texts. Call it inside a transaction."""
    is_running = round.phase(now) is Phase.RUNNING
    rng = rng or Random()  # noqa: S311  # who judges what is chance, not a secret
    for _ in range(ATTEMPTS):
        reach = projects_in_reach(seat, round, now, look_at=size + len(avoid))
        missing = size - len(reach.held) if is_running else 0
        chosen = _choose(reach, round, rng, count=missing, avoid=avoid) if missing > 0 else []
        if _turns_to_seconds(round, chosen):
            transaction.on_commit(lambda: order_second_ratings(round=round, now=now))
        taken = _claim(seat, round, now, reach.due, chosen)
        if taken or not chosen:
            break
    held = [each.project_id for each in reach.held]
    return [HandedOut(project_id) for project_id in [*held, *taken]]


def _turns_to_seconds(round: Round, chosen: list[Waiting]) -> bool:
    """Whether a project that is rated already is handed out, and they are not in order yet."""
    is_in_order = round.kind != RoundKind.RATING or round.second_pass_at is not None
    return not is_in_order and any(each.ratings for each in chosen)


def release_lease(*, seat: Seat, round: Round, workshop_project_id: int) -> None:
    """Put a project back for somebody else (or for later)."""
    execute_together(releasing(seat=seat, round=round, workshop_project_id=workshop_project_id))


def releasing(*, seat: Seat, round: Round, workshop_project_id: int) -> Write:
    """What `release_lease` does, for others to do together with their own writes."""
    return RELEASE, [round.pk, seat.pk, workshop_project_id]


def release_all_but(*, seat: Seat, round: Round, workshop_project_ids: Collection[int]) -> None:
    """Time is up: what is neither in front of the person nor answered and on its way goes back."""
    leases = Lease.objects.filter(seat=seat, round=round)
    leases.exclude(workshop_project__in=workshop_project_ids).delete()


def _choose(
    reach: InReach, round: Round, rng: Random, *, count: int, avoid: Collection[int]
) -> list[Waiting]:
    waiting = [each for each in reach.waiting if each.project_id not in avoid] or reach.waiting
    same_for_all = round.kind != RoundKind.RATING
    return choose(
        waiting,
        count=count,
        rng=rng,
        window=0 if same_for_all else CHANCE_WINDOW,
        group=reach.held[-1].group if reach.held else "",
        holds_any=bool(reach.held),
    )


def _claim(
    seat: Seat, round: Round, now: datetime, due: list[Waiting], chosen: list[Waiting]
) -> list[int]:
    """Renew what is due and take what is still free of the chosen; who loses the race looks again.

    The projects taken, in the order in which they were chosen.
    """
    chosen = _lock_free(chosen)
    rows = [(each.entry_id, place, NO_LIMIT) for place, each in enumerate(due)]
    rows += [
        (each.entry_id, len(due) + place, each.ratings + each.held)
        for place, each in enumerate(chosen)
    ]
    if not rows:
        return []
    moment = connection.ops.adapt_datetimefield_value(now)
    until = connection.ops.adapt_datetimefield_value(now + LEASE_LENGTH)
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM_OR_RENEW.format(rows=", ".join(["(%s, %s, %s)"] * len(rows))),
            [*(part for row in rows for part in row), seat.pk, moment, until, seat.pk, moment],
        )
        now_held = {project_id for (project_id,) in cursor.fetchall()}
    return [each.project_id for each in chosen if each.project_id in now_held]


def _lock_free(chosen: list[Waiting]) -> list[Waiting]:
    """Those of the chosen that nobody else is taking at this moment, locked for us (PostgreSQL)."""
    if not chosen or not connection.features.has_select_for_update_skip_locked:
        return chosen
    marks = ", ".join(["%s"] * len(chosen))
    with connection.cursor() as cursor:
        cursor.execute(LOCK_FREE.format(marks=marks), [each.entry_id for each in chosen])
        free = {entry_id for (entry_id,) in cursor.fetchall()}
    return [each for each in chosen if each.entry_id in free]


def with_texts(leases: list[HandedOut], known: Collection[int]) -> list[HandedOut]:
    """The leases with the texts of the projects that the caller does not know."""
    new = {each.workshop_project_id: each for each in leases}
    for project in workshop_projects([each for each in new if each not in known]):
        new[project.pk].workshop_project = project
    return leases
