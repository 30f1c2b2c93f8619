"""Handing out projects: a short lease for somebody who is there, claimed atomically."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from random import Random

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bucketing.domain.clock import Phase
from bucketing.domain.plan import Plan
from bucketing.domain.queue import CHANCE_WINDOW, LEASE_LENGTH, Waiting, choose
from bucketing.models import (
    Allocation,
    Interest,
    InterestKind,
    Lease,
    Pass,
    PassReason,
    QueueEntry,
    Round,
    RoundKind,
    Seat,
)

ATTEMPTS = 4
"""How often a claim looks again when others took what it had chosen."""


@transaction.atomic
def claim_leases(
    *,
    seat: Seat,
    round: Round,
    now: datetime,
    rng: Random | None = None,
    count: int | None = None,
    avoid: Collection[int] = (),
) -> list[Lease]:
    """Renew what the seat holds in this round and top it up to `count` (the plan's number if None).

    Projects of `avoid` (put off until later) come only when nothing else is left.

    The leases held, in the order in which the seat was given them. Nothing new is handed out unless
    the round is running. The number of queries does not grow with projects or seats.
    """
    plan = Plan.from_json(seat.workshop.plan)
    held = renew_leases(seat=seat, round=round, now=now)
    missing = (count or plan.lease_size) - len(held)
    if missing <= 0 or round.phase(now) is not Phase.RUNNING:
        return held
    subject = (
        str(getattr(held[-1].workshop_project, plan.group_by)) if plan.group_by and held else ""
    )
    rng = rng or Random()  # noqa: S311  # who judges what is chance, not a secret
    for _ in range(ATTEMPTS):
        chosen = _choose(seat, round, now, rng, count=missing, subject=subject, avoid=avoid)
        if not chosen:
            break
        if claimed := _claim(seat, round, now, chosen):
            return [*held, *claimed]
    return held


def renew_leases(*, seat: Seat, round: Round, now: datetime) -> list[Lease]:
    """A sign of life: what the seat still holds, it holds for another while."""
    held = list(
        Lease.objects.filter(seat=seat, round=round)
        .held(now)
        .select_related("workshop_project")
        .order_by("leased_at", "id")
    )
    if held:
        Lease.objects.filter(pk__in=[lease.pk for lease in held]).update(
            expires_at=now + LEASE_LENGTH
        )
    return held


def release_lease(*, seat: Seat, round: Round, workshop_project_id: int) -> None:
    """Put a project back for somebody else (or for later)."""
    Lease.objects.filter(seat=seat, round=round, workshop_project=workshop_project_id).delete()


def waiting_for(seat: Seat, round: Round) -> "QuerySet[QueueEntry]":
    """Entries that this seat may be given: not answered, not passed, no interest declared.

    Who needed information may be given the project again once there is an answer.
    """
    mine = {
        "round": OuterRef("round"),
        "seat": seat,
        "workshop_project": OuterRef("workshop_project"),
    }
    answered = Q(reason=PassReason.NEEDS_INFORMATION, resolved_at__isnull=False)
    return (
        QueueEntry.objects.filter(round=round, ratings_count__lt=F("ratings_wanted"))
        .exclude(Exists(Allocation.objects.filter(**mine)))
        .exclude(Exists(Pass.objects.filter(**mine).exclude(answered)))
        .exclude(_of_interest(seat))
        .order_by("ratings_count", "position")
    )


def _of_interest(seat: Seat) -> Q:
    refused = Q(pk=None)
    for interest in Interest.objects.filter(seat=seat):
        if interest.kind == InterestKind.PROJECT:
            refused |= Q(workshop_project=interest.workshop_project_id)
        elif interest.kind == InterestKind.PROVIDER:
            refused |= Q(workshop_project__provider=interest.value)
        else:
            refused |= Q(workshop_project__directorate=interest.value)
    return refused


def _choose(
    seat: Seat,
    round: Round,
    now: datetime,
    rng: Random,
    *,
    count: int,
    subject: str,
    avoid: Collection[int],
) -> list[Waiting]:
    leases = list(
        Lease.objects.filter(round=round).held(now).values_list("workshop_project", "seat")
    )
    mine = {project for project, holder in leases if holder == seat.pk}
    held_by_others = Counter(project for project, holder in leases if holder != seat.pk)
    # Whatever is held may stand at the front of the queue, so look that much further.
    look_at = CHANCE_WINDOW + count + len(leases) + len(avoid)
    waiting = [
        Waiting(
            entry_id=entry.pk,
            project_id=entry.workshop_project_id,
            position=entry.position,
            wanted=entry.ratings_wanted,
            ratings=entry.ratings_count,
            held=held_by_others[entry.workshop_project_id],
            group=entry.group,
        )
        for entry in waiting_for(seat, round)[:look_at]
        if entry.workshop_project_id not in mine
    ]
    waiting = [each for each in waiting if each.project_id not in avoid] or waiting
    same_for_all = round.kind != RoundKind.RATING
    return choose(
        waiting,
        count=count,
        rng=rng,
        window=0 if same_for_all else CHANCE_WINDOW,
        group=subject,
    )


def _claim(seat: Seat, round: Round, now: datetime, chosen: list[Waiting]) -> list[Lease]:
    """Take what is still free of the chosen, under their locks; who loses the race looks again."""
    locked = set(
        QueueEntry.objects.select_for_update(skip_locked=True)
        .filter(pk__in=[each.entry_id for each in chosen])
        .values_list("pk", "ratings_count")
    )
    leased_since = Counter(
        Lease.objects.filter(round=round, workshop_project__in=[each.project_id for each in chosen])
        .held(now)
        .exclude(seat=seat)
        .values_list("workshop_project", flat=True)
    )
    free = [
        each
        for each in chosen
        if (each.entry_id, each.ratings) in locked and leased_since[each.project_id] <= each.held
    ]
    Lease.objects.bulk_create(
        (
            Lease(
                seat=seat,
                round=round,
                workshop_project_id=each.project_id,
                leased_at=now,
                expires_at=now + LEASE_LENGTH,
            )
            for each in free
        ),
        # A lease of the same seat that had run out is taken up again.
        update_conflicts=True,
        unique_fields=["round", "seat", "workshop_project"],
        update_fields=["leased_at", "expires_at"],
    )
    return list(
        Lease.objects.filter(
            seat=seat, round=round, workshop_project__in=[each.project_id for each in free]
        )
        .select_related("workshop_project")
        .order_by("id")
    )
