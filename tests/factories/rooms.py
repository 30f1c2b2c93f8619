"""Simulated rooms: people who answer at their own speed, to test forecasts against."""

from dataclasses import dataclass
from random import Random

from bucketing.domain.pace import SeatPace

LENGTH = 50 * 60


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    seconds: float
    slowing: float = 0.0
    joins_at: float = 0.0
    leaves_at: float = LENGTH

    def answers(self, rng: Random) -> list[float]:
        """Times of their answers; each takes log-normal time around their own mean."""
        now = self.joins_at
        times: list[float] = []
        while True:
            mean = self.seconds * (1 + self.slowing * now / LENGTH)
            now += mean * rng.lognormvariate(-0.18, 0.6)
            if now >= self.leaves_at:
                return times
            times.append(now)


def people_in(kind: str, rng: Random, count: int = 10) -> list[SimulatedPerson]:
    """A room of one kind: steady, slowing, one leaving or late joiners."""
    speeds = [rng.uniform(22, 55) for _ in range(count)]
    if kind == "slowing":
        slowing = rng.uniform(0.3, 0.7)
        return [SimulatedPerson(speed, slowing=slowing) for speed in speeds]
    people = [SimulatedPerson(speed) for speed in speeds]
    if kind == "one leaving":
        people[0] = SimulatedPerson(speeds[0], leaves_at=rng.uniform(600, 2700))
    if kind == "late joiners":
        for place in range(2):
            people[place] = SimulatedPerson(speeds[place], joins_at=rng.uniform(120, 900))
    return people


@dataclass(frozen=True, slots=True)
class SimulatedRoom:
    people: list[SimulatedPerson]
    answers: list[list[float]]

    @classmethod
    def of(cls, kind: str, seed: int) -> "SimulatedRoom":
        rng = Random(f"{kind}-{seed}")
        people = people_in(kind, rng)
        return cls(people, [person.answers(rng) for person in people])

    def seats_at(self, now: float) -> list[SeatPace]:
        """What the server knows at that time: who is there and when they answered."""
        return [
            SeatPace(
                answered_at=[time for time in times if time <= now],
                is_present=now < person.leaves_at,
                joined_at=person.joins_at,
            )
            for person, times in zip(self.people, self.answers, strict=True)
            if person.joins_at <= now
        ]

    def answers_by(self, now: float) -> int:
        return sum(time <= now for times in self.answers for time in times)
