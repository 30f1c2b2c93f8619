"""Answers side by side, once the room may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bucketing.domain.judgements import RATING_KINDS
from bucketing.domain.shares import Shares
from bucketing.models import Allocation, Round, Seat, Workshop, WorkshopProject


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer of a revealed round.

    `name` is a number that says nothing beyond this project, unless the room agreed to names.
    """

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
        answers[each.workshop_project_id].append(each)
    entries = round.queue.select_related("workshop_project").order_by("position")
    return [
        ShownProject(
            project=entry.workshop_project,
            answers=_side_by_side(answers[entry.workshop_project_id], seat, with_names=with_names),
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
    shown = [each for each in answers if each.round_id == latest]
    return [ShownProject(project, _side_by_side(shown, seat, with_names=workshop.shows_names))]


def _side_by_side(
    allocations: Iterable[Allocation], seat: Seat, *, with_names: bool
) -> list[ShownAnswer]:
    """The seat's own answer, then the others from the earliest tiers to the latest.

    Numbers follow that order and begin anew with each project, so that they link nobody's answers.
    """
    in_order = sorted(allocations, key=lambda each: (_lateness(each.shares), each.note))
    own = [each for each in in_order if each.seat_id == seat.pk]
    others = [each for each in in_order if each.seat_id != seat.pk]
    return [
        *(_shown(each, "You", is_mine=True) for each in own),
        *(
            _shown(each, each.seat.name if with_names else f"Person {number}")
            for number, each in enumerate(others, start=1)
        ),
    ]


def _lateness(shares: Shares) -> tuple[int, ...]:
    """Where in the order of tiers the money lies on the whole; ties by what is earliest."""
    return (sum(place * share for place, share in enumerate(shares)), *(-share for share in shares))


def _shown(allocation: Allocation, name: str, *, is_mine: bool = False) -> ShownAnswer:
    return ShownAnswer(name=name, shares=allocation.shares, is_mine=is_mine, note=allocation.note)
