import pytest

from bucketing.domain.similarity import (
    Described,
    LookAlike,
    Reason,
    find_look_alikes,
    jaccard,
    provider_name,
    shingles,
)

LUNCH = "Lunch club for older people in the north of the town, open on two days a week"


def test_texts_that_differ_in_case_and_punctuation_are_the_same():
    others = [Described(2, LUNCH.upper() + "!"), Described(3, "Road repairs")]
    (found,) = find_look_alikes(Described(1, LUNCH), others)
    assert (found.key, found.likeness) == (2, 1)


def test_one_word_changed_in_a_long_text_is_near_identical():
    changed = Described(2, LUNCH.replace("two", "three"))
    (found,) = find_look_alikes(Described(1, LUNCH), [changed], threshold=0.75)
    assert 0.75 <= found.likeness < 1


def test_projects_without_words_are_like_nothing():
    others = [Described(2, "—"), Described(3, "")]
    assert find_look_alikes(Described(1, ""), others) == ()
    assert jaccard(shingles(""), shingles("")) == 0


@pytest.mark.parametrize("spelling", ["Age Help Ltd", "AGE HELP", "The Age Help, Limited"])
def test_provider_is_the_same_whatever_its_legal_form(spelling):
    assert provider_name(spelling) == "age help"


def test_same_provider_is_alike_and_a_blank_one_is_not():
    others = [Described(2, "b", ""), Described(3, "c", "Age Help")]
    (found,) = find_look_alikes(Described(1, "a", "Age Help Ltd"), others)
    assert (found.key, found.reasons) == (3, (Reason.SAME_PROVIDER,))
    assert find_look_alikes(Described(4, "d", ""), others) == ()


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
