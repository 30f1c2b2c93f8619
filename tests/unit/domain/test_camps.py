"""Where a room parts, and which question decides it."""

from bucketing.domain.camps import Camps, deciding_question, find_camps
from bucketing.domain.criteria import DEFAULT_CRITERIA
from bucketing.domain.tiers import Tier

UP, MID, DOWN, ACUTE = (
    (10_000, 0, 0, 0),
    (0, 10_000, 0, 0),
    (0, 0, 10_000, 0),
    (0, 0, 0, 10_000),
)


def test_camps_of_a_room_in_two_halves_part_between_them():
    assert find_camps([UP, UP, MID, MID]) == Camps(
        Tier.UPSTREAM, Tier.MIDSTREAM, 2, 2, (Tier.UPSTREAM,), (Tier.MIDSTREAM,)
    )


def test_camps_far_apart_part_where_the_room_is_most_evenly_divided():
    assert find_camps([UP, MID, DOWN, ACUTE]) == Camps(
        Tier.MIDSTREAM,
        Tier.DOWNSTREAM,
        2,
        2,
        (Tier.UPSTREAM, Tier.MIDSTREAM),
        (Tier.DOWNSTREAM, Tier.ACUTE),
    )


def test_camps_are_named_by_the_tiers_that_people_chose():
    camps = find_camps([MID, MID, MID, MID, ACUTE])
    assert camps is not None
    assert camps.words == "4 put most of it in midstream, 1 in acute"
    mixed = find_camps([UP, MID, DOWN, ACUTE])
    assert mixed is not None
    assert mixed.words == "2 put most of it in upstream or midstream, 2 in downstream or acute"
    three = find_camps([UP, MID, DOWN, ACUTE, ACUTE, ACUTE])
    assert three is not None
    assert three.words == "3 put most of it in upstream, midstream or downstream, 3 in acute"


def test_camps_of_a_room_that_agrees_do_not_exist():
    assert find_camps([DOWN, DOWN, (0, 0, 6000, 4000)]) is None
    assert find_camps([]) is None


def test_question_is_the_rung_of_the_later_tier():
    camps = Camps(Tier.UPSTREAM, Tier.MIDSTREAM, 1, 1)
    assert deciding_question(camps, DEFAULT_CRITERIA) == (
        "Were they chosen for risk or first signs?"
    )


def test_question_without_a_rung_is_the_tiers_own():
    criteria = {"ladder": [], "tiers": [{"code": "acute", "question": "Only now?"}]}
    assert deciding_question(Camps(Tier.DOWNSTREAM, Tier.ACUTE, 1, 1), criteria) == "Only now?"
