"""The rooms that the pictures show are rooms as the product makes them."""

import pytest
from django.utils import timezone

from bucketing.actions.stages import open_stage
from bucketing.demo import load_demo
from bucketing.demo.midway import RATED_MINUTES, SECOND_CODE, fill_rooms
from bucketing.demo.workshops import WAITING_CODE
from bucketing.domain.scripted import CAST
from bucketing.models import Allocation, RoundKind, Workshop

pytestmark = pytest.mark.django_db


def test_one_room_rates_and_the_other_settles_what_it_rated():
    load_demo(now=timezone.localtime())

    fill_rooms()

    rating, settling = (
        Workshop.objects.get(join_code=code) for code in (WAITING_CODE, SECOND_CODE)
    )
    stage = open_stage(rating)
    assert (stage.kind, open_stage(settling).kind) == ("rating", "reconciling")
    assert rating.seats.filter(role="assessor").count() == len(CAST)
    assert Allocation.objects.filter(round__stage=stage).count() > RATED_MINUTES * len(CAST)
    # Answers are shown only where their stage is over.
    assert rating.rounds.get(kind=RoundKind.CALIBRATION).revealed_at
    assert rating.rounds.get(kind=RoundKind.RATING).revealed_at is None
    assert settling.rounds.get(kind=RoundKind.RATING).revealed_at
