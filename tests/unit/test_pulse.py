"""When a page of the room has to be drawn anew."""

from dataclasses import replace

from bucketing.domain.clock import Phase
from bucketing.queries.pulse import BOARD_RESTS, LOOK_AGAIN_AFTER, Pulse

DRAWN = Pulse(
    revision=41, room_revision=7, phase=Phase.RUNNING, is_closed=False, moment=1_770_000_000
)


def holds(later: Pulse, *, fades: bool = True) -> bool:
    return later.still_holds(DRAWN.mark, rests=BOARD_RESTS, fades=fades)


def test_page_holds_while_nothing_happens():
    assert holds(DRAWN)
    assert holds(replace(DRAWN, moment=DRAWN.moment + LOOK_AGAIN_AFTER - 1))


def test_page_that_shows_who_is_there_is_drawn_anew_in_the_end():
    later = replace(DRAWN, moment=DRAWN.moment + LOOK_AGAIN_AFTER)
    assert not holds(later)
    assert holds(later, fades=False)


def test_clock_and_stage_draw_the_page_anew_at_once():
    assert not holds(replace(DRAWN, room_revision=8))
    assert not holds(replace(DRAWN, phase=Phase.TIME_UP))


def test_answers_wait_for_the_rest_to_be_over():
    answered = replace(DRAWN, revision=42)
    assert holds(answered)
    assert not holds(replace(answered, moment=DRAWN.moment + BOARD_RESTS))


def test_mark_that_nobody_gave_out_never_holds():
    for mark in ("", "7", "7-running-41-", "7-running-41-soon"):
        assert not DRAWN.still_holds(mark, rests=4, fades=True)
