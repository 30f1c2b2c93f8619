"""Answers side by side, once the room may see them."""

from collections import defaultdict
from dataclasses import dataclass

from bucketing.domain.judgements import RATING_KINDS
from bucketing.domain.shares import Shares
from bucketing.models import Allocation, Round, Seat, Workshop, WorkshopProject


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer of a revealed round. `name` is a letter unless the room agreed to names."""

    name: str
    shares: Shares
    is_mine: bool
    note: str


@dataclass(frozen=True, slots=True)
class ShownProject:
    project: WorkshopProject
    answers: list[ShownAnswer]


def revealed_answers(round: Round, seat: Seat) -> list[ShownProject]:
    """Every counted answer of a round, by project; nothing at all before the reveal."""
    if round.revealed_at is None:
        return []
    with_names = round.workshop.shows_names
    answers = defaultdict(list)
    for each in Allocation.objects.filter(round=round).counted().select_related("seat"):
        answers[each.workshop_project_id].append(_shown(each, seat, with_names=with_names))
    entries = round.queue.select_related("workshop_project").order_by("position")
    return [
        ShownProject(
            project=entry.workshop_project,
            answers=sorted(
                answers[entry.workshop_project_id], key=lambda each: (not each.is_mine, each.name)
            ),
        )
        for entry in entries
        if answers[entry.workshop_project_id]
    ]


def discussed_answers(workshop: Workshop, seat: Seat) -> list[ShownProject]:
    """The answers that count on the project that the room talks about, of closed rounds only.

    After a re-vote these are the new ones.
    """
    project = workshop.discussing
    if project is None:
        return []
    closed = workshop.rounds.filter(queue__workshop_project=project, closed_at__isnull=False)
    answers = (
        Allocation.objects.counted()
        .filter(round__in=closed, workshop_project=project)
        .select_related("seat", "round")
    )
    kinds = {each.round_id: RATING_KINDS.index(each.round.kind) for each in answers}
    latest = max(kinds, key=lambda pk: (kinds[pk], pk), default=None)
    shown = [
        _shown(each, seat, with_names=workshop.shows_names)
        for each in answers
        if each.round_id == latest
    ]
    return [ShownProject(project, sorted(shown, key=lambda each: (not each.is_mine, each.name)))]


def _shown(allocation: Allocation, seat: Seat, *, with_names: bool) -> ShownAnswer:
    other = allocation.seat
    return ShownAnswer(
        name=other.name if with_names else other.code,
        shares=allocation.shares,
        is_mine=other.pk == seat.pk,
        note=allocation.note,
    )
