import random
from itertools import combinations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.similarity import (
    NEAR_IDENTICAL,
    Described,
    LookAlike,
    Reason,
    find_look_alikes,
    group_by_provider,
    group_near_identical,
    jaccard,
    provider_name,
    shingles,
)

LUNCH = "Lunch club for older people in the north of the town, open on two days a week"


def test_texts_that_differ_in_case_and_punctuation_are_the_same():
    projects = [
        Described(1, LUNCH),
        Described(2, LUNCH.upper() + "!"),
        Described(3, "Road repairs"),
    ]
    assert group_near_identical(projects) == ((1, 2),)


def test_one_word_changed_in_a_long_text_is_near_identical():
    projects = [Described(1, LUNCH), Described(2, LUNCH.replace("two", "three"))]
    assert group_near_identical(projects, threshold=0.75) == ((1, 2),)


def test_projects_without_words_are_like_nothing():
    assert group_near_identical([Described(1, ""), Described(2, "—"), Described(3, "")]) == ()
    assert jaccard(shingles(""), shingles("")) == 0


@pytest.mark.parametrize("spelling", ["Age Help Ltd", "AGE HELP", "The Age Help, Limited"])
def test_provider_is_the_same_whatever_its_legal_form(spelling):
    assert provider_name(spelling) == "age help"


def test_providers_group_and_blank_ones_do_not():
    projects = [
        Described(1, "a", "Age Help Ltd"),
        Described(2, "b", ""),
        Described(3, "c", "Age Help"),
        Described(4, "d", ""),
    ]
    assert group_by_provider(projects) == ((1, 3),)


def test_look_alikes_say_why_and_leave_the_project_itself_out():
    project = Described(1, LUNCH, "Age Help")
    others = [
        project,
        Described(2, "Road repairs", "Age Help Ltd"),
        Described(3, LUNCH, "Somebody else"),
        Described(4, "Road repairs", "Somebody else"),
    ]
    assert find_look_alikes(project, others) == (
        LookAlike(3, (Reason.SAME_TEXT,), 1),
        LookAlike(2, (Reason.SAME_PROVIDER,), 0),
    )


texts = st.lists(st.sampled_from("abcdef"), max_size=8).map(" ".join)


@given(st.lists(texts, max_size=8))
def test_groups_hold_every_pair_that_is_alike(texts):
    projects = [Described(index, text) for index, text in enumerate(texts)]
    groups = group_near_identical(projects)
    for first, second in combinations(projects, 2):
        if jaccard(shingles(first.text), shingles(second.text)) >= NEAR_IDENTICAL:
            assert any({first.key, second.key} <= set(group) for group in groups)


def test_groups_of_3000_projects_stay_fast():
    draw = random.Random(1)
    words = [f"word{number}" for number in range(400)]
    projects = [Described(key, " ".join(draw.choices(words, k=40))) for key in range(3_000)]
    started = process_time()
    assert group_near_identical(projects) == ()
    assert process_time() - started < 5
