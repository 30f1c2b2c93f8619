from datetime import UTC, datetime, timedelta

import pytest

from bucketing.domain.presence import Presence, pace_words, presence_of, typical_seconds

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


def ago(**span) -> datetime:
    return NOW - timedelta(**span)


def state(seen, answered=None, since=None):
    return presence_of(now=NOW, last_seen_at=seen, last_answer_at=answered, working_since=since)


@pytest.mark.parametrize(
    ("seen", "answered", "since", "presence", "words"),
    [
        (ago(seconds=5), ago(seconds=40), ago(minutes=20), Presence.PRESENT, "working"),
        (ago(seconds=90), ago(seconds=40), ago(minutes=20), Presence.PRESENT, "working"),
        (ago(seconds=91), ago(seconds=95), ago(minutes=20), Presence.GONE, "gone 1 min"),
        (ago(seconds=5), ago(minutes=3, seconds=9), ago(minutes=20), Presence.IDLE, "quiet 3 min"),
        (ago(seconds=5), None, ago(minutes=4), Presence.IDLE, "quiet 4 min"),
        (ago(seconds=5), ago(minutes=9), ago(seconds=30), Presence.PRESENT, "working"),
        (ago(seconds=5), None, None, Presence.PRESENT, "here"),
        (ago(hours=2), None, None, Presence.GONE, "gone"),
        (None, None, ago(minutes=4), Presence.GONE, "not here yet"),
    ],
)
def test_presence(seen, answered, since, presence, words):
    found = state(seen, answered, since)
    assert (found.presence, found.words) == (presence, words)
    assert found.is_here is (presence is not Presence.GONE)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (None, ""),
        (15, "plenty of time, no need to hurry"),
        (34, "good pace"),
        (45, "a little slow"),
        (80, "slow: choose the nearest tier and go on"),
    ],
)
def test_pace_words_beside_34_seconds(own, words):
    assert pace_words(own, 34) == words


def test_pace_words_without_a_plan_are_none():
    assert pace_words(30, 0) == ""


def test_typical_seconds_is_the_median_of_the_last_eight():
    assert typical_seconds([1, 2]) is None
    assert typical_seconds([10, 300, 20]) == 20
    assert typical_seconds([10, 20, 30, 40]) == 25
    assert typical_seconds([900] * 20 + [30] * 8) == 30
