"""The assessor's page in a real browser: keys, saving, going back."""

import pytest

from bucketing.models import Allocation, Pass
from tests.functional.seat_pages import make_room, sit_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def splits():
    return [tuple(share // 100 for share in each.shares) for each in Allocation.objects.all()]


def test_one_key_is_an_answer_and_brings_the_next_project(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    first = ann.card_name

    ann.press("2")

    assert ann.card_name != first
    ann.wait_until_saved()
    assert splits() == [(0, 100, 0, 0)]
    assert Allocation.objects.get().workshop_project.name == first


def test_quarters_by_shift_and_enter_save_a_mix(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    for key in ("Shift+Digit2", "Shift+Digit3", "Enter"):
        ann.press(key)
    ann.wait_until_saved()
    assert splits() == [(0, 75, 25, 0)]


def test_undo_goes_back_through_everything_and_each_answer_is_kept(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    first = ann.card_name
    ann.press("1")
    second = ann.card_name
    ann.press("2")
    ann.wait_until_saved()

    ann.press("z")
    assert ann.card_name == second
    ann.press("z")
    assert ann.card_name == first
    ann.press("4")
    ann.wait_until_saved()

    assert splits() == [(100, 0, 0, 0), (0, 100, 0, 0), (0, 0, 0, 100)]
    assert Allocation.objects.latest_of_each().count() == 2


def test_later_is_not_recorded_and_own_interest_is(live_server, page):
    ann = sit_down(page, live_server.url, make_room())
    put_off = ann.card_name
    ann.press("l")
    of_interest = ann.card_name
    assert of_interest != put_off
    ann.press("i")
    ann.wait_until_saved()
    assert Allocation.objects.count() == 0
    assert Pass.objects.get().workshop_project.name == of_interest
    assert ann.seat.interests.get().workshop_project.name == of_interest
