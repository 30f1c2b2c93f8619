from datetime import timedelta

import pytest

from bucketing.queries.answers_in import answers_in, money_to_rate
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db


def test_latest_answer_of_each_seat_comes_with_its_time_to_the_millisecond():
    workshop = make_workshop("200", "100")
    round, seat, other = open_rating(workshop), make_assessor(workshop), make_assessor(workshop)
    first = workshop.projects.get(rank=1)
    moment = NOW + timedelta(seconds=7, milliseconds=125)
    answer(seat, round, first, 100, 0, 0, 0)
    answer(seat, round, first, 0, 50, 50, 0, now=moment)
    answer(other, round, first, 0, 0, 0, 100, now=moment)

    found = answers_in([round])

    assert [(each.seat_id, each.shares) for each in found] == [
        (seat.pk, (0, 5000, 5000, 0)),
        (other.pk, (0, 0, 0, 10_000)),
    ]
    assert {each.project_id for each in found} == {first.pk}
    assert found[0].time == pytest.approx(moment.timestamp(), abs=0.001)


def test_no_round_has_no_answers():
    assert answers_in([]) == []


def test_money_is_in_pence_and_says_what_the_plan_leaves_out():
    workshop = make_workshop("200.10", "100", "50")
    workshop.projects.filter(rank=2).update(left_out="too_small")
    workshop.projects.filter(rank=3).update(left_out="no_spend")
    ids = list(workshop.projects.values_list("pk", flat=True))
    assert money_to_rate(workshop) == [(ids[0], 20_010, False), (ids[1], 10_000, True)]
