"""What a seat is shown of others: side by side after the reveal, and linked to nobody."""

import pytest

from bucketing.actions.stages import open_next_stage, reveal_round
from bucketing.domain.running_order import PlannedStage
from bucketing.queries.revealed import revealed_answers
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop

pytestmark = pytest.mark.django_db
ORDER = (PlannedStage("calibration", 10), PlannedStage("rating", 50))
SPLITS = {
    "Ann": [(0, 0, 100, 0), (100, 0, 0, 0)],
    "Ben": [(0, 0, 0, 100), (0, 100, 0, 0)],
    "Cleo": [(100, 0, 0, 0), (0, 50, 50, 0)],
    "Dev": [(50, 0, 0, 50), (0, 0, 0, 100)],
}


@pytest.fixture
def room():
    amounts = [str(30_000 - 1000 * number) for number in range(20)]
    workshop = make_workshop(*amounts, running_order=ORDER)
    round = open_next_stage(workshop=workshop, by=None, now=NOW).rounds.get()
    projects = [each.workshop_project for each in round.queue.order_by("position")[:2]]
    seats = {name: make_assessor(workshop, name) for name in SPLITS}
    for name, splits in SPLITS.items():
        for project, split in zip(projects, splits, strict=True):
            answer(seats[name], round, project, *split)
    return round, seats


def shown(round, seat):
    return [
        [(each.name, tuple(share // 100 for share in each.shares)) for each in project.answers]
        for project in revealed_answers(round, seat)
    ]


def test_nothing_is_shown_before_the_reveal(room):
    round, seats = room
    assert revealed_answers(round, seats["Ann"]) == []


def test_others_are_numbered_anew_from_the_earliest_tier_in_each_project(room):
    round, seats = room
    reveal_round(round=round, by=None, now=NOW)
    round.refresh_from_db()
    assert shown(round, seats["Ann"]) == [
        [
            ("You", (0, 0, 100, 0)),
            ("Person 1", (100, 0, 0, 0)),
            ("Person 2", (50, 0, 0, 50)),
            ("Person 3", (0, 0, 0, 100)),
        ],
        [
            ("You", (100, 0, 0, 0)),
            ("Person 1", (0, 100, 0, 0)),
            ("Person 2", (0, 50, 50, 0)),
            ("Person 3", (0, 0, 0, 100)),
        ],
    ]


def test_room_that_agreed_to_names_sees_them(room):
    round, seats = room
    round.workshop.shows_names = True
    round.workshop.save(update_fields=["shows_names"])
    reveal_round(round=round, by=None, now=NOW)
    round.refresh_from_db()
    names = [name for name, _ in shown(round, seats["Ann"])[1]]
    assert names == ["You", "Ben", "Cleo", "Dev"]
