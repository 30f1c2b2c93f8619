from datetime import timedelta

import pytest

from bucketing.actions.errors import Refused
from bucketing.actions.reconciling import (
    decide_by_chair,
    discuss_project,
    open_re_vote,
    reopen_project,
    save_precedent,
    settle_by_re_vote,
    settle_by_rule,
    undo_batch,
)
from bucketing.actions.stages import open_next_stage, reveal_round
from bucketing.domain.shares import Shares
from bucketing.models import Allocation, Reconciliation, Seat
from bucketing.queries.revealed import discussed_answers
from bucketing.queries.seat_room import SeatView, room_of
from bucketing.queries.settled import load_judgements
from tests.factories.people import make_user
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=50)


@pytest.fixture
def workshop():
    return make_workshop("3000", "2000", "1000")


@pytest.fixture
def room(workshop):
    """Two assessors who rated P1 far apart and P2 alike; nobody rated P3. Reconciling is open."""
    round = open_rating(workshop)
    first, second = make_assessor(workshop, "Ash"), make_assessor(workshop, "Bo")
    large, middle, _ = workshop.projects.all()
    answer(first, round, large, 100, 0, 0, 0)
    answer(second, round, large, 0, 0, 0, 100)
    answer(first, round, middle, 50, 50, 0, 0)
    answer(second, round, middle, 51, 49, 0, 0)
    open_next_stage(workshop=workshop, by=None, now=LATER)
    return first, second


def settled(workshop):
    judged = load_judgements(workshop).judged
    return {each.project.reference: (each.settled_by, each.weights) for each in judged}


def everything(workshop):
    return list(workshop.projects.values_list("pk", flat=True))


def test_rule_settles_at_the_mean_and_passes_over_what_nobody_rated(workshop, room):
    settle_by_rule(workshop=workshop, project_ids=everything(workshop), by=None, now=LATER)
    assert settled(workshop) == {
        "P1": ("rule", (5000, 0, 0, 5000)),
        "P2": ("rule", (5050, 4950, 0, 0)),
        "P3": ("unrated", None),
    }
    assert set(Reconciliation.objects.values_list("ratings_count", flat=True)) == {2}


def test_settling_the_same_twice_is_refused(workshop, room):
    for_all = {"workshop": workshop, "project_ids": everything(workshop), "by": None, "now": LATER}
    settle_by_rule(**for_all)
    with pytest.raises(Refused, match="nothing left"):
        settle_by_rule(**for_all)


def test_undo_reopens_only_what_still_stands_from_that_act(workshop, room):
    batch = settle_by_rule(workshop=workshop, project_ids=everything(workshop), by=None, now=LATER)
    large = workshop.projects.get(rank=1)
    decide_by_chair(
        workshop_projects=[large],
        shares=Shares(0, 0, 10000, 0),
        reason="It follows the ruling.",
        by=make_user(),
        now=LATER,
    )
    assert undo_batch(workshop=workshop, batch=batch, by=None, now=LATER) == 1
    assert settled(workshop)["P1"] == ("chair", (0, 0, 10000, 0))
    assert settled(workshop)["P2"][0] == "ratings"
    assert Reconciliation.objects.count() == 4


def test_chair_needs_a_reason_and_is_no_rater(workshop, room):
    large = workshop.projects.get(rank=1)
    decision = {"workshop_projects": [large], "shares": Shares(0, 0, 0, 10000), "now": LATER}
    with pytest.raises(Refused, match="reason"):
        decide_by_chair(**decision, reason="  ", by=make_user())
    decide_by_chair(**decision, reason="Crisis cover only.", by=make_user())
    assert settled(workshop)["P1"] == ("chair", (0, 0, 0, 10000))
    assert Allocation.objects.counted().filter(workshop_project=large).count() == 2


