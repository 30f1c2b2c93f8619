"""A rehearsal: so many scripted assessors at once, each in a thread and a browser of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

from bucketing.domain.join_codes import clean_join_code
from bucketing.domain.scripted import ScriptedAssessor, cast_of
from bucketing.rehearsal.assessor import CannotJoin, SittingAssessor
from bucketing.rehearsal.browser import Browser, Unreachable

REPORT_SECONDS = 30.0


@dataclass(slots=True)
class Rehearsal:
    """Bring `assessors` scripted people into the workshop with this code at this address."""

    code: str
    url: str
    assessors: int = 9
    speed: float = 1.0
    seed: str = "rehearsal"
    tell: Callable[[str], None] = print
    stop: Event = field(default_factory=Event)
    sitting: list[SittingAssessor] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Until the workshop is over or `stop` is set. CannotJoin where nobody got in."""
        self.sitting = [self._seat(assessor) for assessor in cast_of(self.assessors)]
        threads = [Thread(target=self._sit, args=(each,), daemon=True) for each in self.sitting]
        for thread in threads:
            thread.start()
            self.stop.wait(0.3 / max(self.speed, 1.0))
        try:
            self._watch(threads)
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(timeout=5)
        if self.problems and not any(each.seat_path for each in self.sitting):
            raise CannotJoin(self.problems[0])
        self.tell(self.report)

    @property
    def report(self) -> str:
        done = ", ".join(f"{each.name} {each.answered}" for each in self.sitting if each.name)
        return f"Answers so far: {done}."

    def _seat(self, assessor: ScriptedAssessor) -> SittingAssessor:
        return SittingAssessor(
            code=clean_join_code(self.code),
            assessor=assessor,
            browser=Browser(self.url),
            stop=self.stop,
            speed=self.speed,
            rng=Random(f"{self.seed} {assessor.name}"),  # noqa: S311  # made-up answers
            tell=self.tell,
        )

    def _sit(self, assessor: SittingAssessor) -> None:
        try:
            assessor.run()
        except (CannotJoin, Unreachable) as problem:
            self.problems.append(str(problem))
            self.tell(str(problem))

    def _watch(self, threads: list[Thread]) -> None:
        """Tell how far they are every half a minute, as long as somebody sits."""
        waited = 0.0
        while any(thread.is_alive() for thread in threads):
            if self.stop.wait(0.2):
                return
            waited += 0.2
            if waited >= REPORT_SECONDS:
                waited = 0.0
                self.tell(self.report)
