from datetime import UTC, datetime, timedelta

import pytest

from bucketing.domain.clock import Clock, ClockError, Phase

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def opened(minutes: int = 50) -> Clock:
    return Clock().open(now=NOW, length=minutes * MINUTE)


def test_phase_follows_from_the_stored_times():
    clock = opened(50)
    assert Clock().phase(NOW) is Phase.WAITING
    assert clock.phase(NOW) is Phase.RUNNING
    assert clock.phase(NOW + 50 * MINUTE - timedelta(microseconds=1)) is Phase.RUNNING
    assert clock.phase(NOW + 50 * MINUTE) is Phase.TIME_UP
    assert clock.close(now=NOW + 60 * MINUTE).phase(NOW + 61 * MINUTE) is Phase.CLOSED


def test_pause_keeps_the_time_that_was_left():
    paused = opened(50).pause(now=NOW + 20 * MINUTE)
    assert paused.phase(NOW + 90 * MINUTE) is Phase.PAUSED
    assert paused.remaining(NOW + 90 * MINUTE) == 30 * MINUTE
    resumed = paused.resume(now=NOW + 90 * MINUTE)
    assert resumed.remaining(NOW + 91 * MINUTE) == 29 * MINUTE


def test_extension_counts_from_the_due_time_or_from_now_when_time_was_up():
    assert opened(50).extend(now=NOW, by=5 * MINUTE).remaining(NOW) == 55 * MINUTE
    late = NOW + 70 * MINUTE
    assert opened(50).extend(now=late, by=5 * MINUTE).remaining(late) == 5 * MINUTE
    paused = opened(50).pause(now=NOW + 20 * MINUTE).extend(now=late, by=-10 * MINUTE)
    assert paused.remaining(late) == 20 * MINUTE


def test_soft_end_leaves_the_round_open_but_its_time_up():
    ended = opened(50).end_softly(now=NOW + 10 * MINUTE)
    assert ended.phase(NOW + 10 * MINUTE) is Phase.TIME_UP
    assert ended.remaining(NOW + 11 * MINUTE) == timedelta()


@pytest.mark.parametrize(
    "turn",
    [
        lambda clock: clock.open(now=NOW, length=MINUTE),
        lambda clock: clock.resume(now=NOW),
        lambda clock: clock.reopen(now=NOW, length=MINUTE),
        lambda clock: clock.close(now=NOW).pause(now=NOW),
        lambda clock: clock.close(now=NOW).extend(now=NOW, by=MINUTE),
        lambda clock: clock.close(now=NOW).close(now=NOW),
    ],
)
def test_lever_that_does_not_fit_the_phase_is_refused(turn):
    with pytest.raises(ClockError):
        turn(opened())


def test_reopened_clock_runs_again_from_its_first_opening():
    reopened = (
        opened(50).close(now=NOW + 50 * MINUTE).reopen(now=NOW + 55 * MINUTE, length=5 * MINUTE)
    )
    assert reopened.opened_at == NOW
    assert reopened.remaining(NOW + 55 * MINUTE) == 5 * MINUTE


def test_running_seconds_leave_out_pauses_and_stop_with_the_clock():
    clock = Clock().open(now=NOW, length=timedelta(minutes=50))
    clock = clock.pause(now=NOW + timedelta(minutes=10))
    assert clock.running_seconds(NOW + timedelta(minutes=14)) == 600
    clock = clock.resume(now=NOW + timedelta(minutes=15))
    assert clock.running_seconds(NOW + timedelta(minutes=20)) == 900
    assert clock.running_seconds(NOW + timedelta(minutes=5)) == 300
    clock = clock.close(now=NOW + timedelta(minutes=30))
    assert clock.running_seconds(NOW + timedelta(minutes=90)) == 1500


def test_running_seconds_leave_out_the_time_before_a_reopening():
    clock = Clock().open(now=NOW, length=timedelta(minutes=50))
    clock = clock.close(now=NOW + timedelta(minutes=10))
    clock = clock.reopen(now=NOW + timedelta(minutes=40), length=timedelta(minutes=5))
    assert clock.running_seconds(NOW + timedelta(minutes=41)) == 660


def test_pause_that_ends_with_the_stage_is_remembered():
    clock = Clock().open(now=NOW, length=timedelta(minutes=50))
    clock = clock.pause(now=NOW + timedelta(minutes=10))
    clock = clock.end_softly(now=NOW + timedelta(minutes=20))
    assert clock.running_seconds(NOW + timedelta(minutes=20)) == 600