def test_re_vote_is_a_round_of_its_own_that_replaces_nothing(workshop, room):
    first, second = room
    large = workshop.projects.get(rank=1)
    round = open_re_vote(
        workshop=workshop, workshop_projects=[large], minutes=2, by=None, now=LATER
    )
    for seat in (first, second):
        answer(seat, round, large, 0, 0, 100, 0, now=LATER)
    assert settled(workshop)["P1"] == ("ratings", (10000, 0, 0, 10000))
    with pytest.raises(Refused, match="Close the re-vote"):
        settle_by_re_vote(round=round, by=None, now=LATER)
    reveal_round(round=round, by=None, now=LATER)
    settle_by_re_vote(round=round, by=None, now=LATER)
    assert settled(workshop)["P1"] == ("re_vote", (0, 0, 10000, 0))
    assert Allocation.objects.filter(workshop_project=large).count() == 4


def test_second_round_at_once_is_refused(workshop, room):
    re_vote = {
        "workshop": workshop,
        "workshop_projects": [workshop.projects.get(rank=1)],
        "minutes": 2,
        "by": None,
        "now": LATER,
    }
    open_re_vote(**re_vote)
    with pytest.raises(Refused, match="Another round is open"):
        open_re_vote(**re_vote)


def test_reopened_project_goes_back_to_its_ratings_and_keeps_its_history(workshop, room):
    large = workshop.projects.get(rank=1)
    settle_by_rule(workshop=workshop, project_ids=[large.pk], by=None, now=LATER)
    reopen_project(workshop_project=large, reason="New facts.", by=None, now=LATER)
    assert settled(workshop)["P1"][0] == "ratings"
    methods = list(large.reconciliations.values_list("method", flat=True))
    assert methods == ["rule", "reopened"]
    with pytest.raises(Refused, match="not settled"):
        reopen_project(workshop_project=large, reason="", by=None, now=LATER)


def test_ruling_is_written_down_for_the_room(workshop, room):
    before = workshop.room_revision
    save_precedent(workshop=workshop, text="  Open to   social care counts. ", by=None, now=LATER)
    workshop.refresh_from_db()
    assert workshop.precedents.get().text == "Open to social care counts."
    assert workshop.room_revision > before
    with pytest.raises(Refused, match="sentence"):
        save_precedent(workshop=workshop, text=" ", by=None, now=LATER)


def test_discussed_project_is_on_every_seat_with_its_closed_answers_only(workshop, room):
    first, second = room
    large = workshop.projects.get(rank=1)
    discuss_project(workshop=workshop, workshop_project=large, by=None, now=LATER)
    shown = discussed(workshop, first)
    assert [(each.is_mine, tuple(each.shares)) for each in shown] == [
        (True, (10000, 0, 0, 0)),
        (False, (0, 0, 0, 10000)),
    ]
    round = open_re_vote(
        workshop=workshop, workshop_projects=[large], minutes=2, by=None, now=LATER
    )
    answer(second, round, large, 0, 0, 100, 0, now=LATER)
    assert [tuple(each.shares) for each in discussed(workshop, first)] == [
        (10000, 0, 0, 0),
        (0, 0, 0, 10000),
    ]
    assert room_of(fresh(first), LATER).view is SeatView.JUDGING
    reveal_round(round=round, by=None, now=LATER)
    assert [tuple(each.shares) for each in discussed(workshop, first)] == [(0, 0, 10000, 0)]
    assert room_of(fresh(first), LATER).view is SeatView.DISCUSSED


def test_settled_project_leaves_the_screens(workshop, room):
    large = workshop.projects.get(rank=1)
    discuss_project(workshop=workshop, workshop_project=large, by=None, now=LATER)
    settle_by_rule(workshop=workshop, project_ids=[large.pk], by=None, now=LATER)
    workshop.refresh_from_db()
    assert workshop.discussing is None


def test_nothing_is_discussed_while_people_still_rate():
    workshop = make_workshop()
    open_rating(workshop)
    with pytest.raises(Refused, match="reconciling stage"):
        discuss_project(
            workshop=workshop, workshop_project=workshop.projects.first(), by=None, now=NOW
        )


def discussed(workshop, seat):
    workshop.refresh_from_db()
    (project,) = discussed_answers(workshop, seat)
    return project.answers


def fresh(seat):
    return Seat.objects.select_related("workshop").get(pk=seat.pk)
