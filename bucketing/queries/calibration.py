"""The projects that everybody judges first: how far they are, and the answers once revealed."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bucketing.domain.camps import Camps, deciding_question, find_camps
from bucketing.models import (
    Allocation,
    Precedent,
    Round,
    RoundKind,
    Workshop,
    WorkshopProject,
)
from bucketing.queries.settled import SHARES

if TYPE_CHECKING:
    from assessors.models import User

Points = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class CalibrationAnswer:
    """One person's answer. `name` is empty unless the room agreed to names."""

    shares: Points
    name: str
    note: str


@dataclass(slots=True)
class CalibrationProject:
    """`answers` are empty until the round is revealed, whoever looks."""

    project: WorkshopProject
    answered: int = 0
    answers: list[CalibrationAnswer] = field(default_factory=list)
    camps: Camps | None = None
    question: str = ""
    ruling: Precedent | None = None


@dataclass(slots=True)
class Calibration:
    round: Round | None
    projects: list[CalibrationProject]
    people: int

    @property
    def is_revealed(self) -> bool:
        return self.round is not None and self.round.revealed_at is not None

    @property
    def everybody_is_done(self) -> bool:
        return bool(self.projects) and all(
            each.answered >= self.people > 0 for each in self.projects
        )


def load_calibration(workshop: Workshop) -> Calibration:
    """Five queries. Answers are read for everybody's number, and shown only after the reveal."""
    round = workshop.rounds.filter(kind=RoundKind.CALIBRATION).last()
    chosen = workshop.projects.filter(is_for_calibration=True).order_by("rank", "id")
    found = {project.pk: CalibrationProject(project) for project in chosen}
    people = workshop.seats.present().assessors().count()
    calibration = Calibration(round, list(found.values()), people)
    if round is None:
        return calibration
    rows = (
        Allocation.objects.counted()
        .filter(round=round)
        .values_list("workshop_project_id", "seat__name", "note", *SHARES)
    )
    answers: dict[int, list[CalibrationAnswer]] = defaultdict(list)
    for project_id, name, note, *shares in rows:
        shown = name if workshop.shows_names else ""
        answers[project_id].append(CalibrationAnswer(tuple(shares), shown, note))
    for project_id, each in found.items():
        each.answered = len(answers[project_id])
    if calibration.is_revealed:
        _reveal(calibration, answers, workshop)
    return calibration


def _reveal(
    calibration: Calibration, answers: dict[int, list[CalibrationAnswer]], workshop: Workshop
) -> None:
    """Answers from early to late, so that nobody is known by their place in a row."""
    rulings = {
        precedent.workshop_project_id: precedent
        for precedent in workshop.precedents.filter(withdrawn_at=None)
    }
    for each in calibration.projects:
        each.answers = sorted(
            answers[each.project.pk], key=lambda answer: answer.shares, reverse=True
        )
        each.camps = find_camps([answer.shares for answer in each.answers])
        if each.camps:
            each.question = deciding_question(each.camps, workshop.criteria_set.content)
        each.ruling = rulings.get(each.project.pk)


def earlier_rulings(workshop: Workshop, user: "User") -> list[Precedent]:
    """Rulings of other workshops that the user may see and that this one does not have yet."""
    present = workshop.precedents.filter(withdrawn_at=None).values("text")
    return list(
        Precedent.objects.filter(
            workshop__in=Workshop.objects.readable_by(user),
            workshop__portfolio__organisation=workshop.portfolio.organisation_id,
            workshop__rehearsal_of=None,
            withdrawn_at=None,
        )
        .exclude(workshop=workshop)
        .exclude(text__in=present)
        .select_related("workshop")
        .order_by("-created_at")[:40]
    )
