"""Words for each page that an assessor can be on."""

from dataclasses import dataclass

from bucketing.domain.clock import Phase
from bucketing.domain.presence import pace_words
from bucketing.models import RoundKind, StageKind
from bucketing.queries.own_answers import OwnProgress
from bucketing.queries.seat_room import SeatRoom, SeatView
from bucketing.queries.what_is_left import Left

STAGE_WORDS = {
    StageKind.WELCOME: "welcome",
    StageKind.CALIBRATION: "calibration",
    StageKind.RATING: "rating",
    StageKind.RECONCILING: "reconciling",
    StageKind.CLOSE: "close",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A heading and a sentence or two that say what happens and what to do."""

    heading: str
    words: str


def where_words(room: SeatRoom) -> str:
    """What stands in the bar: the workshop and its stage."""
    if room.view is SeatView.OVER:
        return f"{room.workshop.name} · over"
    stage = STAGE_WORDS[StageKind(room.stage.kind)] if room.stage else "not started"
    if room.round and room.round.kind == RoundKind.RE_VOTE:
        stage = "re-vote"
    return f"{room.workshop.name} · {stage}"


def time_left_words(room: SeatRoom) -> str:
    """What the clock says until a script takes it over, and all that it says without scripts."""
    if room.phase is Phase.TIME_UP:
        return "time is up"
    if room.phase not in (Phase.RUNNING, Phase.PAUSED):
        return ""
    minutes = -(-int(room.clock.remaining(room.now).total_seconds()) // 60)
    return "1 minute left" if minutes == 1 else f"{minutes} minutes left"


def notice_for(room: SeatRoom) -> Notice:
    return NOTICES[room.view]


NOTICES = {
    SeatView.LOBBY: Notice(
        "You are in",
        "The workshop starts when the facilitator opens it. Leave this page open."
        " It goes on by itself.",
    ),
    SeatView.WELCOME: Notice(
        "Welcome",
        "While the facilitator explains, look at the four tiers. You will judge one project after "
        "another, alone and in silence.",
    ),
    SeatView.JUDGING: Notice(
        "The room is judging",
        "You watch. Nobody sees anybody's answers until the facilitator reveals them.",
    ),
    SeatView.ANSWERS_ARE_IN: Notice(
        "The answers are in", "Look up: the room goes on together in a moment."
    ),
    SeatView.REVEALED: Notice(
        "What the room answered",
        "Yours comes first. Talk about where you part; the ruling you agree on will stand "
        "beside the criteria.",
    ),
    SeatView.DISCUSSION: Notice(
        "The room talks",
        "Look at the big screen and listen. If the chair calls a re-vote, it appears "
        "here by itself.",
    ),
    SeatView.DISCUSSED: Notice(
        "The room talks about this one",
        "Yours comes first. Say what made you decide; if the chair calls a re-vote, it appears "
        "here by itself.",
    ),
    SeatView.CLOSING: Notice("Thank you", "The facilitator sums up. There is nothing left to do."),
    SeatView.OVER: Notice(
        "The workshop is over",
        "Thank you. Your answers are kept. Ask the facilitator for the results.",
    ),
    SeatView.REMOVED: Notice(
        "Your seat has been taken out of the room",
        "Your answers are kept. If this is a mistake, tell the facilitator, who can let "
        "you back in.",
    ),
}


def left_notice(left: Left, phase: Phase, kind: str) -> Notice:
    """What stands in place of a card when there is none."""
    if phase is Phase.PAUSED:
        return Notice("The room is paused", "Projects come again when the facilitator goes on.")
    if phase is Phase.TIME_UP:
        return Notice("Time is up", "Thank you. Look up: the room goes on together in a moment.")
    if kind != RoundKind.RATING and left is not Left.WAITING:
        return Notice(
            "That was the last one",
            "You have judged every project of this round. You can still go back and change "
            "an answer.",
        )
    return LEFT_NOTICES[left]


def first_notice(left: Left, phase: Phase, kind: str) -> Notice:
    """The same on a page that has not asked for a project yet, so that nobody need be waited for."""
    if phase is Phase.RUNNING and left is Left.WAITING:
        return Notice("Your next project", "It is on its way.")
    return left_notice(left, phase, kind)


LEFT_NOTICES = {
    Left.SOMETHING: Notice("One moment", "The next project is on its way."),
    Left.WAITING: Notice(
        "Waiting for others",
        "Others hold the projects that are left. If one of them comes free, it appears "
        "here by itself.",
    ),
    Left.FINISHED: Notice(
        "Finished",
        "Every project has the ratings that the plan wants. Thank you. You can still go back and "
        "change an answer.",
    ),
    Left.NOTHING_FOR_YOU: Notice(
        "Nothing left for you",
        "You have judged everything that you may judge; the rest is for others. You can "
        "still go back and change an answer.",
    ),
}


def progress_words(progress: OwnProgress) -> str:
    """28 done · good pace."""
    pace = pace_words(progress.own_seconds, progress.wanted_seconds)
    return f"{progress.done} done · {pace}" if pace else f"{progress.done} done"
