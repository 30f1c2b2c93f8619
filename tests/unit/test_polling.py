"""Every screen of a room agrees on clock and stage within three seconds."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHIN_MS = 3000
ANSWER_MS = 250
"""How long the server may take over its answer, at the 95th percentile."""

OF_A_ROOM = ("seat_phase.html", "room_bar.html", "screen.html", "board/live.html")


def jitter() -> float:
    found = re.search(r"const JITTER = ([0-9.]+);", (ROOT / "static/js/poll.js").read_text())
    assert found
    return float(found[1])


@pytest.mark.parametrize("name", OF_A_ROOM)
def test_room_is_asked_about_soon_enough(name):
    template = (ROOT / "templates/bucketing" / name).read_text()
    every = re.findall(r'data-every="(\d+)"', template)
    assert len(every) == 1
    assert int(every[0]) * (1 + jitter()) + ANSWER_MS < WITHIN_MS
