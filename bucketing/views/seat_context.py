"""What the assessor's page is drawn from."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from bucketing.domain.clock import Phase
from bucketing.domain.presence import pace_words
from bucketing.domain.queue import LEASE_LENGTH
from bucketing.domain.tiers import TIERS
from bucketing.models import Allocation, PassReason, Round
from bucketing.presenters.as_before import offer_as_before
from bucketing.presenters.cards import Card, build_card
from bucketing.presenters.criteria import build_criteria
from bucketing.presenters.seat_page import first_notice, notice_for, time_left_words, where_words
from bucketing.queries.own_answers import held_leases, own_answers, own_passes, own_progress
from bucketing.queries.revealed import discussed_answers, revealed_answers
from bucketing.queries.seat_room import SeatRoom, SeatView, judges, rulings_of
from bucketing.queries.what_is_left import Left, what_is_left
from bucketing.views.seat_cookie import personal_link


def page_context(request: HttpRequest, room: SeatRoom) -> dict[str, Any]:
    """Everything but the cards; with them while the seat judges."""
    context: dict[str, Any] = {
        "room": room,
        "seat": room.seat,
        "workshop": room.workshop,
        "where": where_words(room),
        "notice": notice_for(room),
        "criteria": build_criteria(room.workshop.criteria_set),
        "rulings": rulings_of(room.workshop),
        "personal_link": personal_link(request, room.seat),
        "due": _milliseconds(room),
        "paused_left": _paused_left(room),
        "time_left": time_left_words(room),
        "judging": False,
        "shown": [],
    }
    if room.view is SeatView.REVEALED and room.round:
        context["shown"] = revealed_answers(room.round, room.seat)
    if room.view is SeatView.DISCUSSED:
        context["shown"] = discussed_answers(room.workshop, room.seat)
    if room.view is SeatView.JUDGING and room.round and judges(room.seat):
        context |= judging_context(request, room)
    return context


def judging_context(
    request: HttpRequest,
    room: SeatRoom,
    *,
    card: Card | None = None,
    answer: Allocation | None = None,
    sent: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The stack of cards and the form. `card` is one to go back to, instead of the stack."""
    round = room.round
    if round is None:
        return {}
    cards = [card] if card else stack(room, round)
    front = cards[0] if cards else None
    left = Left.SOMETHING if cards else what_is_left(room.seat, round, room.now)
    answers = own_answers(room.seat, round)
    progress = own_progress(room.seat, round, room.now)
    return {
        "judging": True,
        "round": round,
        "cards": cards,
        "front": front,
        "as_before": offer_as_before(front, answers, room.workshop) if front and not card else None,
        "going_back": card is not None,
        "answer": answer,
        "boxes": boxes(answer, sent),
        "key": uuid4(),
        "left": left,
        "left_notice": first_notice(left, room.phase, round.kind),
        "done": progress.done,
        "passed": [each.workshop_project_id for each in own_passes(room.seat, round)],
        "grace": int(LEASE_LENGTH.total_seconds()),
        "pace": pace_words(progress.own_seconds, progress.wanted_seconds),
        "own_answers": [
            {
                "project": each.workshop_project_id,
                "name": each.workshop_project.name,
                "provider": each.workshop_project.provider,
                "text": each.workshop_project.description[:600],
                "shares": [share // 100 for share in each.shares],
                "confidence": each.confidence,
                "note": each.note,
            }
            for each in answers
        ],
        "pass_reasons": PassReason.choices,
    }


def stack(room: SeatRoom, round: Round) -> list[Card]:
    """The cards that the seat holds; once time is up only the one in hand."""
    leases = held_leases(room.seat, round, room.now)
    if room.phase is Phase.TIME_UP:
        leases = leases[:1]
    return [build_card(lease.workshop_project, round, room.workshop) for lease in leases]


def boxes(answer: Allocation | None, sent: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """What stands in the four number boxes, in tier order."""
    if sent is not None:
        return [(tier, sent.get(tier, "")) for tier in TIERS]
    if answer is not None:
        return [(tier, str(answer.shares.of(tier) // 100)) for tier in TIERS]
    return [(tier, "") for tier in TIERS]


def _milliseconds(room: SeatRoom) -> int | None:
    due = room.clock.due_at
    if due is None or room.phase in (Phase.WAITING, Phase.CLOSED, Phase.PAUSED):
        return None
    return int(due.timestamp() * 1000)


def _paused_left(room: SeatRoom) -> int | None:
    if room.phase is not Phase.PAUSED:
        return None
    return int(room.clock.remaining(room.now).total_seconds())
