"""How fast the room answers now, and how sure that is.

Each person present answers at a rate of their own. Recent answers weigh more (half as much after
five minutes), so that a tiring room is seen to tire; somebody with few answers is taken to be like
the rest of the room, and a room with few answers like the published speeds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log, sqrt

import numpy as np
import numpy.typing as npt

Seconds = npt.NDArray[np.float64]

HALF_LIFE = 5 * 60
USUAL_SECONDS = 45.0
# How many answers' worth the room counts in one person's pace, and published speeds in the room's.
ROOM_WEIGHT = 3.0
PUBLISHED_WEIGHT = 4.0
# Spread of one person's answer times, as a part of their mean.
SPREAD_OF_ANSWERS = 0.75
# How far the whole room speeds up or tires within half an hour, as a part of its rate.
DRIFT_IN_HALF_AN_HOUR = 0.11
# How much slower rooms get in half an hour, as a part of their rate, taken over many rooms.
TIRING_IN_HALF_AN_HOUR = 0.06
# The chance that a person leaves, or another comes, within fifty minutes.
COMING_AND_GOING = 0.15
# Late joiners: within a quarter of an hour a room may grow by this part.
LATE_JOINERS = 0.2
LATE_UNTIL = 15 * 60


@dataclass(frozen=True, slots=True)
class SeatPace:
    """When one assessor answered: seconds of running clock since rating opened, oldest first."""

    answered_at: Sequence[float]
    is_present: bool = True
    joined_at: float = 0.0


@dataclass(frozen=True, slots=True)
class RoomPace:
    """Answers a second of each person present, and what is known of each."""

    rates: Seconds
    evidence: Seconds = field(repr=False)
    elapsed: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second of the whole room."""
        return float(self.rates.sum())

    def answers_in(self, seconds: float) -> float:
        seconds = max(seconds, 0.0)
        return self.rate * seconds * (1 - min(TIRING_IN_HALF_AN_HOUR * seconds / 1800, 0.5))

    def seconds_for(self, answers: float) -> float:
        """How long the room takes for so many answers, tiring included; the rate is not 0."""
        steady = answers / self.rate
        tiring = TIRING_IN_HALF_AN_HOUR / 1800
        inside = max(1 - 4 * tiring * steady, 0.0)
        return steady * 2 / (1 + sqrt(inside))

    def late_answers_in(self, seconds: float) -> float:
        """Answers of people who may still arrive: more of them the earlier it is."""
        chance = LATE_JOINERS * max(0.0, 1 - self.elapsed / LATE_UNTIL)
        return chance * self.answers_in(seconds)

    def spread_in(self, seconds: float) -> float:
        """Standard deviation of the number of answers in that time."""
        if seconds <= 0:
            return 0.0
        each = self.rates * seconds
        chance = SPREAD_OF_ANSWERS**2 * each.sum()
        unsure = (SPREAD_OF_ANSWERS**2 * each**2 / self.evidence).sum()
        drift = DRIFT_IN_HALF_AN_HOUR * each.sum() * sqrt(seconds / 1800)
        leaving = COMING_AND_GOING * seconds / 3000
        return sqrt(chance + unsure + drift**2 + leaving * (each**2).sum())


def room_pace(seats: Sequence[SeatPace], elapsed: float) -> RoomPace:
    """The pace of those present after `elapsed` seconds of running clock."""
    present = [seat for seat in seats if seat.is_present]
    if not present:
        return RoomPace(rates=np.zeros(0), evidence=np.ones(0), elapsed=elapsed)
    fade = HALF_LIFE / log(2)
    answers = np.array([_faded_count(seat, elapsed, fade) for seat in present])
    joined = np.array([min(seat.joined_at, elapsed) for seat in present])
    exposure = fade * (1 - np.exp(-(elapsed - joined) / fade))
    usual = (answers.sum() + PUBLISHED_WEIGHT) / (exposure.sum() + PUBLISHED_WEIGHT * USUAL_SECONDS)
    rates = (answers + ROOM_WEIGHT) / (exposure + ROOM_WEIGHT / usual)
    return RoomPace(rates=rates, evidence=2 * answers + ROOM_WEIGHT, elapsed=elapsed)


def _faded_count(seat: SeatPace, elapsed: float, fade: float) -> float:
    times = np.asarray(seat.answered_at, dtype=np.float64)
    return float(np.exp((times - elapsed) / fade).sum())
