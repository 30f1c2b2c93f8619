"""One scripted assessor at one seat: joins, waits, judges, and goes on until the room is done."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event
from urllib.parse import urlsplit
from uuid import UUID

from bucketing.domain.guessing import guess_split
from bucketing.domain.scripted import Percentages, ScriptedAnswer, ScriptedAssessor, judge
from bucketing.domain.tiers import TIERS
from bucketing.rehearsal.browser import Browser, Reply, Unreachable
from bucketing.rehearsal.pages import CardOnDesk, SeatPage, read_cards, read_seat_page
from projects.demo.portfolio import demo_description_of, true_split_of

POLL_SECONDS = 3.0
LOOK_AGAIN_SECONDS = 5.0
QUICKEST_LOOKS = 8.0
NAMES_TRIED = 9

Fields = dict[str, str | int]


class CannotJoin(Exception):
    """The workshop did not let the assessor in; the text says why."""


@dataclass(slots=True)
class SittingAssessor:
    """`speed` 2 answers twice as fast as a person; `stop` ends the rehearsal from outside."""

    code: str
    assessor: ScriptedAssessor
    browser: Browser
    stop: Event
    speed: float = 1.0
    rng: Random = field(default_factory=Random)
    tell: Callable[[str], None] = print
    name: str = ""
    seat_path: str = ""
    answered: int = 0
    passed: int = 0
    desk: deque[CardOnDesk] = field(default_factory=deque)

    def run(self) -> None:
        """Stay until the workshop is over, the seat is taken away or `stop` is set."""
        self.join()
        page = self._open()
        while not self.stop.is_set() and not page.is_over:
            try:
                page = self._judge(page) if page.is_judging else self._wait(page)
            except Unreachable as problem:
                self.tell(f"{self.name}: {problem} Trying again.")
                self.stop.wait(LOOK_AGAIN_SECONDS)

    def join(self) -> None:
        """Give a name at the door; add a number where somebody of that name is in already."""
        door = f"/join/{self.code}/"
        if self.browser.get(door).status != 200:
            raise CannotJoin(f"No workshop has the code {self.code}.")
        for number in range(1, NAMES_TRIED + 1):
            self.name = self.assessor.name + (f" {number}" if number > 1 else "")
            reply = self.browser.post(door, {"name": self.name})
            self.seat_path = urlsplit(reply.url).path
            if reply.status == 200 and self.seat_path.startswith("/seat/"):
                self.tell(f"{self.name} has joined.")
                return
        raise CannotJoin(f"{self.name} could not join: the door may be closed.")

    def _open(self) -> SeatPage:
        return read_seat_page(self.browser.get(self.seat_path).body)

    def _wait(self, page: SeatPage) -> SeatPage:
        """Ask now and then whether anything changed, as the page does."""
        self._pause(POLL_SECONDS * self.rng.uniform(0.8, 1.2))
        reply = self.browser.get(page.poll, revision=page.revision)
        return page if reply.status == 204 else self._open()

    def _judge(self, page: SeatPage) -> SeatPage:
        """Judge what lies on the desk; look up when it is empty."""
        self.desk = deque(page.cards)
        if not self.desk:
            self._take(self.browser.post(page.projects, self._have(), wants_json=True))
        while self.desk and not self.stop.is_set():
            card = self.desk.popleft()
            answer = judge(self._truth_of(card), self.assessor, self.rng)
            self.stop.wait(answer.seconds / self.speed)
            if not self._take(self._send(page, card, answer)):
                break
        self._pause(LOOK_AGAIN_SECONDS)
        return self._open()

    def _pause(self, seconds: float) -> None:
        """Wait as a page waits; a quick rehearsal looks more often, within reason."""
        self.stop.wait(seconds / min(max(self.speed, 1.0), QUICKEST_LOOKS))

    def _send(self, page: SeatPage, card: CardOnDesk, answer: ScriptedAnswer) -> Reply:
        """The same fields as the page's own form; the key makes a second sending harmless."""
        fields: Fields = self._have() | {
            "seat": page.fields.get("seat", ""),
            "round": page.fields.get("round", ""),
            "project": card.project,
            "version": card.version,
            "key": str(UUID(int=self.rng.getrandbits(128), version=4)),
            "note": answer.note,
        }
        if answer.percentages is None:
            self.passed += 1
            return self._post(page.passes, fields | {"reason": answer.pass_reason})
        self.answered += 1
        fields |= {str(tier): share for tier, share in zip(TIERS, answer.percentages, strict=True)}
        fields |= {"seconds": int(answer.seconds), "confidence": answer.confidence}
        return self._post(page.answers, fields)

    def _post(self, path: str, fields: Fields) -> Reply:
        """Keep trying until the server has it: nothing answered is lost."""
        while True:
            try:
                return self.browser.post(path, fields, wants_json=True)
            except Unreachable:
                if self.stop.wait(LOOK_AGAIN_SECONDS):
                    raise

    def _take(self, reply: Reply) -> bool:
        """Lay down the new cards; False where the server would not have the answer.

        Nothing new is begun in a pause or after the end, as people would look up too.
        """
        if reply.status != 200:
            return False
        if reply.json.get("phase") not in ("running", "time_up"):
            self.desk.clear()
            return True
        held = {str(project) for project in reply.json["held"]}
        new = read_cards([card["html"] for card in reply.json["cards"]])
        here = {card.project for card in self.desk}
        self.desk.extend(card for card in new if card.project not in here)
        self.desk = deque(card for card in self.desk if card.project in held)
        return True

    def _have(self) -> Fields:
        return {"have": ",".join(card.project for card in self.desk)}

    def _truth_of(self, card: CardOnDesk) -> Percentages:
        """What the demo knows of its own projects; a guess from the words for any other."""
        known = demo_description_of(card.reference)
        if known and known in card.text:
            return true_split_of(card.reference) or guess_split(card.text)
        return guess_split(f"{card.name} {card.text}")
