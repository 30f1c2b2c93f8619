"""Reading an assessor's page: where the room stands and which projects lie on the desk."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"input", "meta", "link", "br", "img", "hr", "rect"})


@dataclass(slots=True)
class CardOnDesk:
    """One project as the page shows it."""

    project: str
    version: str
    name: str
    text: str = ""
    reference: str = ""


@dataclass(slots=True)
class SeatPage:
    """What matters of the page. `view` is the first word of its key, such as lobby or judging."""

    view: str = ""
    phase: str = ""
    poll: str = ""
    revision: str = ""
    answers: str = ""
    passes: str = ""
    projects: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    cards: list[CardOnDesk] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.view in ("over", "removed") or not self.poll

    @property
    def is_judging(self) -> bool:
        return self.view == "judging" and bool(self.answers) and self.phase != "paused"


def read_seat_page(html: str) -> SeatPage:
    reader = _Reader()
    reader.feed(html)
    return reader.page


def read_cards(fragments: list[str]) -> list[CardOnDesk]:
    return [card for html in fragments for card in read_seat_page(html).cards]


class _Reader(HTMLParser):
    """Picks out the room's marks, the answer form's hidden fields, and the cards."""

    def __init__(self) -> None:
        super().__init__()
        self.page = SeatPage()
        self.inside: list[str] = []
        self.is_form = False
        self.term = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.inside.append(tag)
        if found.get("id") == "seat-phase":
            self._read_phase(found)
        elif found.get("id") == "answer-form":
            self._read_form(found)
        elif tag == "article" and "data-project" in found:
            self.page.cards.append(
                CardOnDesk(found["data-project"], found["data-version"], found["data-name"])
            )
        elif tag == "input" and self.is_form and found.get("type") == "hidden":
            self.page.fields[found.get("name", "")] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass
        self.is_form = self.is_form and tag != "form"

    def handle_data(self, data: str) -> None:
        if "article" not in self.inside or not self.page.cards or not data.strip():
            return
        card = self.page.cards[-1]
        if self.inside[-1] == "dt":
            self.term = data.strip()
        elif self.inside[-1] == "dd" and self.term == "Reference":
            card.reference = data.strip()
        elif "p" in self.inside:
            card.text = f"{card.text} {data.strip()}".strip()

    def _read_phase(self, found: dict[str, str]) -> None:
        self.page.view = found.get("data-room", "").split("-")[0]
        self.page.phase = found.get("data-phase", "")
        self.page.poll = found.get("data-poll", "")
        self.page.revision = found.get("data-revision", "")

    def _read_form(self, found: dict[str, str]) -> None:
        self.is_form = True
        self.page.answers = found["action"]
        self.page.passes = found["data-passes"]
        self.page.projects = found["data-projects"]
