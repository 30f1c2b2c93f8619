"""How the start page speaks of a workshop: where it stands, and what to do next."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timesince import timesince

from bucketing.domain.clock import Phase
from bucketing.models import Door, Stage, Workshop
from bucketing.queries.home import Desk, YearTotal
from projects.models import Portfolio

if TYPE_CHECKING:
    from assessors.models import Membership

BOARD, SUMMARY = "workshop-board", "summary"
LOBBY = "Lobby"
FRESH = timedelta(hours=3)
"""A rehearsal takes minutes; one that began longer ago was left."""


@dataclass(frozen=True, slots=True)
class WorkshopCard:
    """`link` names the page that `action` leads to; a reader may have none yet."""

    workshop: Workshop
    state: str
    tag: str
    said: str
    action: str
    link: str
    rehearsals: tuple[Workshop, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One organisation's part of the start page."""

    desk: Desk
    portfolios: list[tuple[Portfolio, YearTotal | None]]
    live: list[WorkshopCard]
    finished: list[WorkshopCard]
    old_rehearsals: list[Workshop]


def present_desk(desk: Desk, *, now: datetime) -> DeskPage:
    """What is under way comes before what waits; within each, the newest first."""
    cards = [_card(desk, each, now) for each in desk.workshops]
    cards.sort(key=lambda card: card.state == LOBBY)
    return DeskPage(
        desk=desk,
        portfolios=[(each, desk.totals.get(each.pk)) for each in desk.portfolios],
        live=[card for card in cards if card.workshop.closed_at is None],
        finished=[card for card in cards if card.workshop.closed_at is not None],
        old_rehearsals=_old_rehearsals(desk, now),
    )


def _old_rehearsals(desk: Desk, now: datetime) -> list[Workshop]:
    """Those that are over or were left, for those who may delete them."""
    if not desk.membership.can_facilitate:
        return []
    copies = [copy for of_one in desk.rehearsals.values() for copy in of_one]
    return [copy for copy in copies if not _is_fresh(copy, now)]


def _is_fresh(copy: Workshop, now: datetime) -> bool:
    return copy.closed_at is None and now - copy.created_at < FRESH


def _card(desk: Desk, workshop: Workshop, now: datetime) -> WorkshopCard:
    """With the rehearsals under way, for those who may run them."""
    card = present_workshop(workshop, desk.membership, now=now)
    if not desk.membership.can_facilitate:
        return card
    copies = desk.rehearsals.get(workshop.pk, [])
    return replace(card, rehearsals=tuple(copy for copy in copies if _is_fresh(copy, now)))


def present_workshop(
    workshop: Workshop, membership: "Membership", *, now: datetime
) -> WorkshopCard:
    """The card of one workshop; its stages must have been loaded in order."""
    if workshop.closed_at:
        said = f"closed {_since(workshop.closed_at, now)}"
        return WorkshopCard(workshop, "Closed", "ok", said, "Read the summary", SUMMARY)
    stages = list(workshop.stages.all())
    opened = next((stage for stage in stages if _is_open(stage, now)), None)
    state, tag, said = _state(workshop, stages, opened, now)
    action = _next_action(workshop, opened) if membership.can_facilitate else ""
    return WorkshopCard(workshop, state, tag, said, action, BOARD if action else "")


def _is_open(stage: Stage, now: datetime) -> bool:
    return stage.phase(now) not in (Phase.WAITING, Phase.CLOSED)


def _state(
    workshop: Workshop, stages: list[Stage], opened: Stage | None, now: datetime
) -> tuple[str, str, str]:
    if opened is None and not any(stage.opened_at for stage in stages):
        return LOBBY, "", f"made {_since(workshop.created_at, now)}"
    if opened is None:
        return "Between stages", "warn", "no stage is open"
    phase = opened.phase(now)
    if phase is Phase.PAUSED:
        return f"{opened.get_kind_display()}, paused", "warn", "the clock stands still"
    if phase is Phase.TIME_UP:
        return opened.get_kind_display(), "warn", "the time is up"
    minutes = max(1, round(opened.clock.remaining(now).total_seconds() / 60))
    return opened.get_kind_display(), "now", f"{minutes} min left"


def _next_action(workshop: Workshop, opened: Stage | None) -> str:
    if opened is not None:
        return "Go to the board"
    return "Get it ready" if workshop.door == Door.CLOSED else "Go to the lobby"


def _since(time: datetime, now: datetime) -> str:
    words = timesince(time, now, depth=1)
    return "just now" if words.startswith("0") else f"{words} ago"
