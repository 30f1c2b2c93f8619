"""The plan changes while people answer: nobody waits for ever, and no answer is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from bucketing.actions.workshops import change_plan
from bucketing.domain.plan import Plan
from bucketing.models import Allocation, Round, Seat, Workshop
from tests.factories.workshops import NOW, answer, make_assessor, make_workshop, open_rating

pytestmark = pytest.mark.django_db(transaction=True)


def test_plan_can_change_while_four_people_answer():
    workshop = make_workshop(*[str(1000 + number) for number in range(40)])
    round = open_rating(workshop)
    seats = [make_assessor(workshop) for _ in range(4)]

    def give_answers(seat_id: int) -> None:
        try:
            seat, own_round = Seat.objects.get(pk=seat_id), Round.objects.get(pk=round.pk)
            for project in workshop.projects.order_by("rank"):
                answer(seat, own_round, project, 0, 100, 0, 0, now=NOW + timedelta(minutes=1))
        finally:
            connection.close()

    def change_plans() -> None:
        try:
            for number in range(12):
                change_plan(
                    workshop=Workshop.objects.get(pk=workshop.pk),
                    plan=Plan(second_count=number, left_out_count=number % 5),
                    by=None,
                    now=NOW,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        work = [pool.submit(give_answers, seat.pk) for seat in seats]
        work.append(pool.submit(change_plans))
        for each in work:
            each.result(timeout=60)
    assert Allocation.objects.count() == 160
    assert set(round.queue.values_list("ratings_count", flat=True)) == {4}
