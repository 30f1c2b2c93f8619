from collections import Counter
from random import Random
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bucketing.domain.guessing import guess_split
from bucketing.domain.scripted import CAST, ScriptedAssessor, cast_of, judge
from bucketing.domain.shares import Shares
from projects.demo import demo_projects

STEADY = ScriptedAssessor("Test", 0, 0, 30, 0, unsure_habit=0, note_habit=0, pass_habit=0)
CUTS = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted)
TRUTHS = CUTS.map(lambda cut: (cut[0], cut[1] - cut[0], cut[2] - cut[1], 100 - cut[2]))


@given(TRUTHS, st.sampled_from(CAST), st.integers())
def test_every_answer_is_a_whole_or_a_pass_with_a_reason(truth, assessor, seed):
    answer = judge(truth, assessor, Random(seed))
    if answer.percentages is None:
        assert answer.pass_reason in {"needs_information", "needs_splitting", "interest"}
    else:
        assert sum(Shares.from_percentages(answer.percentages)) == 10_000
        assert not any(0 < share < 5 for share in answer.percentages)
    assert answer.seconds >= 4


def test_without_lean_or_noise_the_truth_comes_out():
    for truth in [(100, 0, 0, 0), (60, 40, 0, 0), (0, 30, 40, 30)]:
        assert judge(truth, STEADY, Random(1)).percentages == truth


def test_the_same_seed_gives_the_same_answer():
    first = [judge((20, 40, 40, 0), CAST[4], Random(seed)) for seed in range(50)]
    assert first == [judge((20, 40, 40, 0), CAST[4], Random(seed)) for seed in range(50)]


def mean_tier(assessor: ScriptedAssessor) -> float:
    rng = Random(3)
    answers = [judge(project.true_split, assessor, rng) for project in demo_projects()]
    return mean(
        sum(tier * share for tier, share in enumerate(answer.percentages)) / 100
        for answer in answers
        if answer.percentages
    )


def test_leans_show_over_the_whole_portfolio():
    tiers = {assessor.name: mean_tier(assessor) for assessor in CAST}
    assert tiers["Ines"] < tiers["Chloe"] < tiers["Amara"] < tiers["Farid"]
    assert tiers["Farid"] - tiers["Ines"] > 0.2


def test_cast_keeps_a_believable_pace_and_differs_in_habits():
    rng = Random(5)
    answers = {
        assessor.name: [judge((0, 50, 50, 0), assessor, rng) for _ in range(300)]
        for assessor in CAST
    }
    for assessor in CAST:
        typical = median(answer.seconds for answer in answers[assessor.name])
        assert 18 < typical < 70
    notes = Counter(name for name, given in answers.items() for answer in given if answer.note)
    assert notes["Chloe"] > notes["Amara"]


def test_cast_of_many_has_unique_names():
    assert cast_of(3) == CAST[:3]
    assert len({assessor.name for assessor in cast_of(50)}) == 50
    with pytest.raises(ValueError, match="Between 1 and 100"):
        cast_of(0)


@given(st.text(max_size=300))
def test_guess_is_a_whole_and_always_the_same(text):
    assert sum(guess_split(text)) == 100
    assert guess_split(text) == guess_split(text)


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("A festival in the park, open to everyone", 0),
        ("Outreach to isolated people at risk", 1),
        ("Counselling and recovery after addiction", 2),
        ("Emergency night shelter beds", 3),
    ],
)
def test_guess_follows_the_words(text, tier):
    assert max(range(4), key=lambda each: guess_split(text)[each]) == tier
